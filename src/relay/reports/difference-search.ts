import { DIFFERENCES, type Entry } from '../../history/entry.ts'
import type { Window } from '../../history/window.ts'
import { EntryReader, type EntryReaderOptions } from './entry-reader.ts'

const HOUR_MS = 3_600_000

/** How much of the history is looked at first, and at most, in one go. Milliseconds. */
const FIRST_WINDOW_MS = 4 * HOUR_MS
const LAST_WINDOW_MS = 48 * HOUR_MS

/** Where a search starts, whom it is about, and which way it goes. */
export type DifferenceSearch = Omit<EntryReaderOptions, 'window'> & {
  readonly agentIds: readonly string[]
  /** Milliseconds on the relay's clock; what began then is not meant. */
  readonly from: number
  readonly direction: 'next' | 'previous'
}

/** How much of the history has been looked at, 0 to 1, and what was found; null: nothing yet. */
export type SearchStep = { readonly share: number; readonly entry: Entry | null }

/**
 * Looks for the first entry that began after a moment, or the last before it, on which the two sides differ; of several of
 * one moment it is that of the agent named first. The last step has it, or null where there is none.
 */
export async function* searchDifference(search: DifferenceSearch): AsyncGenerator<SearchStep> {
  const { agentIds, from, direction, now, keptSince } = search
  const isNext = direction === 'next'
  const end = isNext ? now : keptSince
  const whole = Math.abs(end - from)
  let reached = from
  for (
    let width = FIRST_WINDOW_MS;
    isNext ? reached < end : reached > end;
    width = Math.min(2 * width, LAST_WINDOW_MS)
  ) {
    const window: Window = isNext
      ? { from: reached, to: Math.min(end, reached + width) }
      : { from: Math.max(end, reached - width), to: reached }
    const reader = await EntryReader.open({ ...search, window })
    let found: Entry | null = null
    for (const [index, agentId] of agentIds.entries()) {
      for await (const { entries } of reader.entries(agentId)) {
        for (const entry of entries) {
          const isInside = entry.from >= window.from && entry.from < window.to && entry.from !== from
          if (!isInside || !DIFFERENCES.has(entry.verdict)) continue
          if (found === null || (isNext ? entry.from < found.from : entry.from > found.from)) found = entry
        }
      }
      const done = Math.abs(reached - from) + ((window.to - window.from) * (index + 1)) / agentIds.length
      yield { share: Math.min(1, done / whole), entry: null }
    }
    if (found) {
      yield { share: 1, entry: found }
      return
    }
    reached = isNext ? window.to : window.from
  }
  yield { share: 1, entry: null }
}
