import { AgentHistory, type HistorySettings } from './agent-history.ts'
import { Catalogue, type Deployment } from './catalogue.ts'
import type { Entry, Lanes } from './entry.ts'
import { GapBook } from './gap-book.ts'
import type { Observation } from './observation.ts'
import { compareText } from './sorted.ts'

/**
 * How long after one side the other may still speak of the same stay, and how far their moments may lie apart, in
 * milliseconds. Finesse follows the CTI server by some hundred; the rest is for a busy server and for clocks.
 */
export const DEFAULT_ALLOWANCE_MS = 5000

export type FloorHistoryOptions = {
  /** Which kind of contact centre a configured CTI site is. */
  readonly deploymentOf: (site: string) => Deployment
  /** Default: no labels, and no system codes. */
  readonly catalogue?: Catalogue | undefined
  /** Default: DEFAULT_ALLOWANCE_MS. */
  readonly allowanceMs?: number | undefined
  /** Finesse's clock minus the relay's, milliseconds. Default: 0. */
  readonly finesseAheadMs?: number | undefined
}

/** Gaps stay so much longer than entries, for whoever is seldom heard of, and all that is looked at. Milliseconds. */
const GAPS_MS = 31 * 86_400_000

const NO_ENTRIES: readonly Entry[] = []
const NO_LANES: Lanes = { cti: [], finesse: [], gaps: [] }

/**
 * What happened to every agent, from observations of one epoch of the relay's history and of Finesse.
 *
 * What it shows depends on which observations it was given, and not on their order, on repeats, or on how they were cut
 * into batches. All moments are milliseconds since 1970 UTC on the relay's clock, `now` included. Nothing is computed
 * until it is asked for, and then only what changed.
 */
export class FloorHistory {
  readonly #settings: HistorySettings
  readonly #agents = new Map<string, AgentHistory>()
  #agentIds: readonly string[] | null = null

  constructor(options: FloorHistoryOptions) {
    this.#settings = {
      book: new GapBook(),
      deploymentOf: options.deploymentOf,
      allowanceMs: options.allowanceMs ?? DEFAULT_ALLOWANCE_MS,
      finesseAheadMs: Math.round(options.finesseAheadMs ?? 0),
      catalogue: options.catalogue ?? new Catalogue(),
    }
  }

  get catalogue(): Catalogue {
    return this.#settings.catalogue
  }

  get finesseAheadMs(): number {
    return this.#settings.finesseAheadMs
  }

  /**
   * Takes in observations. Returns the agents whose history may look different now: those heard of, and all whom a gap
   * concerns; none for what was known already. Calls and system events are no part of it.
   * @throws {HistoryError} `unreadable-instant` where a time is none; what came before it in the batch is kept.
   */
  add(observations: Iterable<Observation>): ReadonlySet<string> {
    const changed = new Set<string>()
    for (const observation of observations) {
      if (observation.kind === 'gap' && observation.agentIds) {
        // Whom else it concerns is nothing to each of them: he may hear of it twice, with others.
        const { agentIds, ...gap } = observation
        for (const agentId of agentIds) if (this.#agentOf(agentId).hear(gap)) changed.add(agentId)
      } else if (observation.kind === 'gap') {
        const gap = this.#settings.book.add(observation)
        if (gap) for (const [agentId, agent] of this.#agents) if (agent.learnGap(gap)) changed.add(agentId)
      } else if (observation.kind === 'cti' || observation.kind === 'finesse') {
        if (this.#agentOf(observation.agentId).hear(observation)) changed.add(observation.agentId)
      }
    }
    return changed
  }

  /** Every agent heard of, in order of the id; the same array until one comes or goes. */
  agentIds(): readonly string[] {
    return (this.#agentIds ??= [...this.#agents.keys()].toSorted(compareText))
  }

  /** An agent's entries, oldest first; the same array while nothing in it changed, and unchanged entries are the same objects. */
  entries(agentId: string, now: number): readonly Entry[] {
    return this.#agents.get(agentId)?.entries(now) ?? NO_ENTRIES
  }

  /** The entry that lasts; null where the last one was ended by a gap, or nothing was heard. */
  current(agentId: string, now: number): Entry | null {
    return this.#agents.get(agentId)?.current(now) ?? null
  }

  /** What each side alone says; the same object while nothing changed. */
  lanes(agentId: string): Lanes {
    return this.#agents.get(agentId)?.lanes() ?? NO_LANES
  }

  /** When a `pending` verdict of an agent will be another one although nothing was heard; null where none is pending. */
  nextDeadline(agentId: string, now: number): number | null {
    return this.#agents.get(agentId)?.nextDeadline(now) ?? null
  }

  /** Takes other labels. */
  setCatalogue(catalogue: Catalogue): void {
    this.#settings.catalogue = catalogue
  }

  /**
   * Takes another difference of the clocks, in whole milliseconds. Every moment of Finesse moves, so that all is computed
   * anew: not to be called for each jitter of a measurement.
   */
  setFinesseAhead(aheadMs: number): void {
    const rounded = Math.round(aheadMs)
    if (rounded === this.#settings.finesseAheadMs) return
    this.#settings.finesseAheadMs = rounded
    for (const agent of this.#agents.values()) agent.setFinesseAhead(rounded)
  }

  /** Forgets an agent. */
  forget(agentId: string): void {
    if (this.#agents.delete(agentId)) this.#agentIds = null
  }

  /** How many entries an agent has, as they were last asked for: nothing is computed. */
  size(agentId: string): number {
    return this.#agents.get(agentId)?.size ?? 0
  }

  /**
   * Forgets what of an agent ended before a moment, so that memory stays bounded; a little of it stays where it is needed
   * to go on. Observations of that time which come later are ignored. Returns the entries that are forgotten, oldest first;
   * where the moment is the allowance or more before `now`, none of them can have become another one. From then on the gaps of
   * long before it, whoever they concern, are forgotten as others come; what they ended stays ended.
   */
  trim(agentId: string, before: number, now: number): readonly Entry[] {
    this.#settings.book.neededFrom = before - GAPS_MS
    return this.#agents.get(agentId)?.trim(before, now) ?? NO_ENTRIES
  }

  #agentOf(agentId: string): AgentHistory {
    let agent = this.#agents.get(agentId)
    if (!agent) {
      agent = new AgentHistory(agentId, this.#settings)
      this.#agents.set(agentId, agent)
      this.#agentIds = null
    }
    return agent
  }
}
