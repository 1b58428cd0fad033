import { CtiProtocolError } from '../../src/cti/protocol-error.ts'

/** What bytes of a server may be refused with. */
const CODES: ReadonlySet<string> = new Set(['frame-too-long', 'frame-length', 'fixed-part-truncated', 'field-overrun'])

/** What comes of a try: its result, or the typed error. Any other error goes on. */
export function outcomeOf<T>(attempt: () => T): T | CtiProtocolError {
  try {
    return attempt()
  } catch (error) {
    if (!(error instanceof CtiProtocolError) || !CODES.has(error.code)) throw error
    return error
  }
}
