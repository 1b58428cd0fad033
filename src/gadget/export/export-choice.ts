import { DIFFERENCES, type Entry } from '../../history/entry.ts'
import type { Roster } from '../floor/roster.ts'
import { reasonName } from '../selectors/entry-words.ts'
import type { Filters } from '../selectors/floor-rows.ts'
import { searchedText, searchFor } from '../selectors/search.ts'
import { levelOf, thresholdOf, type Thresholds } from '../thresholds/thresholds.ts'
import { stateGroup } from '../selectors/state-group.ts'

/** The agents of the chosen team whom the search finds, whatever they do now; by name. */
export function chosenAgents(
  roster: Roster,
  { teamId, search }: Pick<Filters, 'teamId' | 'search'>,
): readonly string[] {
  const isFound = searchFor(search)
  return roster.agents.flatMap((agent) => {
    const isInTeam = teamId === null || agent.teamIds.includes(teamId)
    return isInTeam && isFound(searchedText(agent)) ? agent.agentId : []
  })
}

/** Is an entry of the kind that the list is filtered by? What lasts is over its threshold where it is `now`. */
export const isChosenEntry =
  (
    { onlyDifferences, onlyOver, group, reason }: Pick<Filters, 'onlyDifferences' | 'onlyOver' | 'group' | 'reason'>,
    thresholds: Thresholds,
    now: number,
  ) =>
  (entry: Entry): boolean =>
    (!onlyDifferences || DIFFERENCES.has(entry.verdict)) &&
    (!onlyOver || levelOf(thresholdOf(thresholds, entry), (entry.to ?? now) - entry.from) !== 'none') &&
    (group === null || stateGroup(entry.state) === group) &&
    (reason === null || (entry.reason !== null && reasonName(entry.reason) === reason))
