import type { Socket } from 'node:net'
import { agentIdFields, agentIdOf } from '../../cti/agent-key.ts'
import { CONTROL_FAILURE_CODES } from '../../cti/control-failure-codes.ts'
import { messageTypeAt } from '../../cti/codec.ts'
import { isProtocolVersion } from '../../cti/dialect.ts'
import { HEADER_BYTES, readU32 } from '../../cti/framing.ts'
import { SERVICE_MASKS, UCCE_CONFIG_MASKS, UCCX_CONFIG_MASKS } from '../../cti/masks.ts'
import { MESSAGE_TYPES } from '../../cti/message-types.ts'
import type { Message, MessageInput } from '../../cti/messages.ts'
import { CtiProtocolError } from '../../cti/protocol-error.ts'
import { ServerSession } from '../../cti/server-session.ts'
import { STATUS_CODES } from '../../cti/status-codes.ts'
import { CCX_STATUS, SYSTEM_EVENTS } from '../../cti/system-events.ts'
import type { Person } from '../people.ts'
import type { Acd, Transition } from './acd.ts'
import type { CallEventName } from './calls.ts'
import { configKeys, GROUPS, PERIPHERAL_ID, skillTargetId, teams, upload } from './configuration.ts'
import { hears, hearsCall, hearsTeams, mayUse, openSession, type OpenSession } from './open-session.ts'

/** A client that does not open a session is cut off. */
const OPEN_WITHIN_MS = 30_000

/** A client that does not read is cut off at this many waiting bytes. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024

/** ForcedFlag. */
const FORCED = 1
const AUTHENTICATE_ONLY = 2

/** ConfigParam of TEAM_CONFIG_REQ. */
const INITIAL_TEAMS = 1

/** Status codes that UCCX's guide does not have. */
const UNKNOWN_TO_UCCX: ReadonlySet<number> = new Set([
  STATUS_CODES.FUNCTION_NOT_AVAILABLE,
  STATUS_CODES.INVALID_SERVICE_MASK,
  STATUS_CODES.BAD_MESSAGE_FORMAT,
])

const SESSION_TYPE = { active: 1, standby: 2 } as const

/** What all connections have in common. */
export type Centre = {
  readonly acd: Acd
  readonly isStandby: () => boolean
  /** Is every change that a client asks for refused? */
  readonly isRefusing: () => boolean
  /** Tells everybody who wants to hear it. */
  readonly publish: (transition: Transition) => void
}

/** One client of the CTI server: what it may do, what it asks, and what it is told. */
export class ClientConnection {
  readonly #socket: Socket
  readonly #centre: Centre
  readonly #protocol: ServerSession
  #session: OpenSession | null = null
  #silence: NodeJS.Timeout

