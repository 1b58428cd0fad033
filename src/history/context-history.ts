import { millisOf } from './instant.ts'
import type { ContextObservation, Observation } from './observation.ts'
import { compareContent, insertSorted, seqOf } from './sorted.ts'

const NOTHING: readonly ContextObservation[] = []

/** In the order in which they were heard, whatever the clock said; equal are only those that say the same. */
const compare = (a: ContextObservation, b: ContextObservation): number =>
  seqOf(a) - seqOf(b) || millisOf(a.at) - millisOf(b.at) || compareContent(a, b)

/**
 * What happened to the calls and the phones of every agent, and to the contact centre, beside what a FloorHistory tells of their
 * states. Like there, only what it was given matters, neither order nor repeats; all other observations are left alone.
 */
export class ContextHistory {
  readonly #heard = new Map<string | null, ContextObservation[]>()

  /**
   * Takes in observations.
   * @throws {HistoryError} `unreadable-instant` where a time is none; nothing of the batch is kept.
   */
  add(observations: Iterable<Observation>): void {
    const fresh = new Map<string | null, ContextObservation[]>()
    const changed = new Set<string | null>()
    for (const observation of observations) {
      if (observation.kind !== 'call' && observation.kind !== 'system') continue
      const { agentId, at } = observation
      // The first is compared with none.
      millisOf(at)
      const heard = fresh.get(agentId) ?? [...this.of(agentId)]
      fresh.set(agentId, heard)
      if (insertSorted(heard, observation, compare)) changed.add(agentId)
    }
    for (const [agentId, heard] of fresh) if (changed.has(agentId)) this.#heard.set(agentId, heard)
  }

  /** What concerns an agent, or with null everybody, in the order in which it was heard; the same array while nothing in it changed. */
  of(agentId: string | null): readonly ContextObservation[] {
    return this.#heard.get(agentId) ?? NOTHING
  }
}
