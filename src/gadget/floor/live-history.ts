import type { Catalogue } from '../../history/catalogue.ts'
import { SIGNED_OUT } from '../../history/cti-lane.ts'
import type { FloorHistory } from '../../history/floor-history.ts'
import type { Observation } from '../../history/observation.ts'
import { DayBook } from './day-book.ts'
import { OwnReadings } from './own-readings.ts'

/** An agent's history is shortened when it has more entries than this, */
const MAX_ENTRIES = 24
/** to what is not older than this: whatever is heard late comes within it. Milliseconds. */
const RECENT_MS = 120_000

/**
 * What the gadget remembers: of everybody the entries of the last minutes, and today's earlier ones as what they come to; of
 * agents that are looked at all of what was read. The relay has the rest.
 */
export class LiveHistory {
  /** What today's forgotten entries come to. */
  readonly days = new DayBook()
  readonly #make: (catalogue: Catalogue) => FloorHistory
  readonly #own = new OwnReadings()
  /** Agents of whom nothing is forgotten. */
  readonly #held = new Set<string>()
  /** What was heard of agents while their history is being read. */
  readonly #meanwhile = new Map<string, Observation[]>()
  #history: FloorHistory
  /** Up to when the relay has told; Infinity where none is expected to. */
  #toldUntil = Infinity

  /** @param make A history without anything in it. */
  constructor(make: (catalogue: Catalogue) => FloorHistory, catalogue: Catalogue) {
    this.#make = make
    this.#history = make(catalogue)
  }

  get history(): FloorHistory {
    return this.#history
  }

  /** Begins anew with what was heard here: what the relay told is void, and it tells all of it again. */
  restart(): void {
    this.#history = this.#make(this.#history.catalogue)
    this.days.forget()
    this.#toldUntil = -Infinity
    this.#history.add(this.#own.observations())
  }

  /** Takes in what the relay told; returns whose history may look different. */
  addTold(observations: readonly Observation[]): ReadonlySet<string> {
    for (const observation of observations) {
      if (observation.kind === 'cti' && this.#toldUntil !== Infinity) {
        this.#toldUntil = Math.max(this.#toldUntil, Date.parse(observation.at))
      }
    }
    return this.#add(observations)
  }

  /** Takes in what this gadget heard of Finesse; returns whose history may look different. */
  addOwn(observations: readonly Observation[]): ReadonlySet<string> {
    this.#own.add(observations)
    return this.#add(observations)
  }

  /** From now on nothing of an agent is forgotten, until he is let go. */
  hold(agentId: string): void {
    this.#held.add(agentId)
  }

  /** An agent is not looked at any more. */
  letGo(agentId: string): void {
    this.#held.delete(agentId)
  }

  /**
   * Puts what the relay answers in the place of what is known of an agent, and on top of it what is heard meanwhile.
   * @throws what `read` throws; what is known stays then.
   */
  async read(agentId: string, read: () => Promise<readonly Observation[]>): Promise<void> {
    const meanwhile: Observation[] = []
    this.#meanwhile.set(agentId, meanwhile)
    const history = this.#history
    try {
      const observations = await read()
      // After a restart the relay tells everything anew, and the answer is of what is void.
      if (this.#history !== history) return
      history.forget(agentId)
      this.days.forget(agentId)
      for (const part of [observations, this.#own.observations(agentId), meanwhile]) history.add(part)
    } finally {
      if (this.#meanwhile.get(agentId) === meanwhile) this.#meanwhile.delete(agentId)
    }
  }

  /**
   * Adds what the relay answers of a time before all that was read of an agent of whom nothing is forgotten.
   * @throws what `read` throws
   */
  async readEarlier(read: () => Promise<readonly Observation[]>): Promise<void> {
    const history = this.#history
    const observations = await read()
    // As above.
    if (this.#history === history) history.add(observations)
  }

  /** Forgets what is old of these agents. `now` on the relay's clock. */
  tidy(agentIds: Iterable<string>, now: number): void {
    // What the relay has not told yet may be of an earlier time than what Finesse said here.
    const before = Math.min(now, this.#toldUntil) - RECENT_MS
    for (const agentId of agentIds) {
      if (this.#held.has(agentId) || this.#history.size(agentId) <= MAX_ENTRIES) continue
      this.days.add(agentId, this.#history.trim(agentId, before, now), now)
    }
  }

  #add(observations: readonly Observation[]): ReadonlySet<string> {
    for (const observation of observations) {
      if ('state' in observation && !SIGNED_OUT.has(observation.state)) this.days.hear(Date.parse(observation.at))
    }
    if (this.#meanwhile.size > 0) {
      for (const observation of observations) {
        if ('agentId' in observation) this.#meanwhile.get(observation.agentId ?? '')?.push(observation)
      }
    }
    return this.#history.add(observations)
  }
}
