import type { FloorChange } from '../floor/floor.ts'
import type { ListedFloor } from '../floor/listed-floor.ts'
import { NO_THRESHOLDS, type Thresholds } from '../thresholds/thresholds.ts'
import {
  type AgentRow,
  agentRow,
  compareGroupKeys,
  type GroupKey,
  groupOf,
  type RowIdentity,
  rowOrder,
  type SortKey,
} from './agent-row.ts'
import { searchedText, searchFor } from './search.ts'
import type { StateGroup } from './state-group.ts'

/** What of the floor is looked at, and in which order. */
export type Filters = {
  /** null: all of the supervised teams. */
  readonly teamId: string | null
  readonly search: string
  readonly onlyDifferences: boolean
  /** Only who is over a threshold of either kind. */
  readonly onlyOver: boolean
  /** null: all of them. */
  readonly group: StateGroup | null
  /** The name of a shown reason; null: all of them. */
  readonly reason: string | null
  readonly sort: SortKey
  readonly isReversed: boolean
  /** null: not put together. */
  readonly groupBy: GroupKey | null
}

export const NO_FILTERS: Filters = {
  teamId: null,
  search: '',
  onlyDifferences: false,
  onlyOver: false,
  group: null,
  reason: null,
  sort: 'agent',
  isReversed: false,
  groupBy: null,
}

/** The head of rows that are put together. `key` is what they have in common, as `groupOf` tells it. */
export type GroupHead = { readonly by: GroupKey; readonly key: string; readonly count: number }

/** How many each filter would show of the team and the search, whatever other filters are set. */
export type FilterCounts = {
  readonly differences: number
  readonly over: number
  readonly groups: ReadonlyMap<StateGroup, number>
  /** By the reason's name, most first. */
  readonly reasons: ReadonlyMap<string, number>
}

export type FloorRows = {
  readonly rows: readonly AgentRow[]
  /** The rows with the heads over them. */
  readonly items: readonly (AgentRow | GroupHead)[]
  /** Everyone in the chosen team. */
  readonly all: number
  readonly counts: FilterCounts
}

/** The list before anything is known. */
export const NO_ROWS: FloorRows = {
  rows: [],
  items: [],
  all: 0,
  counts: { differences: 0, over: 0, groups: new Map(), reasons: new Map() },
}

export const isHead = (item: AgentRow | GroupHead): item is GroupHead => 'by' in item

const count = <K>(counts: Map<K, number>, key: K): void => void counts.set(key, (counts.get(key) ?? 0) + 1)

/**
 * The agents to list, in the chosen order, with the counts beside the filters. It remembers its rows, so that a look costs
 * what has changed since the last one, and for the rest one walk over the rows. Between two looks the rows can be followed
 * in the order that they have, which costs what has changed alone.
 */
export class FloorSelection {
  #identities: ReadonlyMap<string, RowIdentity> = new Map()
  #rows = new Map<string, AgentRow>()
  /** All rows as of the last look, in the order of `#order`. */
  #sorted: readonly AgentRow[] = []
  /** Where the last look has a row among those that it lists, by the row's rank; -1: it does not list it. */
  #places = new Int32Array()
  /** Is one of them another since then? */
  #isStale = false
  #order = ''
  #thresholds: Thresholds = NO_THRESHOLDS
  /** Of whom a row may be out of date; null: of everybody. */
  #touched: Set<string> | null = null
  #seen: readonly unknown[] = []
  #nextLookAt = Infinity
  #last: FloorRows | null = null

