import type { Entry } from '../../history/entry.ts'
import type { AgentInfo } from '../floor/roster.ts'
import type { Floor } from '../floor/floor.ts'
import { comparison, isDifference } from './comparison.ts'
import { type StateGroup, stateGroup } from './state-group.ts'

/** What of the floor is looked at. */
export type Filters = {
  /** null: all of the supervised teams. */
  readonly teamId: string | null
  readonly search: string
  readonly onlyDifferences: boolean
  /** null: all of them. */
  readonly group: StateGroup | null
}

export const NO_FILTERS: Filters = { teamId: null, search: '', onlyDifferences: false, group: null }

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

/** The agents to list, by name, with the counts beside the filters. */
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
  return { rows, all, differences, groups }
}