  constructor(socket: Socket, centre: Centre) {
    this.#socket = socket
    this.#centre = centre
    this.#protocol = new ServerSession(centre.acd.dialect, {
      onMessage: (message) => this.#heard(message),
      onBadMessage: (_error, frame) => this.#heardBroken(frame),
    })
    this.#silence = setTimeout(() => socket.destroy(), OPEN_WITHIN_MS)
    socket.setNoDelay(true)
    socket.on('data', (chunk: Uint8Array) => this.#receive(chunk))
    // A reset connection is closed like any other: 'close' follows.
    socket.on('error', () => {})
    socket.once('close', () => clearTimeout(this.#silence))
  }

  /** Tells the client of a change and of the calls that it is about, where it is to hear of them. */
  tell(transition: Transition, calls: readonly MessageInput<CallEventName>[]): void {
    const session = this.#session
    if (session === null) return
    const state = hears(session, transition) ? this.#stateEvents(transition) : []
    const ofCall = calls.filter(({ type }) => hearsCall(session, transition, type))
    // Which comes first nobody guarantees (cti-protocol.md, 8): of every second call the state does.
    const isStateFirst = (calls[0]?.connectionCallId ?? 0) % 2 === 0
    for (const message of isStateFirst ? [...state, ...ofCall] : [...ofCall, ...state]) this.#send(message)
  }

  /** The server goes on standby: every session ends. */
  goneToStandby(): void {
    if (this.#session === null) return
    if (this.#isUccx) this.#send(this.#systemEvent(SYSTEM_EVENTS.PERIPHERAL_OFFLINE, CCX_STATUS.OUT_OF_SERVICE))
    this.#send({ type: 'FAILURE_EVENT', status: STATUS_CODES.CTI_SERVER_OFFLINE })
    this.#socket.end()
  }

  /** The server is the master again: who waited here is served. */
  becameMaster(): void {
    if (this.#session === null) return
    this.#session = { ...this.#session, isStandby: false }
    this.#send({ type: 'STANDBY_ACTIVE_EVENT_MSG' })
    this.#greet(this.#session)
  }

  /** Resets the connection. */
  drop(): void {
    this.#socket.destroy()
  }

  get #peripheralId(): number {
    return PERIPHERAL_ID[this.#centre.acd.dialect]
  }

  get #isUccx(): boolean {
    return this.#centre.acd.dialect === 'uccx'
  }

  #receive(chunk: Uint8Array): void {
    this.#silence.refresh()
    try {
      this.#protocol.receive(chunk)
    } catch (error) {
      if (!(error instanceof CtiProtocolError)) throw error
      this.#socket.destroy()
    }
  }

  #send(message: MessageInput): void {
    if (!this.#socket.writable) return
    this.#socket.write(this.#protocol.encode(message))
    if (this.#socket.writableLength > MAX_WAITING_BYTES) this.#socket.destroy()
  }

  /** A status code as the dialect has it. */
  #told(status: number): number {
    return this.#isUccx && UNKNOWN_TO_UCCX.has(status) ? STATUS_CODES.UNSPECIFIED_FAILURE : status
  }

  #refuse(message: Message, code: number): void {
    const status = this.#told(code)
    // UCCX refuses a change of state in the form of one that failed (cti-protocol.md, 4).
    if (this.#isUccx && this.#session !== null && message.type === 'SET_AGENT_STATE_REQ') {
      this.#fail(message, CONTROL_FAILURE_CODES.GENERIC_UNSPECIFIED_REJECTION)
    } else if ('invokeId' in message) this.#send({ type: 'FAILURE_CONF', invokeId: message.invokeId, status })
    else this.#send({ type: 'FAILURE_EVENT', status })
  }

  #fail({ invokeId }: Message<'SET_AGENT_STATE_REQ'>, failureCode: number): void {
    this.#send({ type: 'CONTROL_FAILURE_CONF', invokeId, failureCode })
  }

  #heard(message: Message): void {
    if (message.type === 'OPEN_REQ') this.#open(message)
    else if (this.#session === null) this.#refuse(message, STATUS_CODES.SESSION_NOT_OPEN)
    else if (message.type === 'HEARTBEAT_REQ') this.#send({ type: 'HEARTBEAT_CONF', invokeId: message.invokeId })
    else if (message.type === 'CLOSE_REQ') this.#close(message)
    else if (this.#session.isStandby) this.#refuse(message, STATUS_CODES.FUNCTION_NOT_AVAILABLE)
    else this.#serve(this.#session, message)
  }

  /** Every version has its number at the same place: one that there is not is refused as such, however the rest of it lies. */
  #heardBroken(frame: Uint8Array): void {
    const version = messageTypeAt(frame, 0) === MESSAGE_TYPES.OPEN_REQ ? this.#protocol.requestedVersion : null
    if (version === null || isProtocolVersion(this.#centre.acd.dialect, version)) {
      this.#send({ type: 'FAILURE_EVENT', status: this.#told(STATUS_CODES.BAD_MESSAGE_FORMAT) })
    } else {
      const invokeId = readU32(frame, HEADER_BYTES)
      this.#send({ type: 'FAILURE_CONF', invokeId, status: STATUS_CODES.INVALID_VERSION })
    }
  }

  #open(request: Message<'OPEN_REQ'>): void {
    if (this.#session !== null) return this.#refuse(request, STATUS_CODES.SESSION_ALREADY_OPEN)
    const { acd, isStandby } = this.#centre
    const session = openSession(acd, request, isStandby())
    if (typeof session === 'number') return this.#refuse(request, session)
    this.#session = session
    clearTimeout(this.#silence)
    if (session.idleSeconds !== Infinity) {
      this.#silence = setTimeout(() => this.#socket.destroy(), session.idleSeconds * 1000)
    }
    const peripheral = { fltPeripheralId: this.#peripheralId, multilineAgentControl: 1 }
    this.#send({
      type: 'OPEN_CONF',
      invokeId: request.invokeId,
      servicesGranted: session.services,
      icmCentralControllerTime: this.#isUccx ? 0 : Math.floor(Date.now() / 1000),
      agentState: (session.agentId === null ? null : acd.stateOf(session.agentId)) ?? 'UNKNOWN',
      sessionType: session.isStandby ? SESSION_TYPE.standby : SESSION_TYPE.active,
      numPeripherals: 1,
      peripherals: [peripheral],
    })
    if (!session.isStandby) this.#greet(session)
  }

  /** What a UCCE server sends by itself once a session is open, in the order of the captures. */
  #greet(session: OpenSession): void {
    if (this.#isUccx) return
    if (hearsTeams(session, 'ucce')) this.#sendTeams()
    this.#send(this.#systemEvent(SYSTEM_EVENTS.PERIPHERAL_ONLINE, 0))
  }

  #close({ invokeId }: Message<'CLOSE_REQ'>): void {
    this.#send({ type: 'CLOSE_CONF', invokeId })
    this.#session = null
    this.#socket.end()
  }

  #serve(session: OpenSession, message: Message): void {
    if (message.type === 'QUERY_AGENT_STATE_REQ' || message.type === 'SET_AGENT_STATE_REQ') {
      if (message.peripheralId !== this.#peripheralId) this.#refuse(message, STATUS_CODES.INVALID_PERIPHERAL_ID)
      else if (message.type === 'SET_AGENT_STATE_REQ') this.#set(session, message)
      else this.#query(message)
    } else if (message.type === 'CONFIG_REQUEST_KEY_EVENT' || message.type === 'CONFIG_REQUEST_EVENT') {
      if (mayUse(session, SERVICE_MASKS.CONFIG_EVENTS)) this.#configure(message)
      else this.#refuse(message, STATUS_CODES.FUNCTION_NOT_AVAILABLE)
    } else if (message.type === 'TEAM_CONFIG_REQ' && this.#isUccx && hearsTeams(session, 'uccx')) {
      this.#send({ type: 'TEAM_CONFIG_CONF', invokeId: message.invokeId })
      // Otherwise it wants updates only, of which the sandbox has none.
      if (message.configParam === INITIAL_TEAMS) this.#sendTeams()
    } else if (message.type.endsWith('_REQ')) this.#refuse(message, STATUS_CODES.FUNCTION_NOT_AVAILABLE)
  }

  #query(request: Message<'QUERY_AGENT_STATE_REQ'>): void {
    const { acd } = this.#centre
    const agent = acd.find(agentIdOf(request), request.agentExtension, request.agentInstrument)
    if (agent === null) return this.#refuse(request, STATUS_CODES.INVALID_AGENT_DATA)
    const agentState = acd.stateOf(agent.id) ?? 'UNKNOWN'
    this.#send({
      type: 'QUERY_AGENT_STATE_CONF',
      invokeId: request.invokeId,
      agentState,
      ...this.#agentFields(agent),
      skillGroups: this.#groups(agentState),
      ...(this.#isUccx ? { internalAgentState: agentState } : {}),
    })
  }

  #set(session: OpenSession, request: Message<'SET_AGENT_STATE_REQ'>): void {
    if (!mayUse(session, SERVICE_MASKS.CLIENT_CONTROL)) {
      return this.#refuse(request, STATUS_CODES.FUNCTION_NOT_AVAILABLE)
    }
    const { acd, publish, isRefusing } = this.#centre
    const { invokeId, agentPassword: password, forcedFlag } = request
    if (this.#isUccx && !request.agentInstrument) return this.#refuse(request, STATUS_CODES.REQUIRED_DATA_MISSING)
    if (isRefusing()) return this.#fail(request, CONTROL_FAILURE_CODES.INVALID_OBJECT_STATE)
    const agentId = acd.find(agentIdOf(request), request.agentInstrument)?.id ?? ''
    const outcome = acd.request(
      agentId,
      {
        state: request.agentState,
        reason: request.eventReasonCode,
        password,
        device: request.agentInstrument,
        isForced: forcedFlag === FORCED,
        isCheck: forcedFlag === AUTHENTICATE_ONLY,
        client: session.signature,
      },
      Date.now(),
    )
    if ('failure' in outcome) this.#fail(request, outcome.failure)
    else {
      this.#send({ type: 'SET_AGENT_STATE_CONF', invokeId })
      if (outcome.transition !== null) publish(outcome.transition)
    }
  }

  /** An upload has what is asked for now: the mask of OPEN_REQ is of updates, of which the sandbox has none. */
  #configure(request: Message<'CONFIG_REQUEST_KEY_EVENT' | 'CONFIG_REQUEST_EVENT'>): void {
    if (request.type === 'CONFIG_REQUEST_KEY_EVENT') return this.#send(configKeys())
    const mask = request.configInformation
    // UCCX: a client that wants no upload but updates.
    if (mask === 0) return
    const { AGENT, SKILL_GROUP } = this.#isUccx
      ? { AGENT: UCCX_CONFIG_MASKS.AGENT, SKILL_GROUP: UCCX_CONFIG_MASKS.CSQ }
      : UCCE_CONFIG_MASKS
    const wants = { wantsAgents: (mask & AGENT) !== 0, wantsGroups: (mask & SKILL_GROUP) !== 0 }
    const { version } = this.#protocol.layout
    for (const message of upload(this.#centre.acd, { mask, version, ...wants })) this.#send(message)
  }

  #sendTeams(): void {
    for (const message of teams(this.#centre.acd, Date.now())) this.#send(message)
  }

  #systemEvent(systemEventId: number, pgStatus: number): MessageInput<'SYSTEM_EVENT'> {
    return {
      type: 'SYSTEM_EVENT',
      pgStatus,
      icmCentralControllerTime: Math.floor(Date.now() / 1000),
      systemEventId,
      systemEventArg1: this.#peripheralId,
    }
  }

  /** One event with all groups of the agent, or, as UCCE may do it and here does for every second agent, one for each of them. */
  #stateEvents({ agent, state, reason, client }: Transition): MessageInput<'AGENT_STATE_EVENT'>[] {
    const event: MessageInput<'AGENT_STATE_EVENT'> = {
      type: 'AGENT_STATE_EVENT',
      agentState: state,
      eventReasonCode: reason,
      ...(client === '' ? {} : { ctiClientSignature: client }),
      ...this.#agentFields(agent),
    }
    const groups = this.#groups(state)
    const isApart = !this.#isUccx && Number(agent.extension) % 2 === 1
    return isApart ? groups.map((group) => ({ ...event, ...group })) : [{ ...event, skillGroups: groups }]
  }

  #agentFields(agent: Person) {
    return {
      ...agentIdFields(this.#centre.acd.dialect, agent.id),
      agentExtension: agent.extension,
      agentInstrument: agent.extension,
      // Routable, and the agent in the configuration; UCCX fills in zeros.
      ...(this.#isUccx ? {} : { agentMode: 1, icmAgentId: skillTargetId(agent) }),
    }
  }

  #groups(state: Transition['state']) {
    return GROUPS.map(({ number }) => ({
      skillGroupNumber: number,
      skillGroupId: number,
      skillGroupPriority: 0,
      skillGroupState: state,
    }))
  }
}
