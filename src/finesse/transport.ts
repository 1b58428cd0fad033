import { lateWords, redirectedWords, refusedWords, unreachableWords, unreadWords, unsendableWords } from '#fault-words'
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
      throw new FinesseError('finesse-unauthorized', unsendableWords(what))
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
      throw new FinesseError('finesse-timeout', lateWords(what, timeoutMs), { cause: error })
    }
    throw new FinesseError('finesse-unreachable', unreachableWords(what, error), { cause: error })
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
    throw new FinesseError('finesse-malformed', unreadWords(what, cause), { status, cause })
  }
}

const CODES: Readonly<Record<number, FinesseErrorCode>> = {
  401: 'finesse-unauthorized',
  403: 'finesse-forbidden',
  404: 'finesse-not-found',
  503: 'finesse-unavailable',
}

/** The error for an answer that is no success. A browser shows a redirect that it may not follow as status 0. */
function refusal(what: string, { status, headers }: FinesseResponse, text: string): FinesseError {
  if (status === 0 || (status >= 300 && status < 400)) {
    return new FinesseError('finesse-redirected', redirectedWords(what, headers.get('location')), { status })
  }
  const code = CODES[status] ?? (status >= 500 ? 'finesse-server-error' : 'finesse-refused')
  const apiErrors = apiErrorsIn(text)
  return new FinesseError(code, refusedWords(what, { status, code, apiErrors }), { status, apiErrors })
}

/**
 * Refusals come with an ApiErrors document, or from in front of Finesse with a page that tells nothing. That is not read: of what
 * is no XML a browser's parser makes an element with a style, which a strict policy reports.
 */
function apiErrorsIn(text: string): readonly ApiError[] {
  if (!/apiErrors/i.test(text)) return []
  try {
    return parseApiErrors(text)
  } catch (error) {
    if (error instanceof FinesseXmlError) return []
    throw error
  }
}
