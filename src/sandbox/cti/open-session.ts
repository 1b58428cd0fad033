import { agentIdOf } from '../../cti/agent-key.ts'
import { type Dialect, isProtocolVersion } from '../../cti/dialect.ts'
import { AGENT_STATE_MASKS, CALL_MSG_MASKS, SERVICE_MASKS } from '../../cti/masks.ts'
import type { Message } from '../../cti/messages.ts'
import { STATUS_CODES } from '../../cti/status-codes.ts'
import type { Acd, Transition } from './acd.ts'
import type { CallEventName } from './calls.ts'
import { PERIPHERAL_ID } from './configuration.ts'

/** What a client was granted. */
export type OpenSession = {
  readonly clientId: string
  /** Stands in the events that the client's requests cause. */
  readonly signature: string
  /** ServicesGranted. */
  readonly services: number
  readonly agentStateMask: number
  readonly callMsgMask: number
  /** The agent that a client in agent mode is for; null for all. */
  readonly agentId: string | null
  /** After so many seconds of silence the connection is reset; Infinity for never. */
  readonly idleSeconds: number
  /** Waits at a side that is on standby (UCCE). */
  readonly isStandby: boolean
}

const { CLIENT_EVENTS, ALL_EVENTS, CLIENT_CONTROL, SUPERVISOR, CONFIG_EVENTS, ACTIVE_STANDBY } = SERVICE_MASKS

/** Services that are granted where they are asked for; the others are left out of ServicesGranted. */
const OFFERED: Readonly<Record<Dialect, number>> = {
  uccx: CLIENT_EVENTS | ALL_EVENTS | CLIENT_CONTROL | SUPERVISOR | CONFIG_EVENTS,
  ucce: CLIENT_EVENTS | ALL_EVENTS | CLIENT_CONTROL | SUPERVISOR | CONFIG_EVENTS | ACTIVE_STANDBY,
}

const LEAST_IDLE_SECONDS = 20
/** On UCCX clients have to send heartbeats; on UCCE they may do without. */
const MOST_IDLE_SECONDS: Readonly<Record<Dialect, number>> = { uccx: 119, ucce: Infinity }
const NO_HEARTBEATS = 0x7fffffff
/** A UCCE client of this version may wait at the side that is on standby. */
const STANDBY_SINCE = 24

/** What OPEN_REQ is answered: a session, or the status of FAILURE_CONF. */
export function openSession(acd: Acd, request: Message<'OPEN_REQ'>, isStandby: boolean): OpenSession | number {
  const { dialect } = acd
  const { versionNumber: version, servicesRequested, idleTimeout, clientId } = request
  if (!isProtocolVersion(dialect, version)) return STATUS_CODES.INVALID_VERSION
  const waits = servicesRequested & ACTIVE_STANDBY && version >= STANDBY_SINCE
  if (isStandby && dialect === 'uccx') return STATUS_CODES.SERVER_NOT_MASTER
  if (isStandby && !waits) return STATUS_CODES.INVALID_CLIENT_FOR_STANDBY
  if (!clientId || request.clientPassword === undefined) return STATUS_CODES.REQUIRED_DATA_MISSING
  if (idleTimeout < LEAST_IDLE_SECONDS || idleTimeout > MOST_IDLE_SECONDS[dialect]) return STATUS_CODES.INVALID_TIMEOUT
  const isForOne = (servicesRequested & CLIENT_EVENTS) !== 0
  if (isForOne && servicesRequested & ALL_EVENTS && dialect === 'uccx') return STATUS_CODES.INVALID_SERVICE_MASK
  if (isForOne && dialect === 'ucce' && request.peripheralId !== PERIPHERAL_ID.ucce) {
    return STATUS_CODES.INVALID_PERIPHERAL_ID
  }
  const agent = acd.find(agentIdOf(request), request.agentExtension, request.agentInstrument)
  if (isForOne && agent === null) return STATUS_CODES.INVALID_AGENT_DATA
  return {
    clientId,
    signature: request.clientSignature || clientId,
    services: servicesRequested & OFFERED[dialect],
    agentStateMask: request.agentStateMask,
    callMsgMask: request.callMsgMask,
    agentId: isForOne ? (agent?.id ?? null) : null,
    idleSeconds: idleTimeout >= NO_HEARTBEATS ? Infinity : idleTimeout,
    isStandby,
  }
}

/** Was this service granted? */
export const mayUse = ({ services }: OpenSession, service: number): boolean => (services & service) !== 0

/** Is the client to be told of this? All events, or those of its agent; and the states that it asked for. */
export function hears(session: OpenSession, { agent, state }: Transition): boolean {
  const isAllowed = mayUse(session, ALL_EVENTS) || session.agentId === agent.id
  const bit = (AGENT_STATE_MASKS as Readonly<Record<string, number>>)[`AGENT_${state}`]
  return isAllowed && !session.isStandby && (bit === undefined || (session.agentStateMask & bit) !== 0)
}

/** Is the client to be told this of an agent's call? All events, or those of its agent; and the ones that it asked for. */
export function hearsCall(session: OpenSession, { agent }: Transition, event: CallEventName): boolean {
  const isAllowed = mayUse(session, ALL_EVENTS) || session.agentId === agent.id
  const bit = (CALL_MSG_MASKS as Readonly<Record<string, number>>)[event.replace(/_EVENT$/, '')] ?? 0
  return isAllowed && !session.isStandby && (session.callMsgMask & bit) !== 0
}

/** Is the client to be told of teams, and of who is in them? UCCE counts the events of teams among those of calls. */
export const hearsTeams = (session: OpenSession, dialect: Dialect): boolean =>
  mayUse(session, SUPERVISOR) && (dialect === 'uccx' || (session.callMsgMask & CALL_MSG_MASKS.AGENT_TEAM_CONFIG) !== 0)
