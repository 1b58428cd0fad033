import { expect, it } from 'vitest'
import { type EntryColumn, ordered } from '../../../src/gadget/selectors/entry-order.ts'
import { at, cti, entriesOf, EVENING, finesse, labelled } from '../../history/heard.ts'

const ENTRIES = entriesOf([
  cti(0, 'READY'),
  finesse(0.2, 'READY'),
  cti(100, 'NOT_READY', 72),
  finesse(100.05, 'NOT_READY', labelled(72, 'IN MEETING', 2)),
  cti(200, 'READY'),
  cti(250, 'NOT_READY', 71),
  finesse(250.4, 'NOT_READY'),
])

/** The seconds at which the entries begin, in the order of a column. */
const order = (column: EntryColumn, isDescending = false): readonly number[] =>
  ordered(ENTRIES, { column, isDescending }, EVENING, null).map(({ from }) => (from - at(0)) / 1000)

it('entries come in the order of any column, the latest or the earliest first', () => {
  expect(order('from', true)).toEqual([250, 200, 100, 0])
  expect(order('duration')).toEqual([200, 0, 100, 250])
  expect(order('state')).toEqual([100, 250, 0, 200])
  expect(order('reason')).toEqual([100, 250, 0, 200])
  expect(order('cti', true)).toEqual([100, 250, 0, 200])
  expect(order('verdict')).toHaveLength(4)
})

it('entries with nothing in the column come last, whichever way the others are ordered', () => {
  expect(order('lag', true)).toEqual([250, 0, 100, 200])
  expect(order('lag')).toEqual([100, 0, 250, 200])
  expect(order('finesse', true)).toEqual([100, 0, 200, 250])
})
