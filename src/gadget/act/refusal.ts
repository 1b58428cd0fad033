import type { ApiError } from '../../finesse/api-errors.ts'
import type { FinesseError } from '../../finesse/errors.ts'

/** Why Finesse did not do what was asked of it. */
export type Refusal = {
  /** A RefusalCode or, where Finesse gave no reason, a FinesseErrorCode. */
  readonly code: string
  /** Finesse's own words; empty where it had none. */
  readonly said: string
}

/** What the gadget has words of its own for. */
export type RefusalCode =
  | 'reason-not-allowed'
  | 'reason-required'
  | 'not-your-agent'
  | 'not-signed-in'
  | 'no-such-agent'
  | 'impossible-now'
  | 'busy'
  | 'one-pending-only'
  | 'refused'

/** By ErrorData, by the name of the CTI control failure, then by ErrorType (reference, 2.4 and 4): the first that is known. */
const CODES: ReadonlyMap<string, RefusalCode> = new Map<string, RefusalCode>([
  ['finesse.api.reasoncode.not_allowed', 'reason-not-allowed'],
  ['finesse.api.reasoncode.require_reasoncode', 'reason-required'],
  ['CF_RESOURCE_BUSY', 'busy'],
  ['CF_INVALID_AGENT_WORKMODE', 'one-pending-only'],
  ['CF_INVALID_OBJECT_STATE', 'impossible-now'],
  ['Invalid Supervisor', 'not-your-agent'],
  ['Invalid Authorization User Specified', 'not-your-agent'],
  ['Authorization Failure', 'not-signed-in'],
  ['User Not Found', 'no-such-agent'],
  ['Invalid State', 'impossible-now'],
])

/** What an answer or a notification with ApiErrors says. */
export function refusalOf(apiErrors: readonly ApiError[]): Refusal {
  const keys = apiErrors.flatMap(({ errorData, errorMessage, errorType }) => [errorData, errorMessage, errorType])
  const known = keys.find((key) => CODES.has(key))
  const said = apiErrors.map(({ errorType, errorMessage, errorData, peripheralErrorText }) =>
    [errorType, errorMessage, errorData, peripheralErrorText ?? ''].filter((part) => part !== '').join(', '),
  )
  return { code: (known === undefined ? undefined : CODES.get(known)) ?? 'refused', said: said.join('; ') }
}

/** The same of a request that failed: with ApiErrors, or without any answer. */
export const refusalOfError = (error: FinesseError): Refusal =>
  error.apiErrors.length > 0 ? refusalOf(error.apiErrors) : { code: error.code, said: '' }
