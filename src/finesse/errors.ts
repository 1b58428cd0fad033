import type { ApiError } from './api-errors.ts'

/**
 * - `xml-too-large`: longer than the bound
 * - `xml-doctype`: has a DOCTYPE or an ENTITY, which Finesse never sends
 * - `xml-malformed`: not well-formed, or nested too deeply
 * - `xml-unexpected`: well-formed, but not the document that was expected
 */
export type FinesseXmlErrorCode = 'xml-too-large' | 'xml-doctype' | 'xml-malformed' | 'xml-unexpected'

/** A document of Finesse that cannot be read. */
export class FinesseXmlError extends Error {
  override readonly name = 'FinesseXmlError'
  readonly code: FinesseXmlErrorCode

  constructor(code: FinesseXmlErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/**
 * - `finesse-unauthorized` (401), `finesse-forbidden` (403), `finesse-not-found` (404), `finesse-unavailable` (503)
 * - `finesse-refused`: every other 4xx; ApiErrors say why
 * - `finesse-server-error`: every other 5xx
 * - `finesse-redirected`: 3xx; not followed, for the credential would go along
 * - `finesse-timeout`, `finesse-unreachable`: no answer
 * - `finesse-malformed`: an answer that cannot be read; the cause says why
 */
export type FinesseErrorCode =
  | 'finesse-unauthorized'
  | 'finesse-forbidden'
  | 'finesse-not-found'
  | 'finesse-refused'
  | 'finesse-unavailable'
  | 'finesse-server-error'
  | 'finesse-redirected'
  | 'finesse-timeout'
  | 'finesse-unreachable'
  | 'finesse-malformed'

export type FinesseErrorDetails = {
  /** The HTTP status; null where there was no answer. */
  readonly status?: number | null
  /** What Finesse said of it; empty where it said nothing. */
  readonly apiErrors?: readonly ApiError[]
  readonly cause?: unknown
}

/** A request to Finesse that failed. The message names server and path, never the credential. */
export class FinesseError extends Error {
  override readonly name = 'FinesseError'
  readonly code: FinesseErrorCode
  readonly status: number | null
  readonly apiErrors: readonly ApiError[]

  constructor(code: FinesseErrorCode, message: string, { status, apiErrors, cause }: FinesseErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.status = status ?? null
    this.apiErrors = apiErrors ?? []
  }
}
