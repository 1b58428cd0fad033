import { HTTP_ERRORS, type HttpErrorCode } from '../../wire/protocol.ts'
import { RelayError } from '../relay-error.ts'

/** A request that is answered with an error: its code decides the status. */
export class RequestError extends RelayError {
  override readonly code: HttpErrorCode
  /** Seconds after which another try makes sense. */
  readonly retryAfter: number | undefined

  constructor(code: HttpErrorCode, message: string, options: { cause?: unknown; retryAfter?: number } = {}) {
    super(code, message, options.cause)
    this.name = 'RequestError'
    this.code = code
    this.retryAfter = options.retryAfter
  }

  get status(): number {
    return HTTP_ERRORS[this.code]
  }
}
