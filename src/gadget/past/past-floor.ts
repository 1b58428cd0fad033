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
  readonly relayAwaySince = null
  readonly clock: ListedFloor['clock']
  readonly history: ListedFloor['history']
  readonly days: ListedFloor['days'] = { from: 0, get: () => null }
  readonly #floor: Pick<Floor, 'roster' | 'teams'>
  readonly #selection = new FloorSelection()

  /** @param entries What lasted at the moment: at most one of each agent. */
  constructor(floor: Pick<Floor, 'roster' | 'teams'>, at: number, entries: readonly Entry[]) {
    const byAgent = new Map(entries.map((entry) => [entry.agentId, entry]))
    this.at = at
    this.#floor = floor
    this.clock = { now: () => at, onTick: () => () => {} }
    this.history = {
      current: (agentId) => byAgent.get(agentId) ?? null,
      // What came before is not known here.
      entries: () => NO_ENTRIES,
    }
  }

  get roster(): Roster {
    return this.#floor.roster
  }

  get teams(): Floor['teams'] {
    return this.#floor.teams
  }

  /** What the list shows of it. */
  rows(filters: Filters, thresholds: Thresholds): FloorRows {
    return this.#selection.select(this, filters, thresholds, this.at)
  }
}
