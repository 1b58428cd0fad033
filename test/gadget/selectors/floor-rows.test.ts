import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AGENT_STATES } from '../../../src/history/agent-state.ts'
import type { Entry } from '../../../src/history/entry.ts'
import type { ListedFloor } from '../../../src/gadget/floor/listed-floor.ts'
import {
  type AgentRow,
  GROUP_KEYS,
  rowOrder,
  SORT_KEYS,
  type SortKey,
} from '../../../src/gadget/selectors/agent-row.ts'
import { type Filters, FloorSelection, isHead, NO_FILTERS } from '../../../src/gadget/selectors/floor-rows.ts'
import { NO_THRESHOLDS, type Thresholds } from '../../../src/gadget/thresholds/thresholds.ts'
import { at, cti, finesse } from '../../history/heard.ts'
import { floorOf, type FloorFixture, NOON, stored, user } from '../floor-fixture.ts'

const AGENT = 'cons8510'
const now = at(NOON)

const look = ({ floor }: FloorFixture, filters: Partial<Filters> = {}, thresholds: Thresholds = NO_THRESHOLDS) =>
  new FloorSelection().select(floor, { ...NO_FILTERS, ...filters }, thresholds, now)

const FLOOR = floorOf(
  [
    cti(NOON - 100, 'NOT_READY', 71),
    finesse(NOON - 99, 'NOT_READY'),
    cti(NOON - 100, 'READY', 0, { agentId: 'alopez' }),
  ],
  { users: [user(AGENT, 'Console', '8510', '8510'), user('alopez', 'Ana', 'Lopez', '8511')] },
)

const BUSY = floorOf(
  [
    cti(NOON - 100, 'READY', 0, { agentId: 'a' }),
    cti(NOON - 50, 'NOT_READY', 71, { agentId: 'b' }),
    cti(NOON - 400, 'NOT_READY', 72, { agentId: 'c' }),
  ],
  { users: ['a', 'b', 'c', 'd'].map((id) => user(id, id, '')) },
)

/** Somebody not ready with a reason that Finesse does not have. */
const without = (agentId: string, reason: number) => [
  cti(NOON - 100, 'NOT_READY', reason, { agentId }),
  finesse(NOON - 99, 'NOT_READY', { agentId }),
]

const ids = (filters: Partial<Filters>): string[] => look(FLOOR, filters).rows.map(({ agent }) => agent.agentId)

const order = (sort: SortKey, isReversed = false): string =>
  look(BUSY, { sort, isReversed })
    .rows.map(({ agent }) => agent.agentId)
    .join('')

const brief = (filters: Partial<Filters>): string[] =>
  look(BUSY, filters).items.map((item) => (isHead(item) ? `${item.key} ${item.count}` : item.agent.agentId))

