import { controlFailureText } from './control-failure-codes.ts'
import type { Message } from './messages.ts'
import { statusText } from './status-codes.ts'

/**
 * - `refused`: the server answered FAILURE_CONF (`statusCode`) or CONTROL_FAILURE_CONF (`failureCode`).
 * - `timeout`: no answer came in time; whether the request took effect is not known.
 * - `not-open`: there is no open session; nothing was sent.
 * - `link-lost`: the session ended before the answer; whether the request took effect is not known.
 */
export type CtiRequestErrorCode = 'refused' | 'timeout' | 'not-open' | 'link-lost'

/** A request that the CTI server did not confirm. */
export class CtiRequestError extends Error {
  override readonly name = 'CtiRequestError'
  readonly code: CtiRequestErrorCode
  /** Status of FAILURE_CONF. */
  readonly statusCode: number | null
  /** FailureCode of CONTROL_FAILURE_CONF. */
  readonly failureCode: number | null

  constructor(
    code: CtiRequestErrorCode,
    message: string,
    answer: { readonly statusCode?: number; readonly failureCode?: number } = {},
  ) {
    super(message)
    this.code = code
    this.statusCode = answer.statusCode ?? null
    this.failureCode = answer.failureCode ?? null
  }
}

/** The refusal that a server's answer is. */
export function refusalOf(request: string, answer: Message<'FAILURE_CONF' | 'CONTROL_FAILURE_CONF'>): CtiRequestError {
  const said = answer.text ? ` (“${answer.text}”)` : ''
  return answer.type === 'FAILURE_CONF'
    ? new CtiRequestError(
        'refused',
        `The CTI server refused ${request} with status ${statusText(answer.status)}${said}.`,
        {
          statusCode: answer.status,
        },
      )
    : new CtiRequestError(
        'refused',
        `The CTI server refused ${request}: ${controlFailureText(answer.failureCode)}${said}.`,
        {
          failureCode: answer.failureCode,
        },
      )
}
