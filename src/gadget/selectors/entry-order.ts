import type { Entry } from '../../history/entry.ts'
import { compareTexts } from '../text-order.ts'
import { texts } from '../words/texts.ts'
import { comparison } from './comparison.ts'
import { reasonName } from './entry-words.ts'
import { verdictWords } from './why-words.ts'

/** The columns of the table of entries; the rows can be ordered by each. */
export const ENTRY_COLUMNS = ['from', 'duration', 'state', 'reason', 'cti', 'finesse', 'lag', 'verdict'] as const
export type EntryColumn = (typeof ENTRY_COLUMNS)[number]

/** What a column orders an entry by; null for nothing, which comes last. */
function keyOf(entry: Entry, column: EntryColumn, now: number, relayAwaySince: number | null): number | string | null {
  const { from, to, state, reason, cti, finesse, lag } = entry
  switch (column) {
    case 'from':
      return from
    case 'duration':
      return (to ?? now) - from
    case 'state':
      return texts.states[state]
    case 'reason':
      return reason && reasonName(reason)
    case 'cti':
      return cti && cti.reason
    case 'finesse':
      return finesse?.reason?.code ?? null
    case 'lag':
      return lag
    case 'verdict':
      return verdictWords(entry, comparison(entry, relayAwaySince))
  }
}

const compare = (a: number | string, b: number | string): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : compareTexts(String(a), String(b))

/**
 * Entries in the order of a column; those that are the same in it by their beginning, and those with nothing in it last.
 * @param entries Oldest first.
 * @param relayAwaySince As the floor has it.
 */
export function ordered(
  entries: readonly Entry[],
  { column, isDescending }: { readonly column: EntryColumn; readonly isDescending: boolean },
  now: number,
  relayAwaySince: number | null,
): readonly Entry[] {
  const keyed = entries.map((entry) => ({ entry, key: keyOf(entry, column, now, relayAwaySince) }))
  const some = keyed.filter((each): each is { entry: Entry; key: number | string } => each.key !== null)
  const none = keyed.filter(({ key }) => key === null)
  const sign = isDescending ? -1 : 1
  return [...some.toSorted((a, b) => sign * (compare(a.key, b.key) || a.entry.from - b.entry.from)), ...none].map(
    ({ entry }) => entry,
  )
}
