/**
 * What the link to a CTI server (pair) is doing. `standby`: the server reached is not the one that serves; `refused`: it will not
 * open a session for this client; `lost`: there was or could be a session and there is none. Only `open` hears events.
 */
export type LinkStatus = 'connecting' | 'open' | 'standby' | 'lost' | 'refused'

/** Why a link has its status. */
export type LinkReason =
  | 'starting'
  | 'session-open'
  | 'server-not-master'
  | 'standby-session'
  | 'connect-failed'
  | 'connect-timeout'
  | 'open-timeout'
  | 'cti-link-lost'
  | 'heartbeat-lost'
  | 'server-offline'
  | 'maintenance'
  | 'broken-frame'
  | 'refused'
  | 'stopped'

/** A link's new status, and all that there is to say about it. */
export type LinkChange = {
  readonly status: LinkStatus
  readonly reason: LinkReason
  /** The same for a person, with the server's name and what it answered. */
  readonly text: string
  /** `host:port` of the server it is about. */
  readonly server: string
  /** The protocol version asked for, or agreed on where the status is `open`. */
  readonly version: number
  /** The server's status code, where it answered with one. */
  readonly statusCode: number | null
}
