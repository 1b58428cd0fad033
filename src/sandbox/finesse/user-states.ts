import { agentIdOf } from '../../cti/agent-key.ts'
import type { CtiAgentState } from '../../cti/agent-state.ts'
import type { Message } from '../../cti/messages.ts'
import type { StateChange } from '../../finesse/actor.ts'
import { FINESSE_STATES, type FinesseState } from '../../finesse/user.ts'
import { stateFromCti } from '../../history/agent-state.ts'
import type { Instant } from '../../history/observation.ts'
import type { ReasonCodeBook, ReasonRecord } from './reason-code-book.ts'

/** What Finesse knows of a user's state. */
export type UserState = {
  readonly state: FinesseState
  /** null until an event has told of the state. */
  readonly since: Instant | null
  /** What follows the present call. */
  readonly pendingState: FinesseState | null
  /** The reason that was given through Finesse itself, for this state or, on a call, for the one before. */
  readonly reason: ReasonRecord | null
}

/** A change that Finesse asked the CTI server for. */
export type AskedChange = {
  readonly state: StateChange['state']
  readonly reason: ReasonRecord | null
  readonly requestId: string
}

/** A user's state has changed; `requestId` is that of the request that caused it, '' for none of Finesse's. */
export type UserChange = { readonly id: string; readonly requestId: string }

/** Nobody has told anything. */
export const UNKNOWN_STATE: UserState = { state: 'UNKNOWN', since: null, pendingState: null, reason: null }
const ON_CALL = new Set<FinesseState>(['RESERVED', 'TALKING', 'HOLD'])

/**
 * The states of the users, as far as the CTI server tells them. Finesse takes no reason of people from an event: it remembers what it
 * asked for itself and puts its own record to the event that follows, which bears its signature. Only the codes that the contact centre
 * gives by itself it knows again. Pure: times are passed in.
 */
export class UserStates {
  /** CTIClientSignature of Finesse's own session. */
  readonly #signature: string
  readonly #reasons: ReasonCodeBook
  readonly #states = new Map<string, UserState>()
  /** The last change asked for, by user. */
  readonly #asked = new Map<string, AskedChange>()
  /** What the last event of each user said. */
  readonly #heard = new Map<string, string>()

  constructor(signature: string, reasons: ReasonCodeBook) {
    this.#signature = signature
    this.#reasons = reasons
  }

  of(id: string): UserState {
    return this.#states.get(id) ?? UNKNOWN_STATE
  }

  /** The session with the CTI server is a new one: what was asked in the old one is nobody's any more. */
  sessionOpened(): void {
    this.#asked.clear()
    this.#heard.clear()
  }

  /** A change goes out to the CTI server. */
  asked(id: string, change: AskedChange): void {
    this.#asked.set(id, change)
  }

  /** The CTI server took it: on a call it comes into effect later, unless its event has come already. */
  confirmed(id: string, asked: AskedChange): UserChange | null {
    const { state, requestId } = asked
    const known = this.of(id)
    const isAwaited = this.#asked.get(id) === asked && state !== 'LOGIN' && state !== 'LOGOUT'
    if (!isAwaited || !ON_CALL.has(known.state)) return null
    this.#states.set(id, { ...known, pendingState: state })
    return { id, requestId }
  }

  /** The CTI server refused it. */
  refused(id: string): void {
    this.#asked.delete(id)
  }

  /** A state event came; null where it says what the one before said. */
  heardEvent(message: Message<'AGENT_STATE_EVENT'>, at: number): UserChange | null {
    const id = agentIdOf(message)
    if (id === null) return null
    const { agentState, eventReasonCode, ctiClientSignature = '' } = message
    // UCCE may tell the same once for each skill group.
    const said = `${agentState} ${eventReasonCode} ${ctiClientSignature}`
    if (this.#heard.get(id) === said) return null
    this.#heard.set(id, said)
    const state = finesseState(agentState)
    const cause = ctiClientSignature === this.#signature ? this.#cause(id, state) : undefined
    const since = new Date(at - message.stateDuration * 1000).toISOString()
    const own = state === 'NOT_READY' || state === 'LOGOUT' ? this.#reasons.shown(state, eventReasonCode) : null
    const reason = cause?.reason ?? own ?? this.#leftOver(id, state)
    this.#states.set(id, { state, since, pendingState: null, reason })
    return { id, requestId: cause?.requestId ?? '' }
  }

  /** An answer about a state came, which has neither a reason nor a time. */
  heardAnswer(message: Message<'QUERY_AGENT_STATE_CONF'>): UserChange | null {
    const id = agentIdOf(message)
    if (id === null) return null
    const state = finesseState(message.agentState)
    const known = this.of(id)
    const isSame = known.state === state
    this.#states.set(id, { ...UNKNOWN_STATE, state, since: isSame ? known.since : null })
    return isSame && known.reason === null ? null : { id, requestId: '' }
  }

  /** The request that an event with Finesse's signature comes from. */
  #cause(id: string, state: FinesseState): AskedChange | undefined {
    const asked = this.#asked.get(id)
    if (asked === undefined || (asked.state === 'LOGIN' ? 'NOT_READY' : asked.state) !== state) return undefined
    this.#asked.delete(id)
    return asked
  }

  /** Real servers still show the id of the last reason on a call. */
  #leftOver(id: string, state: FinesseState): ReasonRecord | null {
    return ON_CALL.has(state) ? this.of(id).reason : null
  }
}

function finesseState(cti: CtiAgentState): FinesseState {
  const state = stateFromCti(cti)
  return FINESSE_STATES.find((known) => known === state) ?? 'UNKNOWN'
}
