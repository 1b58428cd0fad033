import type { Entry } from './entry.ts'
import { firstIndex } from './sorted.ts'

/**
 * The entry that lasted at a moment; null in a gap, before the first one, and after the last where a gap ended it.
 * @param entries One agent's, oldest first.
 * @param t Milliseconds on the relay's clock. Where one entry ends and the next begins it is the next.
 */
export function entryAt(entries: readonly Entry[], t: number): Entry | null {
  const entry = entries[firstIndex(entries, ({ from }) => from > t) - 1]
  return entry && (entry.to === null || entry.to > t) ? entry : null
}
