import { expect, it } from 'vitest'
import { PastFloor } from '../../../src/gadget/past/past-floor.ts'
import { NO_FILTERS } from '../../../src/gadget/selectors/floor-rows.ts'
import { NO_THRESHOLDS } from '../../../src/gadget/thresholds/thresholds.ts'
import { AGENT, at, cti, entriesOf, finesse } from '../../history/heard.ts'
import { floorOf, user } from '../floor-fixture.ts'

const USERS = [user(AGENT, 'Console', '8510'), user('zoe', 'Zoe', 'Zimmer')]
const ENTRIES = entriesOf([
  cti(0, 'READY'),
  finesse(0.1, 'READY'),
  cti(60, 'NOT_READY', 71),
  finesse(60.2, 'NOT_READY'),
  cti(300, 'READY'),
])

it('lists today’s people with what lasted at the moment, and when it had begun', () => {
  const { floor } = floorOf([], { users: USERS })
  const lunch = ENTRIES[1]!
  const past = new PastFloor(floor, at(120), [lunch])
  const { rows, counts } = past.rows(NO_FILTERS, NO_THRESHOLDS)
  expect(rows.map(({ agent, entry, differs }) => [agent.name, entry, differs])).toEqual([
    ['Console 8510', lunch, true],
    ['Zoe Zimmer', null, false],
  ])
  expect(counts.differences).toBe(1)
  expect(past.clock.now() - lunch.from).toBe(60_000)
})

it('has the people and teams of whom is heard while it is looked at', () => {
  const { floor } = floorOf([], { users: USERS.slice(0, 1) })
  const past = new PastFloor(floor, at(120), [])
  const names = () => past.rows(NO_FILTERS, NO_THRESHOLDS).rows.map(({ agent, team }) => [agent.name, team])
  expect(names()).toEqual([['Console 8510', 'MN Team 1']])
  floor.finesseListener.onTeams([
    { id: '3', name: 'MN Team 1' },
    { id: '4', name: 'MN Team 2' },
  ])
  floor.finesseListener.onTeam({ uri: '/finesse/api/Team/4', id: '4', name: 'MN Team 2', users: USERS.slice(1) })
  expect(names()).toEqual([
    ['Console 8510', 'MN Team 1'],
    ['Zoe Zimmer', 'MN Team 2'],
  ])
})

it('is filtered like the live one', () => {
  const { floor } = floorOf([], { users: USERS })
  const past = new PastFloor(floor, at(120), ENTRIES.slice(1, 2))
  const names = (filters: Partial<typeof NO_FILTERS>) =>
    past.rows({ ...NO_FILTERS, ...filters }, NO_THRESHOLDS).rows.map(({ agent }) => agent.name)
  expect(names({ onlyDifferences: true })).toEqual(['Console 8510'])
  expect(names({ search: 'zimmer' })).toEqual(['Zoe Zimmer'])
})