describe('the rows of the list', () => {
  it('are all agents by name, those of one team, or those that match', () => {
    expect(ids({})).toEqual(['alopez', AGENT])
    expect(ids({ teamId: '4' })).toEqual([])
    expect(ids({ search: 'LOPEZ an' })).toEqual(['alopez'])
    expect(ids({ search: '8511' })).toEqual(['alopez'])
    expect(ids({ onlyDifferences: true })).toEqual([AGENT])
    expect(ids({ group: 'ready' })).toEqual(['alopez'])
    expect(ids({ reason: 'LUNCH' })).toEqual([AGENT])
    expect(ids({ onlyOver: true })).toEqual([])
  })

  it('come in every order, and the other way round', () => {
    expect([order('agent'), order('state'), order('since')]).toEqual(['abcd', 'cbad', 'cabd'])
    expect([order('reason'), order('verdict'), order('team')]).toEqual(['cbad', 'cbad', 'abcd'])
    expect([order('agent', true), order('since', true)]).toEqual(['dcba', 'dbac'])
  })

  it('come without a name after all names, whatever these begin with', () => {
    const rows = ['TRAINING', null, 'LUNCH'].map((reason, rank) => ({ reason, rank, entry: null }) as AgentRow)
    const reasons = rows.toSorted(rowOrder('reason', false)).map(({ reason }) => reason)
    expect(reasons).toEqual(['LUNCH', 'TRAINING', null])
  })

  it('have at the next look who has come, and what a team is called now', () => {
    const { floor } = floorOf([], { users: [user('a', 'a', '')] })
    const selection = new FloorSelection()
    const select = () =>
      selection.select(floor, NO_FILTERS, NO_THRESHOLDS, now).rows.map(({ agent, team }) => [agent.agentId, team])
    expect(select()).toEqual([['a', 'MN Team 1']])
    const users = [user('a', 'a', ''), user('b', 'b', '')]
    floor.finesseListener.onTeam({ uri: '/finesse/api/Team/3', id: '3', name: 'MN Team 1', users })
    expect(select().length).toBe(2)
    floor.finesseListener.onTeams([{ id: '3', name: 'Nights' }])
    expect(select()[0]).toEqual(['a', 'Nights'])
  })

  it('are put together under heads, what deserves a look first', () => {
    expect(brief({ groupBy: 'state' })).toEqual(['not-ready 2', 'b', 'c', 'ready 1', 'a', 'unknown 1', 'd'])
    expect(brief({ groupBy: 'reason' })).toEqual(['IN MEETING 1', 'c', 'LUNCH 1', 'b', ' 2', 'a', 'd'])
    expect(brief({ groupBy: 'team' })).toEqual(['MN Team 1 4', 'a', 'b', 'c', 'd'])
    expect(brief({ groupBy: 'since', sort: 'since' })).toEqual(['1 1', 'c', '0 2', 'a', 'b', ' 1', 'd'])
    expect(brief({ groupBy: 'verdict' })[0]).toBe('unknown 2')
  })

  it('are counted for each filter as if it were the only one', () => {
    const { all, counts } = look(FLOOR, { group: 'ready' })
    expect(all).toBe(2)
    expect(counts.differences).toBe(1)
    expect(Object.fromEntries(counts.groups)).toEqual({ 'not-ready': 1, ready: 1 })
    expect([...counts.reasons]).toEqual([['LUNCH', 1]])
    const users = ['a', 'b', 'c', 'd'].map((id) => user(id, id, ''))
    const three = floorOf([...without('a', 71), ...without('b', 72), ...without('c', 71)], { users })
    const thresholds: Thresholds = new Map([['NOT_READY 71', { warnMs: 60_000, breachMs: null }]])
    const found = look(three, {}, thresholds).counts
    expect([found.differences, found.over]).toEqual([3, 2])
    expect([...found.reasons], 'the most frequent first').toEqual([
      ['LUNCH', 2],
      ['IN MEETING', 1],
    ])
    expect([...look(BUSY).counts.reasons.keys()], 'then by name').toEqual(['IN MEETING', 'LUNCH'])
  })

  it('are looked at again at the full minute where they are put together by time', () => {
    const selection = new FloorSelection()
    selection.select(BUSY.floor, { ...NO_FILTERS, groupBy: 'since' }, NO_THRESHOLDS, now + 1)
    expect(selection.nextLookAt).toBe(now + 60_000)
  })

  it('are over their thresholds when the time has come, and say when that is', () => {
    const thresholds: Thresholds = new Map([['NOT_READY 71', { warnMs: 60_000, breachMs: 120_000 }]])
    const selection = new FloorSelection()
    const level = (later: number): string | undefined => {
      selection.select(FLOOR.floor, NO_FILTERS, thresholds, now + later)
      return selection.everyone.find(({ agent }) => agent.agentId === AGENT)?.level
    }
    expect(level(0)).toBe('warn')
    expect(selection.nextLookAt).toBe(now + 20_000)
    expect(level(19_999)).toBe('warn')
    expect(level(20_000)).toBe('breach')
    expect(selection.nextLookAt).toBe(Infinity)
    expect(look(FLOOR, { onlyOver: true }, thresholds).counts.over).toBe(1)
  })

  it('are the same objects while nothing in them changed', () => {
    const selection = new FloorSelection()
    const [first] = selection.select(FLOOR.floor, NO_FILTERS, NO_THRESHOLDS, now).rows
    selection.touch(new Set([AGENT, 'alopez']))
    expect(selection.select(FLOOR.floor, NO_FILTERS, NO_THRESHOLDS, now).rows[0]).toBe(first)
  })

  it('cost hardly more than a walk over them where few are others, whatever they are ordered by', () => {
    const many = Array.from({ length: 1000 }, (_, index) => `agent${(index * 7919) % 1000}`)
    const selection = new FloorSelection()
    let reads = 0
    const entries = new Map<string, Entry>()
    const begin = (agentId: string, from: number): void => {
      const entry = BUSY.floor.history.current('a', now)
      if (entry === null) throw new Error('no entry to copy')
      entries.set(agentId, Object.defineProperty({ ...entry }, 'from', { get: () => (++reads, from) }))
    }
    for (const [index, agentId] of many.entries()) begin(agentId, now - index * 1000)
    const { roster } = floorOf([], { users: many.map((id) => user(id, id, '')) }).floor
    const history = { current: (agentId: string) => entries.get(agentId) ?? null }
    const floor = { roster, teams: [], relayAwaySince: null, history } as unknown as ListedFloor
    const readsOfLook = (): number => {
      reads = 0
      selection.select(floor, { ...NO_FILTERS, sort: 'since' }, NO_THRESHOLDS, now)
      return reads
    }
    const first = readsOfLook()
    begin('agent500', now)
    selection.touch(new Set(['agent500']))
    expect(readsOfLook() - 2 * many.length).toBeLessThan((first - 2 * many.length) / 5)
    expect(selection.everyone.at(-1)?.agent.agentId).toBe('agent500')
  })

  it('can be followed in the order that they have, and count and move at the next look', () => {
    const { floor, timers } = floorOf(
      [
        cti(NOON - 100, 'READY', 0, { agentId: 'a' }),
        cti(NOON - 50, 'NOT_READY', 71, { agentId: 'b' }),
        cti(NOON - 20, 'READY', 0, { agentId: 'c' }),
      ],
      { users: ['a', 'b', 'c'].map((id) => user(id, id, '')) },
    )
    const selection = new FloorSelection()
    floor.onChange((change) => selection.touch(change))
    const filters: Filters = { ...NO_FILTERS, sort: 'since', group: 'ready', groupBy: 'state' }
    expect(selection.follow(floor, timers.now()), 'nothing was looked at').toBe(null)
    const first = selection.select(floor, filters, NO_THRESHOLDS, timers.now())
    expect(selection.follow(floor, timers.now())).toBe(first)
    floor.relayListener.onObservations(stored([cti(NOON + 0.2, 'TALKING', 0, { agentId: 'a' })], 100))
    timers.pass(500)
    const followed = selection.follow(floor, timers.now())
    const lines = (items = followed?.items): unknown[] =>
      (items ?? []).map((item) => (isHead(item) ? `${item.key} ${item.count}` : `${item.agent.agentId} ${item.group}`))
    expect(lines()).toEqual(['ready 2', 'a talking', 'c ready'])
    expect(followed?.rows).toEqual(followed?.items.slice(1))
    expect(followed?.counts).toBe(first.counts)
    const next = selection.select(floor, filters, NO_THRESHOLDS, timers.now())
    expect(lines(next.items)).toEqual(['ready 1', 'c ready'])
    expect(Object.fromEntries(next.counts.groups)).toEqual({ 'not-ready': 1, ready: 1, talking: 1 })
    floor.relayListener.onCatalogue([])
    timers.pass(500)
    expect(selection.follow(floor, timers.now()), 'everybody may be another').toBe(null)
  })

  it('are the same whether they were followed or selected at once', () => {
    const agents = ['a', 'b', 'c', 'd', 'e', 'f']
    const event = fc.record({
      agentId: fc.constantFrom(...agents),
      state: fc.constantFrom(...AGENT_STATES),
      reason: fc.constantFrom(0, 71, 72),
    })
    const filters = fc.record({
      sort: fc.constantFrom(...SORT_KEYS),
      isReversed: fc.boolean(),
      groupBy: fc.constantFrom(null, ...GROUP_KEYS),
      onlyDifferences: fc.boolean(),
    })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.array(event, { maxLength: 4 }), filters, fc.boolean()), { maxLength: 12 }),
        (steps) => {
          const fixture = floorOf([], { users: agents.map((id) => user(id, id, '')) })
          const { floor, timers } = fixture
          const followed = new FloorSelection()
          floor.onChange((change) => followed.touch(change))
          let seq = 1
          for (const [events, changes, isFollowedFirst] of steps) {
            const second = (timers.now() - now) / 1000 + NOON
            const told = events.map(({ agentId, state, reason }) => cti(second, state, reason, { agentId }))
            floor.relayListener.onObservations(stored(told, seq))
            seq += told.length
            timers.pass(3000)
            const all = { ...NO_FILTERS, ...changes }
            if (isFollowedFirst) followed.follow(floor, timers.now())
            const [mine, theirs] = [followed, new FloorSelection()].map((selection) =>
              selection.select(floor, all, NO_THRESHOLDS, timers.now()),
            )
            expect(mine).toEqual(theirs)
          }
        },
      ),
      { numRuns: 150 },
    )
  })
})
