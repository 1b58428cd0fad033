import type { Dialect } from './dialect.ts'
import { AGENT_STATE_MASKS, CALL_MSG_MASKS, SERVICE_MASKS, UCCE_CONFIG_MASKS, UCCX_OPEN_CONFIG_MASKS } from './masks.ts'
import type { MessageInput } from './messages.ts'

/** What a session is for. Reading only, unless `control` says otherwise. */
export type SessionServices = {
  /** Agent state and system events of all agents. Default true. */
  readonly events?: boolean | undefined
  /** Configuration: agents with their names, CSQs or skill groups, and updates. Default false. */
  readonly config?: boolean | undefined
  /** Teams and their members. Default false. */
  readonly teams?: boolean | undefined
  /** Call events as well. Default false. */
  readonly calls?: boolean | undefined
  /** CLIENT_CONTROL, which setting an agent's state needs. Default false: the client cannot change anything. */
  readonly control?: boolean | undefined
}

/** Who opens a session, and what for. */
export type OpenOptions = SessionServices & {
  /** Names the client in the server's lists and logs; at most 63 bytes. */
  readonly clientId: string
  /** Asked for each session. Checked by UCCE servers that are set up to; ignored by UCCX. Default empty. */
  readonly clientPassword?: (() => string) | undefined
  /** Stands in the events that the client's own requests cause. Default: the client id. */
  readonly clientSignature?: string | undefined
  /** UCCE: the peripheral meant by requests. */
  readonly peripheralId?: number | undefined
  /** Seconds between heartbeats, 5 to 30. */
  readonly heartbeatSeconds: number
}

/** From this version on a UCCE client may wait at the side that is on standby. */
const ACTIVE_STANDBY_SINCE = 24

const IDLE_HEARTBEATS = 4
const LEAST_IDLE_SECONDS = 20
const MOST_IDLE_SECONDS = 119

/** Agent states of voice; UCCX's masks end at RESERVED. */
const AGENT_STATE_MASK: Readonly<Record<Dialect, number>> = {
  uccx: 2 * AGENT_STATE_MASKS.AGENT_RESERVED - 1,
  ucce: 2 * AGENT_STATE_MASKS.AGENT_HOLD - 1,
}

/** The events that tell how a call reached an agent, what became of it, and how it ended. */
const CALL_MSG_MASK =
  CALL_MSG_MASKS.BEGIN_CALL |
  CALL_MSG_MASKS.CALL_DELIVERED |
  CALL_MSG_MASKS.CALL_ESTABLISHED |
  CALL_MSG_MASKS.CALL_HELD |
  CALL_MSG_MASKS.CALL_RETRIEVED |
  CALL_MSG_MASKS.CALL_CONFERENCED |
  CALL_MSG_MASKS.CALL_TRANSFERRED |
  CALL_MSG_MASKS.CALL_DIVERTED |
  CALL_MSG_MASKS.CALL_CONNECTION_CLEARED |
  CALL_MSG_MASKS.CALL_CLEARED |
  CALL_MSG_MASKS.END_CALL

const CONFIG_MSG_MASK: Readonly<Record<Dialect, number>> = {
  uccx: UCCX_OPEN_CONFIG_MASKS.AGENT | UCCX_OPEN_CONFIG_MASKS.CSQ,
  ucce: UCCE_CONFIG_MASKS.AGENT | UCCE_CONFIG_MASKS.SKILL_GROUP,
}

/** CallMsgMask. UCCE counts the events of teams among those of calls; UCCX has no bit for them. */
const callMsgMaskOf = (dialect: Dialect, { calls, teams }: SessionServices): number =>
  (calls === true ? CALL_MSG_MASK : 0) | (teams === true && dialect === 'ucce' ? CALL_MSG_MASKS.AGENT_TEAM_CONFIG : 0)

/** ServicesRequested. */
export function servicesOf(dialect: Dialect, version: number, services: SessionServices): number {
  return (
    (services.events === false ? 0 : SERVICE_MASKS.ALL_EVENTS) |
    (services.config === true ? SERVICE_MASKS.CONFIG_EVENTS : 0) |
    (services.teams === true ? SERVICE_MASKS.SUPERVISOR : 0) |
    (services.control === true ? SERVICE_MASKS.CLIENT_CONTROL : 0) |
    (dialect === 'ucce' && version >= ACTIVE_STANDBY_SINCE ? SERVICE_MASKS.ACTIVE_STANDBY : 0)
  )
}

/**
 * IdleTimeout: after so many seconds without a word the server resets the connection. The guides ask for twice or four times the
 * heartbeat interval, at least 20 and below 120; four times within these bounds satisfies all of them.
 */
export const idleTimeoutOf = (heartbeatSeconds: number): number =>
  Math.min(MOST_IDLE_SECONDS, Math.max(LEAST_IDLE_SECONDS, IDLE_HEARTBEATS * heartbeatSeconds))

/** The OPEN_REQ with which a session for all events begins. */
export function openRequest(
  dialect: Dialect,
  version: number,
  invokeId: number,
  options: OpenOptions,
): MessageInput<'OPEN_REQ'> {
  return {
    type: 'OPEN_REQ',
    invokeId,
    versionNumber: version,
    idleTimeout: idleTimeoutOf(options.heartbeatSeconds),
    servicesRequested: servicesOf(dialect, version, options),
    callMsgMask: callMsgMaskOf(dialect, options),
    agentStateMask: options.events === false ? 0 : AGENT_STATE_MASK[dialect],
    configMsgMask: options.config === true ? CONFIG_MSG_MASK[dialect] : 0,
    clientId: options.clientId,
    clientPassword: new TextEncoder().encode(`${options.clientPassword?.() ?? ''}\0`),
    clientSignature: options.clientSignature ?? options.clientId,
  }
}
