import type { Dialect } from '../dialect.ts'
import type { FixedField, FloatingField } from './field.ts'

/** Does a message of this version have this fixed field? */
export function isFixedFieldIn(field: FixedField, dialect: Dialect, version: number): boolean {
  const since = field.since === undefined ? 0 : (field.since[dialect] ?? Infinity)
  return version >= since && version <= (field.until?.[dialect] ?? Infinity)
}

/** May a message of this version be given this floating field? A tag of two bytes does not fit where tags have one. */
export function isFloatingFieldIn(field: FloatingField, dialect: Dialect, version: number, tagBytes: number): boolean {
  const since = field.since === undefined ? 0 : (field.since[dialect] ?? Infinity)
  return version >= since && field.tag < 2 ** (8 * tagBytes)
}

/** What the encoder writes for a field without a value, or undefined where it has to be given. */
export function fillOf(field: FixedField, dialect: Dialect): number | boolean | undefined {
  return typeof field.fill === 'object' ? field.fill[dialect] : field.fill
}
