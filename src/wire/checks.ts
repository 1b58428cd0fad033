/**
 * Is a value from outside what it should be? The gadget accepts by looking, without a copy: an answer of the relay holds
 * thousands of observations, which take a schema's parser five times as long, and the parser is more script than all of these.
 */
export type Check<T> = (value: unknown) => value is T

export const isText =
  (max: number, min = 0): Check<string> =>
  (value): value is string =>
    typeof value === 'string' && value.length >= min && value.length <= max

export const isOneOf =
  <T>(words: readonly T[]): Check<T> =>
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
  <T>(is: Check<T>, max = Infinity): Check<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.length <= max && value.every(is)

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
