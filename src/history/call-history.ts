import { millisOf } from './instant.ts'
import type { CallObservation, Observation } from './observation.ts'
import { compareText, insertSorted, seqOf } from './sorted.ts'

const NO_CALLS: readonly CallObservation[] = []

/** In order of time; equal are only those that say the same. */
const compare = (a: CallObservation, b: CallObservation): number =>
  millisOf(a.at) - millisOf(b.at) || seqOf(a) - seqOf(b) || compareText(JSON.stringify(a), JSON.stringify(b))

/**
 * What happened to the calls of every agent, beside what a FloorHistory tells of their states. Like there, only what it was
 * given matters, neither order nor repeats; all other observations are left alone.
 */
export class CallHistory {
  readonly #calls = new Map<string, CallObservation[]>()

  /**
   * Takes in observations; returns the agents of whom there is something new.
   * @throws {HistoryError} `unreadable-instant` where a time is none; nothing of the batch is kept.
   */
  add(observations: Iterable<Observation>): ReadonlySet<string> {
    const fresh = new Map<string, CallObservation[]>()
    const changed = new Set<string>()
    for (const observation of observations) {
      if (observation.kind !== 'call') continue
      const { agentId } = observation
      const calls = fresh.get(agentId) ?? [...this.calls(agentId)]
      fresh.set(agentId, calls)
      if (insertSorted(calls, observation, compare)) changed.add(agentId)
    }
    for (const [agentId, calls] of fresh) if (changed.has(agentId)) this.#calls.set(agentId, calls)
    return changed
  }

  /** An agent's, oldest first; the same array while nothing in it changed. */
  calls(agentId: string): readonly CallObservation[] {
    return this.#calls.get(agentId) ?? NO_CALLS
  }

  /** Forgets what was before a moment (milliseconds), so that memory stays bounded. */
  trim(before: number): void {
    for (const [agentId, calls] of this.#calls) {
      const kept = calls.filter(({ at }) => millisOf(at) >= before)
      if (kept.length === 0) this.#calls.delete(agentId)
      else if (kept.length < calls.length) this.#calls.set(agentId, kept)
    }
  }
}
