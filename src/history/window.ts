import type { Entry } from './entry.ts'

/**
 * A stretch of time from a moment up to, and without, another: milliseconds since 1970 UTC on the relay's clock. Where both
 * are one moment it is that moment alone.
 */
export type Window = { readonly from: number; readonly to: number }

/** Did an entry last in a window, or lasts it there? What a gap ended in the moment it began lasted for no time, but it was. */
export function lastsIn({ from, to }: Pick<Entry, 'from' | 'to'>, window: Window): boolean {
  const end = to ?? Infinity
  if (window.from === window.to) return from <= window.from && end > window.from
  return from < window.to && (end > window.from || from >= window.from)
}
