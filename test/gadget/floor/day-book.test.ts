import { expect, test } from 'vitest'
import { DayBook } from '../../../src/gadget/floor/day-book.ts'
import { dayBar } from '../../../src/gadget/selectors/day-bar.ts'
import { midnightBefore } from '../../../src/gadget/selectors/time-axis.ts'
import { totals } from '../../../src/history/totals.ts'
import { AGENT, at, cti, entriesOf, finesse, labelled } from '../../history/heard.ts'

const NOON = at(6 * 3600)
const WINDOW = { from: midnightBefore(NOON), to: NOON }

/** Six hours of half-minute stays and a lunch. */
const ENTRIES = entriesOf(
  Array.from({ length: 700 }, (_, index) => {
    const second = index * 30
    if (index % 70 === 69) {
      return [cti(second, 'NOT_READY', 71), finesse(second, 'NOT_READY', labelled(71, 'LUNCH', 1))]
    }
    const state = index % 2 === 0 ? 'READY' : 'TALKING'
    return [cti(second, state), finesse(second, state)]
  })
    .flat()
    .concat([cti(21_000, 'NOT_READY', 72)]),
  NOON,
)

test('what was forgotten and what is there come to the same as all of it', () => {
  for (const cut of [0, 1, 350, ENTRIES.length]) {
    const book = new DayBook()
    // In pieces, as it is forgotten.
    for (let first = 0; first < cut; first += 20) book.add(AGENT, ENTRIES.slice(first, Math.min(cut, first + 20)), NOON)
    const record = book.get(AGENT)
    const rest = ENTRIES.slice(cut)
    for (const entry of rest) record?.sum.addEntry(entry, WINDOW, NOON)
    expect((record?.sum.totals ?? totals(rest, WINDOW, NOON)).reasons).toEqual(totals(ENTRIES, WINDOW, NOON).reasons)
  }
})

test('the bar of what was forgotten is the bar of the entries, up to a column', () => {
  const book = new DayBook()
  book.add(AGENT, ENTRIES.slice(0, 600), NOON)
  const [compact, whole] = [
    dayBar(book.get(AGENT), ENTRIES.slice(600), NOON, at(0)),
    dayBar(null, ENTRIES, NOON, at(0)),
  ]
  expect(compact.sums).toEqual(whole.sums)
  expect(compact.outlines.map(({ group }) => group).toSorted()).toEqual(
    whole.outlines.map(({ group }) => group).toSorted(),
  )
})

test('a bar begins where the others do, and in words tells of all since midnight', () => {
  const entries = entriesOf([cti(0, 'READY'), cti(3600, 'NOT_READY', 71)], at(7200))
  const [later, earlier] = [dayBar(null, entries, at(7200), at(3600)), dayBar(null, entries, at(7200), at(0))]
  expect(later.outlines.map(({ group }) => group)).toEqual(['not-ready'])
  expect(earlier.outlines.map(({ group }) => group)).toEqual(['ready', 'not-ready'])
  expect(later.sums).toEqual(earlier.sums)
})

test('the bars begin when the first of a day was heard who was signed in, whatever comes late', () => {
  const book = new DayBook()
  expect(book.from).toBe(0)
  for (const second of [900, 600, 700]) book.hear(at(second))
  expect(book.from).toBe(at(600))
  book.hear(at(0) - 24 * 3_600_000)
  expect(book.from).toBe(at(600))
  book.hear(at(5) + 24 * 3_600_000)
  expect(book.from).toBe(at(5) + 24 * 3_600_000)
})

test('the long stays are kept by themselves, whatever their reason', () => {
  const book = new DayBook()
  const long = entriesOf([cti(0, 'READY'), cti(50, 'NOT_READY', 71), cti(120, 'READY')], NOON)
  book.add(AGENT, long.slice(0, 2), NOON)
  expect([...book.longStays()]).toEqual([
    expect.objectContaining({ agentId: AGENT, state: 'NOT_READY', from: at(50), to: at(120) }),
  ])
})

test('it begins anew at midnight, and takes nothing from the day before', () => {
  const book = new DayBook()
  book.add(AGENT, ENTRIES, NOON)
  const tomorrow = NOON + 24 * 3_600_000
  book.add(AGENT, ENTRIES.slice(0, 100), tomorrow)
  expect(book.get(AGENT)).toBe(null)
})

test('an agent can be forgotten, and everybody', () => {
  const book = new DayBook()
  for (const agentId of ['a', 'b', 'c']) book.add(agentId, ENTRIES.slice(0, 9), NOON)
  book.forget('a')
  expect(['a', 'b', 'c'].map((agentId) => book.get(agentId) !== null)).toEqual([false, true, true])
  book.forget()
  expect(book.get('b')).toBe(null)
})
