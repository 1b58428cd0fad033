import { describe, expect, it } from 'vitest'
import { Roster } from '../../../src/gadget/floor/roster.ts'
import { agentRows, reasonRows, sorted, teamRows } from '../../../src/gadget/reports/totals-rows.ts'
import { totals } from '../../../src/history/totals.ts'
import { at, cti, entriesOf, finesse, labelled } from '../../history/heard.ts'
import { user } from '../floor-fixture.ts'

const WINDOW = { from: at(0), to: at(1000) }
const of = (...observations: Parameters<typeof entriesOf>[0]) => totals(entriesOf(observations), WINDOW, at(1000))

const ANA = of(
  cti(0, 'READY'),
  finesse(0.1, 'READY'),
  cti(100, 'NOT_READY', 71),
  finesse(100.1, 'NOT_READY'),
  cti(400, 'READY'),
  cti(500, 'NOT_READY', 71),
  finesse(500.1, 'NOT_READY', labelled(71, 'LUNCH', 1)),
  cti(600, 'NOT_READY', 72),
)
const BEN = of(cti(0, 'READY'))

const ROSTER = new Roster()
  .withTeam('3', [user('zana', 'Ana', 'Lopez'), user('ben', 'Ben', 'Zoll')])
  .withTeam('4', [user('ben', 'Ben', 'Zoll')])
const BY_AGENT = new Map([
  ['ben', BEN],
  ['zana', ANA],
  ['gone', BEN],
])
const TEAMS = [
  { id: '3', name: 'MN Team 1', uri: '' },
  { id: '4', name: '', uri: '' },
]

describe('the reasons of totals', () => {
  it('have their average, and their share of what is shown', () => {
    expect(
      reasonRows(ANA, true).map(({ label, timeMs, averageMs, share }) => [label, timeMs, averageMs, share]),
    ).toEqual([
      ['LUNCH', 400_000, 200_000, 0.5],
      ['IN MEETING', 400_000, 400_000, 0.5],
    ])
    expect(reasonRows(ANA, false).map(({ state, share }) => [state, share])).toEqual([
      ['NOT_READY', 0.4],
      ['NOT_READY', 0.4],
      ['READY', 0.2],
    ])
  })

  it('of nothing are none', () => {
    expect(reasonRows(totals([], WINDOW, at(1000)), true)).toEqual([])
  })
})

it('agents come by name, and who is nobody’s any more by id', () => {
  expect(agentRows(BY_AGENT, ROSTER).map(({ id, name, differences }) => [id, name, differences])).toEqual([
    ['zana', 'Ana Lopez', 2],
    ['ben', 'Ben Zoll', 0],
    ['gone', 'gone', 0],
  ])
})

it('teams have the sums of their members, and their id where they have no name', () => {
  expect(
    teamRows(BY_AGENT, ROSTER, TEAMS).map(({ name, totals: { notReadyMs }, differences }) => [
      name,
      notReadyMs,
      differences,
    ]),
  ).toEqual([
    ['MN Team 1', 800_000, 2],
    ['4', 0, 0],
  ])
})

describe('a table', () => {
  const rows = [
    { name: 'b', size: 2 },
    { name: 'a', size: 2 },
    { name: 'c', size: 1 },
  ]
  const columns = { name: (row: (typeof rows)[number]) => row.name, size: (row: (typeof rows)[number]) => row.size }

  it.each([
    ['name', false, 'abc'],
    ['name', true, 'cba'],
    ['size', false, 'cba'],
    ['size', true, 'bac'],
    ['colour', true, 'bac'],
  ])('is ordered by %s, descending: %s', (key, isDescending, order) => {
    expect(
      sorted(rows, columns, { key, isDescending })
        .map(({ name }) => name)
        .join(''),
    ).toBe(order)
  })
})