  /** Something changed: the next look looks there again. */
  touch(change: FloorChange): void {
    if (change === null) this.#touched = null
    else if (this.#touched !== null) for (const agentId of change) this.#touched.add(agentId)
  }

  /** Everybody's rows as of the last look, whatever is filtered. */
  get everyone(): readonly AgentRow[] {
    return this.#sorted
  }

  /** When a row will be another one although nothing is heard; Infinity: never. */
  get nextLookAt(): number {
    return this.#nextLookAt
  }

  /** Looks. `now` on the relay's clock. */
  select(floor: ListedFloor, filters: Filters, thresholds: Thresholds, now: number): FloorRows {
    const { roster, teams } = floor
    if (roster !== this.#seen[0] || teams !== this.#seen[1] || thresholds !== this.#thresholds) {
      this.#seen = [roster, teams]
      this.#thresholds = thresholds
      this.#identify(floor)
    }
    if (this.#nextLookAt <= now) {
      for (const { levelUntil, agent } of this.#rows.values()) if (levelUntil <= now) this.#touched?.add(agent.agentId)
    }
    this.#refresh(floor, now)
    this.#sort(filters)
    return (this.#last = this.#filter(filters, now))
  }

  /**
   * The list of the last look with the rows as they are now: their order, the filters and the counts stay. Null where
   * another look has to be taken first.
   */
  follow(floor: ListedFloor, now: number): FloorRows | null {
    const last = this.#last
    if (last === null || this.#touched === null) return null
    const fresh = this.#refresh(floor, now)
    if (fresh.size === 0) return last
    for (const { levelUntil } of fresh.values()) this.#nextLookAt = Math.min(this.#nextLookAt, levelUntil)
    const rows = [...last.rows]
    for (const row of fresh.values()) {
      const place = this.#places[row.rank] ?? -1
      if (place >= 0) rows[place] = row
    }
    const items =
      last.items === last.rows ? rows : last.items.map((item) => (isHead(item) ? item : (fresh.get(item) ?? item)))
    return (this.#last = { ...last, rows, items })
  }

  #identify({ roster, teams }: ListedFloor): void {
    const names = new Map((teams ?? []).map(({ id, name }) => [id, name || id]))
    this.#identities = new Map(
      roster.agents.map((agent, rank) => {
        const [teamId = ''] = agent.teamIds
        return [agent.agentId, { agent, rank, team: names.get(teamId) ?? teamId, text: searchedText(agent) }]
      }),
    )
    this.#touched = null
  }

  /** Makes the rows anew that may be out of date; returns those that are others now by what they were before. */
  #refresh({ history, relayAwaySince }: ListedFloor, now: number): ReadonlyMap<AgentRow, AgentRow> {
    const make = (agentId: string, identity: RowIdentity): AgentRow =>
      agentRow(identity, history.current(agentId, now), relayAwaySince, this.#thresholds, now)
    if (this.#touched === null) {
      this.#rows = new Map([...this.#identities].map(([agentId, identity]) => [agentId, make(agentId, identity)]))
      this.#sorted = [...this.#rows.values()]
      this.#isStale = true
      this.#touched = new Set()
      return new Map()
    }
    const fresh = new Map<AgentRow, AgentRow>()
    for (const agentId of this.#touched) {
      const known = this.#rows.get(agentId)
      if (!known) continue
      const row = make(agentId, known)
      if (row.entry === known.entry && row.level === known.level && row.compared === known.compared) continue
      this.#rows.set(agentId, row)
      this.#isStale = true
      fresh.set(known, row)
    }
    this.#touched.clear()
    return fresh
  }

  /** Puts the rows that are others where they belong. */
  #sort({ sort, isReversed }: Filters): void {
    const order = `${sort} ${isReversed}`
    if (order === this.#order && !this.#isStale) return
    this.#order = order
    this.#isStale = false
    // The order of the last look is nearly the next one, and what is nearly in order is soon sorted.
    this.#sorted = this.#sorted
      .map((row) => this.#rows.get(row.agent.agentId) ?? row)
      .toSorted(rowOrder(sort, isReversed))
  }

  #filter({ teamId, search, onlyDifferences, onlyOver, group, reason, groupBy }: Filters, now: number): FloorRows {
    const isFound = searchFor(search)
    const rows: AgentRow[] = []
    this.#places = new Int32Array(this.#sorted.length).fill(-1)
    const groups = new Map<StateGroup, number>()
    const reasons = new Map<string, number>()
    let [all, differences, over] = [0, 0, 0]
    // Groups by time are told apart by the minute.
    this.#nextLookAt = groupBy === 'since' ? (Math.floor(now / 60_000) + 1) * 60_000 : Infinity
    for (const row of this.#sorted) {
      this.#nextLookAt = Math.min(this.#nextLookAt, row.levelUntil)
      if (teamId !== null && !row.agent.teamIds.includes(teamId)) continue
      all += 1
      if (!isFound(row.text)) continue
      if (row.differs) differences += 1
      if (row.level !== 'none') over += 1
      if (row.reason !== null) count(reasons, row.reason)
      count(groups, row.group)
      if (onlyDifferences && !row.differs) continue
      if (onlyOver && row.level === 'none') continue
      if (group !== null && group !== row.group) continue
      if (reason !== null && reason !== row.reason) continue
      this.#places[row.rank] = rows.push(row) - 1
    }
    const byCount = new Map([...reasons].toSorted((a, b) => b[1] - a[1] || compareGroupKeys(a[0], b[0])))
    const counts: FilterCounts = { differences, over, groups, reasons: byCount }
    return {
      all,
      rows,
      items: groupBy === null ? rows : grouped(rows, groupBy, now),
      counts: this.#last && countsText(this.#last.counts) === countsText(counts) ? this.#last.counts : counts,
    }
  }
}

const countsText = ({ differences, over, groups, reasons }: FilterCounts): string =>
  JSON.stringify([differences, over, ...groups, ...reasons])

/** The rows under heads; within a group they keep their order. */
function grouped(rows: readonly AgentRow[], by: GroupKey, now: number): readonly (AgentRow | GroupHead)[] {
  const groups = new Map<string, { readonly place: number; readonly members: AgentRow[] }>()
  for (const row of rows) {
    const { key, place } = groupOf(row, by, now)
    const group = groups.get(key)
    if (group) group.members.push(row)
    else groups.set(key, { place, members: [row] })
  }
  return [...groups]
    .toSorted(([a, { place }], [b, other]) => place - other.place || compareGroupKeys(a, b))
    .flatMap(([key, { members }]) => [{ by, key, count: members.length }, ...members])
}
