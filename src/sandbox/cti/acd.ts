import type { CtiAgentState } from '../../cti/agent-state.ts'
import { CONTROL_FAILURE_CODES } from '../../cti/control-failure-codes.ts'
import type { Dialect } from '../../cti/dialect.ts'
import { isAgent, type Person, SCENE_AGENT_ID } from '../people.ts'
import { systemReason } from './system-code.ts'

/** An agent went into a state. The reason is told here and kept nowhere. */
export type Transition = {
  readonly agent: Person
  readonly state: CtiAgentState
  /** EventReasonCode; 0 for none. */
  readonly reason: number
  /** CTIClientSignature of the client that asked for it; '' where nobody did. */
  readonly client: string
}

/** What a client asks for an agent. */
export type StateRequest = {
  readonly state: CtiAgentState
  /** 0 for none. */
  readonly reason: number
  readonly password?: string | undefined
  /** Where the agent signs in: his extension, the only one he has here. */
  readonly device?: string | undefined
  /** By his supervisor: Log Out whatever the agent does now, Not Ready from FORCIBLE_FROM only. */
  readonly isForced?: boolean
  /** Checks the password and changes nothing. */
  readonly isCheck?: boolean
  readonly client: string
}

/** A code of CONTROL_FAILURE_CONF, or what happened: nothing yet where the change waits for the end of a call. */
export type Outcome = { readonly failure: number } | { readonly transition: Transition | null }

type Pending = Pick<Transition, 'state' | 'reason' | 'client'>

/** What the contact centre knows of an agent. There is no reason among it, as on UCCX: who asks later cannot learn why. */
type AgentRecord = {
  readonly agent: Person
  state: CtiAgentState
  /** Milliseconds since 1970. */
  since: number
  /** What follows the present call. Here a reason waits to be told. */
  pending: Pending | null
}

const ON_CALL = new Set<CtiAgentState>(['RESERVED', 'TALKING', 'HOLD'])
const CALL_ENDS_IN = new Set<CtiAgentState>(['AVAILABLE', 'WORK_NOT_READY'])
/** From where a supervisor may force Not Ready, as Finesse documents it (finesse.md, 4): on a call he cannot, nor give another reason. */
const FORCIBLE_FROM = new Set<CtiAgentState>(['AVAILABLE', 'WORK_NOT_READY', 'WORK_READY'])
const SETTABLE = new Set<CtiAgentState>(['AVAILABLE', 'NOT_READY', 'LOGOUT'])

/**
 * The contact centre behind the CTI server: who is in which state, and who may go where. Pure: times are passed in, in
 * milliseconds since 1970.
 */
export class Acd {
  readonly dialect: Dialect
  readonly #records: ReadonlyMap<string, AgentRecord>

