import { withoutAdvice } from '../cti/certificate-fault.ts'
import { type ApiError, parseApiErrors } from './api-errors.ts'
import { FinesseError, type FinesseErrorCode, FinesseXmlError } from './errors.ts'
import { type BodyHolder, readBody } from './read-body.ts'

/** The part of `fetch` that the client needs: that of browsers, Node and undici will do, and a wrapper of another way. */
export type FinesseFetch = (url: string, request: FinesseRequest) => Promise<FinesseResponse>

export type FinesseRequest = {
  readonly method: 'GET' | 'PUT'
  readonly headers: Record<string, string>
  readonly body?: string
  readonly signal: AbortSignal
  readonly redirect: 'manual'
  readonly credentials: 'omit'
  readonly cache: 'no-store'
}

export type FinesseResponse = BodyHolder & {
  readonly status: number
  readonly headers: { get(name: string): string | null }
}

export type TransportOptions = {
  readonly fetch: FinesseFetch
  /** The Authorization header, asked for at each request. */
  readonly authorization: () => string | Promise<string>
  readonly timeoutMs: number
  readonly maxBytes: number
}

/** A request as the API sees it. The query is no part of what errors name. */
export type ApiRequest = {
  readonly method: 'GET' | 'PUT'
  /** Without the query. */
  readonly url: string
  readonly query?: string
  readonly headers?: Record<string, string>
  readonly body?: string
}

/**
 * Sends one request and reads the whole answer, once.
 * @returns The body of a success.
 * @throws {FinesseError}
 */
export async function exchange(request: ApiRequest, options: TransportOptions): Promise<string> {
  const { method, url, query = '', headers, body } = request
  const { timeoutMs } = options
  const signal = AbortSignal.timeout(timeoutMs)
  const what = `${method} ${url}`
  try {
    const authorization = await options.authorization()
    // The error that fetch throws for such a header would quote it.
    if (!/^[\x20-\x7e]+$/.test(authorization)) {
      throw new FinesseError(
        'finesse-unauthorized',
        `${what}: not sent, the credential has characters no header can have.`,
      )
    }
    const sent: FinesseRequest = {
      method,
      headers: { ...headers, accept: 'application/xml', authorization },
      ...(body === undefined ? {} : { body }),
      signal,
      redirect: 'manual',
      // No cookies, and no password prompt of the browser after a 401.
      credentials: 'omit',
      cache: 'no-store',
    }
    const { fetch, maxBytes } = options
    const answer = fetch(url + query, sent).then((response) => readAnswer(response, maxBytes, what))
    return await withDeadline(signal, answer)
  } catch (error) {
    if (error instanceof FinesseError) throw error
    if (signal.aborted) {
      throw new FinesseError('finesse-timeout', `${what}: no complete answer within ${timeoutMs} ms.`, { cause: error })
    }
    const message = `${what}: the server cannot be reached${reasonOf(error)}. Check its name, port and certificate.`
    throw new FinesseError('finesse-unreachable', message, { cause: error })
  }
}

/** The same promise, but never later than the signal, also where whoever works on it does not heed the signal. */
async function withDeadline<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const end = (): void => late.reject(signal.reason as Error)
  signal.addEventListener('abort', end)
  try {
    return await Promise.race([work, late.promise])
  } finally {
    // Else the signal's timer would hold the answer for as long as it runs.
    signal.removeEventListener('abort', end)
  }
}

async function readAnswer(response: FinesseResponse, maxBytes: number, what: string): Promise<string> {
  const { status } = response
  try {
    const text = await readBody(response, maxBytes)
    if (status >= 200 && status < 300) return text
    throw refusal(what, response, text)
  } catch (cause) {
    if (!(cause instanceof FinesseXmlError)) throw cause
    throw new FinesseError('finesse-malformed', `${what}: the answer is not read. ${cause.message}`, { status, cause })
  }
}

const CODES: Readonly<Record<number, FinesseErrorCode>> = {
  401: 'finesse-unauthorized',
  403: 'finesse-forbidden',
  404: 'finesse-not-found',
  503: 'finesse-unavailable',
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

/** The error for an answer that is no success. A browser shows a redirect that it may not follow as status 0. */
function refusal(what: string, { status, headers }: FinesseResponse, text: string): FinesseError {
  if (status === 0 || (status >= 300 && status < 400)) {
    const target = URL.parse(headers.get('location') ?? '')?.origin
    const whither = target === undefined ? '' : ` to ${target}`
    const message = `${what}: redirected${whither}. Configure the address that Finesse redirects to.`
    return new FinesseError('finesse-redirected', message, { status })
  }
  const code = CODES[status] ?? (status >= 500 ? 'finesse-server-error' : 'finesse-refused')
  const apiErrors = apiErrorsIn(text)
  const words = apiErrors.map(({ errorType, errorMessage, errorData }) =>
    [errorType, errorMessage, errorData].filter((part) => part !== '').join(', '),
  )
  const said = words.length === 0 ? '' : ` (Finesse says: ${words.join('; ').slice(0, 500)})`
  return new FinesseError(code, `${what}: status ${status}, ${ADVICE[code] ?? 'refused'}${said}.`, {
    status,
    apiErrors,
  })
}

/** Refusals come with an ApiErrors document, or from in front of Finesse with a page that tells nothing. */
function apiErrorsIn(text: string): readonly ApiError[] {
  try {
    return parseApiErrors(text)
  } catch (error) {
    if (error instanceof FinesseXmlError) return []
    throw error
  }
}

/** The innermost reason why a connection failed, such as ECONNREFUSED. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  const reason = cause instanceof Error ? cause.message : ''
  return reason === '' ? '' : ` (${withoutAdvice(reason)})`
}
