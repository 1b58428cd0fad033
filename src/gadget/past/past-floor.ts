import type { Entry } from '../../history/entry.ts'
import type { Floor } from '../floor/floor.ts'
import type { ListedFloor } from '../floor/listed-floor.ts'
import type { Roster } from '../floor/roster.ts'
import { type Filters, type FloorRows, FloorSelection } from '../selectors/floor-rows.ts'
import type { Thresholds } from '../thresholds/thresholds.ts'

const NO_ENTRIES: readonly Entry[] = []

/** The floor as it was at a moment: today's people and teams, each with what lasted then. Its clock stands still. */
export class PastFloor implements ListedFloor {
  /** Milliseconds on the relay's clock. */
  readonly at: number
  readonly roster: Roster
  readonly teams: Floor['teams']
  readonly relayAwaySince = null
  readonly clock: ListedFloor['clock']
  readonly history: ListedFloor['history']
  readonly days: ListedFloor['days'] = { get: () => null }
  readonly #selection = new FloorSelection()

  /** @param entries What lasted at the moment: at most one of each agent. */
  constructor({ roster, teams }: Pick<Floor, 'roster' | 'teams'>, at: number, entries: readonly Entry[]) {
    const byAgent = new Map(entries.map((entry) => [entry.agentId, entry]))
    this.at = at
    this.roster = roster
    this.teams = teams
    this.clock = { now: () => at, onTick: () => () => {} }
    this.history = {
      current: (agentId) => byAgent.get(agentId) ?? null,
      // What came before is not known here.
      entries: () => NO_ENTRIES,
    }
  }

  /** What the list shows of it. */
  rows(filters: Filters, thresholds: Thresholds): FloorRows {
    return this.#selection.select(this, filters, thresholds, this.at)
  }
}