  constructor(dialect: Dialect, people: readonly Person[], now: number) {
    this.dialect = dialect
    this.#records = new Map(
      people
        .filter(isAgent)
        .map((agent, index) => [agent.id, { agent, state: firstState(agent, index), since: now, pending: null }]),
    )
  }

  /** Everybody who has calls routed to him. */
  get agents(): readonly Person[] {
    return [...this.#records.values()].map(({ agent }) => agent)
  }

  /** The agent with this id or, where the id is null, with one of these extensions or instruments. */
  find(agentId: string | null, ...devices: readonly (string | undefined)[]): Person | null {
    if (agentId !== null) return this.#records.get(agentId)?.agent ?? null
    return this.agents.find(({ extension }) => devices.includes(extension)) ?? null
  }

  /** The agent's present state; null where there is no such agent. */
  stateOf(agentId: string): CtiAgentState | null {
    return this.#records.get(agentId)?.state ?? null
  }

  /** How long the agent has been in his state, in seconds. */
  secondsInState(agentId: string, now: number): number {
    return Math.floor((now - (this.#records.get(agentId)?.since ?? now)) / 1000)
  }

  /** A client asks for another state. */
  request(agentId: string, request: StateRequest, now: number): Outcome {
    const record = this.#records.get(agentId)
    if (record === undefined) return { failure: CONTROL_FAILURE_CODES.INVALID_AGENT_ID_SPECIFIED }
    if (request.isCheck === true || request.state === 'LOGIN') return this.#signIn(record, request, now)
    if (!SETTABLE.has(request.state) || !this.#isAllowed(record, request)) return { failure: this.#impossible }
    if (request.state === record.state && request.state === 'AVAILABLE') return { transition: null }
    if (ON_CALL.has(record.state) && request.state !== 'LOGOUT') {
      record.pending = request
      return { transition: null }
    }
    return { transition: this.#enter(record, { ...request, reason: this.#reasonOf(request) }, now) }
  }

  /**
   * Something happens to an agent that nobody asked for: calls, phones, timers. What waited for the end of a call comes instead of the
   * state that the call would end in. null where there is no such agent.
   */
  change(agentId: string, to: Pending, now: number): Transition | null {
    const record = this.#records.get(agentId)
    if (record === undefined) return null
    const isEndOfCall = ON_CALL.has(record.state) && CALL_ENDS_IN.has(to.state)
    return this.#enter(record, (isEndOfCall ? record.pending : null) ?? to, now)
  }

  /** UCCX answers so also when a Not Ready reason is to be changed into another. */
  get #impossible(): number {
    const { INVALID_AGENT_WORKMODE, INVALID_OBJECT_STATE } = CONTROL_FAILURE_CODES
    return this.dialect === 'uccx' ? INVALID_AGENT_WORKMODE : INVALID_OBJECT_STATE
  }

  #isAllowed({ state, pending }: AgentRecord, request: StateRequest): boolean {
    if (state === 'LOGOUT') return false
    if (request.state === 'LOGOUT') return state === 'NOT_READY' || request.isForced === true
    if (request.state === 'NOT_READY' && request.isForced === true) return FORCIBLE_FROM.has(state)
    if (request.state !== 'NOT_READY' || this.dialect === 'ucce') return true
    // UCCX takes one pending Not Ready per call, and no second reason for a Not Ready that has begun.
    return state !== 'NOT_READY' && pending?.state !== 'NOT_READY'
  }

  #signIn(record: AgentRecord, { password, device, isCheck, client }: StateRequest, now: number): Outcome {
    if (record.agent.password !== password) return { failure: CONTROL_FAILURE_CODES.INVALID_PASSWORD_SPECIFIED }
    if (isCheck === true) return { transition: null }
    if (device !== record.agent.extension) return { failure: CONTROL_FAILURE_CODES.INVALID_LOGON_DEVICE_SPECIFIED }
    if (record.state !== 'LOGOUT') return { failure: CONTROL_FAILURE_CODES.SPECIFIED_AGENT_ALREADY_SIGNED_ON }
    const reason = systemReason(this.dialect, 'NOT_READY', 'Agent Logon')
    return { transition: this.#enter(record, { state: 'NOT_READY', reason, client }, now) }
  }

  #reasonOf({ state, reason }: StateRequest): number {
    return reason === 0 && state === 'LOGOUT' ? systemReason(this.dialect, 'LOGOUT', 'Agent Initiated') : reason
  }

  #enter(record: AgentRecord, { state, reason, client }: Pending, now: number): Transition {
    record.state = state
    record.since = now
    record.pending = null
    return { agent: record.agent, state, reason, client }
  }
}

/** How the day begins: the agent of the scene is ready, supervisors are not, of the others most are. */
function firstState({ id, roles }: Person, index: number): CtiAgentState {
  if (id === SCENE_AGENT_ID) return 'AVAILABLE'
  if (roles.includes('Supervisor') || index % 4 === 3) return 'NOT_READY'
  return index % 9 === 8 ? 'LOGOUT' : 'AVAILABLE'
}
