/**
 * What a FinesseError of the transport says, beside its code: for logs, and for administrators at a terminal. Browsers take those of
 * fault-words-browser.ts instead, by the name `#fault-words`.
 * @param what Method and address of the request.
 */
import { withoutAdvice } from '../cti/certificate-fault.ts'
import type { ApiError } from './api-errors.ts'
import type { FinesseErrorCode } from './errors.ts'

/** A credential that cannot stand in a header. */
export const unsendableWords = (what: string): string =>
  `${what}: not sent, the credential has characters no header can have.`

/** No answer, or not all of it, in this time. */
export const lateWords = (what: string, timeoutMs: number): string =>
  `${what}: no complete answer within ${timeoutMs} ms.`

/** @param error What fetch threw. */
export const unreachableWords = (what: string, error: unknown): string =>
  `${what}: the server cannot be reached${reasonOf(error)}. Check its name, port and certificate.`

/** @param cause Why the answer cannot be read. */
export const unreadWords = (what: string, cause: Error): string => `${what}: the answer is not read. ${cause.message}`

/** @param location The header; only its origin is named. */
export function redirectedWords(what: string, location: string | null): string {
  const target = URL.parse(location ?? '')?.origin
  const whither = target === undefined ? '' : ` to ${target}`
  return `${what}: redirected${whither}. Configure the address that Finesse redirects to.`
}

/** What to do about a refusal, where Finesse's own words do not say it. */
const ADVICE: Partial<Record<FinesseErrorCode, string>> = {
  'finesse-unauthorized': 'the user name or password is wrong, or this user may not do this',
  'finesse-forbidden': 'this user may not do this here',
  'finesse-not-found': 'Finesse does not know it',
  'finesse-unavailable': 'Finesse is out of service',
  'finesse-server-error': 'Finesse failed; its own logs say why',
  'finesse-refused': 'Finesse refuses it',
}

/** An answer that is no success, with what Finesse said of it. */
export function refusedWords(
  what: string,
  { status, code, apiErrors }: { status: number; code: FinesseErrorCode; apiErrors: readonly ApiError[] },
): string {
  const words = apiErrors.map(({ errorType, errorMessage, errorData }) =>
    [errorType, errorMessage, errorData].filter((part) => part !== '').join(', '),
  )
  const said = words.length === 0 ? '' : ` (Finesse says: ${words.join('; ').slice(0, 500)})`
  return `${what}: status ${status}, ${ADVICE[code] ?? 'refused'}${said}.`
}

/** The innermost reason why a connection failed, such as ECONNREFUSED. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  const reason = cause instanceof Error ? cause.message : ''
  return reason === '' ? '' : ` (${withoutAdvice(reason)})`
}
