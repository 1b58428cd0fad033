import type { Instant } from './observation.ts'

/** Thrown for an observation that cannot have its place in a history. `code` is stable. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError'
  readonly code = 'unreadable-instant'
}

/**
 * The milliseconds since 1970 UTC of an instant.
 * @throws {HistoryError} `unreadable-instant` where the text is no moment.
 */
export function millisOf(instant: Instant): number {
  const millis = Date.parse(instant)
  if (Number.isNaN(millis)) throw new HistoryError(`"${instant.slice(0, 40)}" is no moment`)
  return millis
}
