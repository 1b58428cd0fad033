import type { HttpErrorCode, SocketErrorCode } from '../../wire/protocol.ts'

/**
 * Why the relay cannot be used: its own codes, and those of a way to it that fails.
 * `unreachable`: no connection; `timeout`: no answer in time; `bad-answer`: something that no relay of ours says;
 * `silent`: nothing was heard on an open socket; `closed`: the socket ended without a word, or is not there; `unconfigured`:
 * no relay is set up; `relay-too-old`: it cannot do what is asked for.
 */
export type RelayErrorCode =
  | HttpErrorCode
  | SocketErrorCode
  | 'unreachable'
  | 'timeout'
  | 'bad-answer'
  | 'silent'
  | 'closed'
  | 'unconfigured'
  | 'relay-too-old'

/** After these a new try would meet the same answer: somebody has to change something first. */
const FINAL: ReadonlySet<string> = new Set<RelayErrorCode>([
  'credential-missing',
  'credential-refused',
  'not-a-supervisor',
  'origin-refused',
  'version',
])

/** What else is known of a fault. `said`: the relay's own words; people are told those of the texts, in every language. */
type Details = { readonly said?: string; readonly cause?: unknown; readonly retryAfterMs?: number | null }

/** A fault of the relay or of the way to it. `code` is a RelayErrorCode, or one that a newer relay has. */
export class RelayError extends Error {
  readonly code: string
  /** When the relay asked for a pause: how long, in milliseconds. */
  readonly retryAfterMs: number | null

  constructor(code: string, { said = code, cause, retryAfterMs = null }: Details = {}) {
    super(said, { cause })
    this.name = 'RelayError'
    this.code = code
    this.retryAfterMs = retryAfterMs
  }

  /** Would trying again by itself be useless, or lock the supervisor out of Finesse? */
  get isFinal(): boolean {
    return FINAL.has(this.code)
  }
}
