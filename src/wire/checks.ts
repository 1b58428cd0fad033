import { MAX_AGENT_ID } from '../cti/agent-key.ts'
import { isReasonCode, type ReasonCode } from '../cti/reason-code.ts'
import { isReasonCodeId, type ReasonCodeId } from '../finesse/reason-code-id.ts'
import { AGENT_STATES } from '../history/agent-state.ts'
import type { Instant } from '../history/observation.ts'
import { MAX_TEXT } from './short-text.ts'

/**
 * Is a value what it should be? What the relay says is accepted by looking at it, without a copy: an answer holds thousands of
 * observations, which takes a schema's parser five times as long, and the parser is more script than all of these.
 */
export type Check<T> = (value: unknown) => value is T

export const isText =
  (max: number, min = 0): Check<string> =>
  (value): value is string =>
    typeof value === 'string' && value.length >= min && value.length <= max

export const isOneOf =
  <T extends string>(words: readonly T[]): Check<T> =>
  (value): value is T =>
    words.includes(value as T)

export const isNullOr =
  <T>(is: Check<T>): Check<T | null> =>
  (value): value is T | null =>
    value === null || is(value)

/** For what an older relay does not tell, or what does not always apply. */
export const isAbsentOr =
  <T>(is: Check<T>): Check<T | undefined> =>
  (value): value is T | undefined =>
    value === undefined || is(value)

export const isListOf =
  <T>(is: Check<T>): Check<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.every(is)

/** An object with these fields, looked at in this order; what else it has stays in it. */
export function hasFields<T>(fields: { readonly [Name in keyof T]-?: Check<T[Name]> }): Check<T> {
  const names = Object.keys(fields) as (keyof T)[]
  return (value): value is T =>
    typeof value === 'object' && value !== null && names.every((name) => fields[name]((value as T)[name]))
}

export const isAnyOf =
  <T>(...checks: readonly Check<T>[]): Check<T> =>
  (value): value is T =>
    checks.some((is) => is(value))

export const isBoolean: Check<boolean> = (value): value is boolean => typeof value === 'boolean'

export const isInteger: Check<number> = (value): value is number => Number.isSafeInteger(value)

/** A number of things, a sum of milliseconds, or a place in the relay's history, where 0 stands before the first observation. */
export const isCount: Check<number> = (value): value is number => isInteger(value) && value >= 0

/** A part of a whole, 0 to 1. */
export const isShare: Check<number> = (value): value is number => typeof value === 'number' && value >= 0 && value <= 1

/** A moment: UTC, ISO 8601 with milliseconds and `Z`. */
export const isInstant: Check<Instant> = (value): value is Instant =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) &&
  !Number.isNaN(Date.parse(value))

export const isAgentId = isText(MAX_AGENT_ID, 1)

export const isShortText = isText(MAX_TEXT)

/** What a person wrote, or the relay for one: as long as the message lets it be. */
export const isAnyText = isText(Infinity)

export const isState = isOneOf(AGENT_STATES)

export const isCode: Check<ReasonCode> = (value): value is ReasonCode =>
  typeof value === 'number' && isReasonCode(value)

export const isCodeId: Check<ReasonCodeId> = (value): value is ReasonCodeId =>
  typeof value === 'number' && isReasonCodeId(value)
