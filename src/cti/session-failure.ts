import { LOST_HEARTBEATS } from './heartbeat.ts'
import type { LinkReason, LinkStatus } from './link-status.ts'
import { STATUS_CODES, statusText } from './status-codes.ts'

/** What ended a session or a try at one, and whether the server itself pointed elsewhere. */
export type Failure = {
  readonly status: LinkStatus
  readonly reason: LinkReason
  readonly text: string
  readonly statusCode: number | null
  readonly elsewhere: boolean
}

/** Status codes of servers that do not serve now, though nothing is wrong with the client. */
const AWAY: Readonly<Record<number, readonly [LinkStatus, LinkReason]>> = {
  [STATUS_CODES.SERVER_NOT_MASTER]: ['standby', 'server-not-master'],
  [STATUS_CODES.INVALID_CLIENT_FOR_STANDBY]: ['standby', 'standby-session'],
  [STATUS_CODES.SERVER_IN_MAINTENANCE_MODE]: ['lost', 'maintenance'],
  [STATUS_CODES.CTI_SERVER_OFFLINE]: ['lost', 'server-offline'],
}

/** Does a server say with this status that it does not serve, or not any more? */
export const isAway = (statusCode: number): boolean => statusCode in AWAY

const lost = (reason: LinkReason, text: string, elsewhere = false): Failure => ({
  status: 'lost',
  reason,
  text,
  statusCode: null,
  elsewhere,
})

const because = (cause: string | undefined): string => (cause === undefined ? '.' : `: ${cause}.`)

export const connectFailed = (server: string, cause: string | undefined): Failure =>
  lost('connect-failed', `Cannot connect to ${server}${because(cause)}`)

export const connectTimedOut = (server: string, ms: number): Failure =>
  lost('connect-timeout', `No connection to ${server} within ${ms / 1000} s.`)

export const openTimedOut = (server: string, ms: number): Failure =>
  lost('open-timeout', `${server} did not answer OPEN_REQ within ${ms / 1000} s.`)

export const closedUnanswered = (server: string, cause: string | undefined): Failure =>
  lost('cti-link-lost', `${server} closed the connection instead of answering OPEN_REQ${because(cause)}`)

export const connectionLost = (server: string, cause: string | undefined): Failure =>
  lost('cti-link-lost', `The connection to ${server} broke${because(cause)}`)

export const heartbeatLost = (server: string): Failure =>
  lost('heartbeat-lost', `${server} did not answer ${LOST_HEARTBEATS} heartbeats.`)

export const brokenFrame = (server: string, fault: string): Failure =>
  lost('broken-frame', `${server} sent what is no message: ${fault}`)

/** UCCX's SYSTEM_EVENT to all its clients. */
export const ccxOffline = (server: string): Failure =>
  lost('server-offline', `${server} reports that Unified CCX is offline.`, true)

export const inMaintenance = (server: string): Failure => lost('maintenance', `${server} goes into maintenance.`, true)

export const stoppedOnRequest = (server: string): Failure =>
  lost('stopped', `The link to ${server} was closed on request.`)

/** The session waits at a side that does not serve now. */
export const onStandby = (server: string): Failure => ({
  status: 'standby',
  reason: 'standby-session',
  text: `${server} is on standby; the session waits there until it serves.`,
  statusCode: null,
  elsewhere: true,
})

/** The server did not open the session. */
export function refused(server: string, statusCode: number): Failure {
  const [status, reason] = AWAY[statusCode] ?? (['refused', 'refused'] as const)
  const text = `${server} refused the session with status ${statusText(statusCode)}.`
  return { status, reason, text, statusCode, elsewhere: isAway(statusCode) }
}

/** The server opened a session in which no agent would be heard: that is none. */
export const withoutEvents = (server: string, granted: number): Failure => ({
  status: 'refused',
  reason: 'refused',
  text:
    `${server} opened a session but grants no events of agents (ServicesGranted 0x${granted.toString(16)}). ` +
    'Look in the CTI server’s configuration and log for why it grants less than it is asked for.',
  statusCode: null,
  elsewhere: false,
})

/** The server ended a session that was open. */
export function wentAway(server: string, statusCode: number): Failure {
  const [status, reason] = AWAY[statusCode] ?? (['lost', 'server-offline'] as const)
  const text = `${server} ended the session with status ${statusText(statusCode)}.`
  return { status, reason, text, statusCode, elsewhere: isAway(statusCode) }
}
