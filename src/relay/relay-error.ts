/** A fault of the relay that an administrator can act on: a stable code to search for, and what to do in words. */
export class RelayError extends Error {
  readonly code: string

  constructor(code: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'RelayError'
    this.code = code
  }
}
