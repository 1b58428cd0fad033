import type { Entry } from '../../history/entry.ts'
import { type DayRecord, SLOT_MS } from '../floor/day-book.ts'
import { STATE_GROUPS, type StateGroup, stateGroup } from './state-group.ts'
import { midnightBefore, place, type Range, todayOf } from './time-axis.ts'

/** A bar has so many columns, each of the group that took most of its time: it is hardly wider in pixels. */
export const BAR_COLUMNS = 66

/** A day's states as a bar. */
export type DayBar = {
  /** An outline for each group that is in it, in a box of `BAR_COLUMNS` by 1. */
  readonly outlines: readonly { readonly group: StateGroup; readonly d: string }[]
  /** How long each group lasted today, in milliseconds. */
  readonly sums: ReadonlyMap<StateGroup, number>
}

const GROUPS = STATE_GROUPS.length

/** Time by column and group. */
class Columns {
  readonly #ms = new Float64Array(BAR_COLUMNS * GROUPS)
  readonly #range: Range

  constructor(range: Range) {
    this.#range = range
  }

  add(group: number, from: number, to: number): void {
    const range = this.#range
    if (to <= range.from || from >= range.to) return
    const [start, end] = [place(from, range) * BAR_COLUMNS, place(to, range) * BAR_COLUMNS]
    for (let column = Math.floor(start); column < end; column++) {
      const index = column * GROUPS + group
      this.#ms[index] = (this.#ms[index] ?? 0) + Math.min(end, column + 1) - Math.max(start, column)
    }
  }

  /** The group with most time in a column; null where nobody knows any. */
  groupAt(column: number): StateGroup | null {
    let [most, found]: [number, StateGroup | null] = [0, null]
    for (const [index, group] of STATE_GROUPS.entries()) {
      const ms = this.#ms[column * GROUPS + index] ?? 0
      if (ms > most) [most, found] = [ms, group]
    }
    return found
  }
}

/**
 * Today's states: what of them was forgotten, then the entries that are there, oldest first.
 * @param begin Where the bars of all agents begin, so that they can be compared: when the first of them signed in.
 */
export function dayBar(record: DayRecord | null, entries: readonly Entry[], now: number, begin: number): DayBar {
  const range = todayOf(now, begin)
  const midnight = midnightBefore(now)
  const columns = new Columns(range)
  const sums = new Map<StateGroup, number>()
  const count = (group: StateGroup, ms: number): void => void sums.set(group, (sums.get(group) ?? 0) + ms)
  for (const [slot, kept] of record?.slots.entries() ?? []) {
    if (kept > 0) columns.add(kept - 1, midnight + slot * SLOT_MS, midnight + (slot + 1) * SLOT_MS)
  }
  for (const { state, timeMs } of record?.sum.totals.reasons ?? []) count(stateGroup(state), timeMs)
  for (const { state, from, to } of entries) {
    const end = to ?? now
    const group = stateGroup(state)
    columns.add(STATE_GROUPS.indexOf(group), from, end)
    if (end > midnight) count(group, end - Math.max(from, midnight))
  }
  return { outlines: outlines(columns), sums }
}

function outlines(columns: Columns): DayBar['outlines'] {
  const found = new Map<StateGroup, string>()
  for (let column = 0; column < BAR_COLUMNS;) {
    const group = columns.groupAt(column)
    const start = column
    while (column < BAR_COLUMNS && columns.groupAt(column) === group) column += 1
    if (group !== null) found.set(group, `${found.get(group) ?? ''}M${start} 0H${column}V1H${start}Z`)
  }
  return [...found].map(([group, d]) => ({ group, d }))
}
