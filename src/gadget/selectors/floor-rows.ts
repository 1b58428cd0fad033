import type { Entry } from '../../history/entry.ts'
import type { AgentInfo } from '../floor/roster.ts'
import type { Floor } from '../floor/floor.ts'
import { comparison, isDifference } from './comparison.ts'
import { STATE_GROUPS, type StateGroup, stateGroup } from './state-group.ts'

/** What the rows can be ordered by: the name, the state (Not Ready first), or the time in it (longest first). */
export type SortKey = 'agent' | 'state' | 'since'

/** What of the floor is looked at. */
export type Filters = {
  /** null: all of the supervised teams. */
  readonly teamId: string | null
  readonly search: string
  readonly onlyDifferences: boolean
  /** null: all of them. */
  readonly group: StateGroup | null
  readonly sort: SortKey
}

export const NO_FILTERS: Filters = { teamId: null, search: '', onlyDifferences: false, group: null, sort: 'agent' }

/** One agent and what lasts for him now; null where nobody knows. */
export type AgentRow = { readonly agent: AgentInfo; readonly entry: Entry | null; readonly group: StateGroup }

export type FloorRows = {
  readonly rows: readonly AgentRow[]
  /** Everyone in the chosen team. */
  readonly all: number
  /** How many of the team and the search each filter would show, whatever other filters are set. */
  readonly differences: number
  readonly groups: ReadonlyMap<StateGroup, number>
}

const beganAt = ({ entry }: AgentRow): number => entry?.from ?? Infinity

/** Rows come by name, which stays the order of what is equal otherwise. */
const ORDERS: Readonly<Record<SortKey, (a: AgentRow, b: AgentRow) => number>> = {
  agent: () => 0,
  state: (a, b) => STATE_GROUPS.indexOf(a.group) - STATE_GROUPS.indexOf(b.group) || beganAt(a) - beganAt(b) || 0,
  since: (a, b) => beganAt(a) - beganAt(b) || 0,
}

/** The agents to list, in the chosen order, with the counts beside the filters. */
export function floorRows(floor: Floor, filters: Filters, now: number): FloorRows {
  const { history, roster, relayAwaySince } = floor
  const words = filters.search.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  const rows: AgentRow[] = []
  const groups = new Map<StateGroup, number>()
  let all = 0
  let differences = 0
  for (const agent of roster.agents) {
    if (filters.teamId !== null && !agent.teamIds.includes(filters.teamId)) continue
    all += 1
    const text = `${agent.name} ${agent.agentId} ${agent.extension}`.toLocaleLowerCase()
    if (!words.every((word) => text.includes(word))) continue
    const entry = history.current(agent.agentId, now)
    const group = stateGroup(entry?.state)
    const differs = entry !== null && isDifference(comparison(entry, relayAwaySince))
    if (differs) differences += 1
    groups.set(group, (groups.get(group) ?? 0) + 1)
    if (filters.onlyDifferences && !differs) continue
    if (filters.group !== null && filters.group !== group) continue
    rows.push({ agent, entry, group })
  }
  return { rows: rows.toSorted(ORDERS[filters.sort]), all, differences, groups }
}
