/**
 * What errors and reports of this folder say, beside their codes: for logs, and for administrators at a terminal. Browsers take those
 * of fault-words-browser.ts instead, by the name `#fault-words`. `what` is the method and the address of a request.
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

/** Longest part of a text from outside that goes into a message: a parser can quote the whole document. */
const MAX_DETAIL = 200

const cut = (text: string): string => (text.length <= MAX_DETAIL ? text : `${text.slice(0, MAX_DETAIL)}…`)

/** A document longer than what is read. @param unit E.g. `characters`. */
export const tooLongWords = (most: number, unit: string): string => `The document has more than ${most} ${unit}.`

/** A document with what Finesse never sends. */
export const doctypeWords = (): string => 'The document has a DOCTYPE or an ENTITY, which Finesse never sends.'

/** @param error What the parser threw. */
export const malformedWords = (error: unknown): string =>
  `This is no XML: ${cut(error instanceof Error ? error.message : String(error))}`

/** @param found The root that it has; undefined for none. */
export const otherRootWords = (name: string, found: string | undefined): string =>
  `The document should be a ${name} but is ${found === undefined ? 'empty' : `“${cut(found)}”`}.`

/** A document about nobody. */
export const namelessWords = (name: string): string => `The document should be a ${name} but names none.`

/** A notification of nothing. */
export const emptyUpdateWords = (): string => 'The notification has neither an object nor XML.'

/** A state that the API does not list. */
export const unknownStateWords = (state: string): string => `state “${state.slice(0, 40)}” is unknown`

/** @param name The element's. */
export const noTimeWords = (name: string, text: string): string => `${name} “${text.slice(0, 40)}” is no time`

/** A reason code that is none. */
export const leftOutWords = (code: string, category: string): string =>
  `reason code “${code.slice(0, 20)}” of category “${category.slice(0, 20)}” is left out`
