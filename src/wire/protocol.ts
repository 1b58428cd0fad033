/** The WebSocket subprotocol: its number changes when an older party could misread a newer one. */
export const SUBPROTOCOL = 'reason-history.v1'

/** The paths of the relay that a gadget uses. */
export const SESSION_PATH = '/v1/session'
export const EVENTS_PATH = '/v1/events'

/** The first message must come within this time after the socket opened. */
export const HELLO_TIMEOUT_MS = 5_000

/** Largest message a gadget may send, in bytes. */
export const MAX_CLIENT_MESSAGE_BYTES = 8 * 1024

/** A ticket opens one socket, within this time. */
export const TICKET_LIFETIME_MS = 30_000

/** A socket must be renewed with a fresh ticket within this time, so that whoever is no supervisor any more is cut off. */
export const SESSION_LIFETIME_MS = 15 * 60_000

/** Without `since` or `resume`, the relay starts this far back. */
export const DEFAULT_SINCE_MS = 24 * 3_600_000

/** Longest span of one history request. */
export const MAX_HISTORY_SPAN_MS = 31 * 24 * 3_600_000

/** Upper bound of the agents that one request for a report may name. */
export const MAX_REPORT_AGENTS = 200

/** Longest frame that can be asked about, as hex: with the rest of the request it has to fit into a gadget's message. */
export const MAX_FRAME = 6_000

/** The cursor is sent at least this often, with nothing new as well, so that a resume starts close by. */
export const CURSOR_INTERVAL_MS = 5_000

/**
 * Why the relay ended a socket or refused a request. Each code is sent in an `error` message;
 * those with a close code end the socket with it, the others answer one request and leave it open.
 */
export const SOCKET_ERRORS = {
  version: 4400,
  'bad-message': 4401,
  'message-too-large': 4402,
  'hello-timeout': 4403,
  'ticket-unknown': 4404,
  'ticket-used': 4405,
  'ticket-expired': 4406,
  'team-out-of-scope': 4407,
  'slow-consumer': 4408,
  'too-many-requests': 4409,
  'session-expired': 4410,
  'agent-out-of-scope': null,
  'range-invalid': null,
  'history-unavailable': null,
  'too-many-reports': null,
  'going-away': 1001,
  internal: 1011,
} as const

export type SocketErrorCode = keyof typeof SOCKET_ERRORS

/** The stable codes of the relay's HTTP errors, each with its status. */
export const HTTP_ERRORS = {
  'bad-request': 400,
  'credential-missing': 401,
  'credential-refused': 401,
  'not-a-supervisor': 403,
  'origin-refused': 403,
  'not-found': 404,
  'too-many-requests': 429,
  'request-too-large': 413,
  'finesse-away': 503,
  'relay-not-ready': 503,
  internal: 500,
} as const

export type HttpErrorCode = keyof typeof HTTP_ERRORS
