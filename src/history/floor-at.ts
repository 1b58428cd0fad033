import { DIFFERENCES, type Entry } from './entry.ts'
import type { FloorHistory } from './floor-history.ts'
import { firstIndex } from './sorted.ts'

/**
 * The entry that lasted at a moment; null in a gap, before the first one, and after the last where a gap ended it.
 * @param entries One agent's, oldest first.
 * @param t Milliseconds on the relay's clock. Where one entry ends and the next begins it is the next.
 */
export function entryAt(entries: readonly Entry[], t: number): Entry | null {
  const entry = entries[firstIndex(entries, ({ from }) => from > t) - 1]
  return entry && (entry.to === null || entry.to > t) ? entry : null
}

/**
 * Every agent of whom something was known at a moment, with the entry that lasted then. What the sides said later of that
 * entry is in it.
 * @param t Milliseconds on the relay's clock, like `now`, which decides what is `pending`.
 */
export function floorAt(history: FloorHistory, t: number, now: number): ReadonlyMap<string, Entry> {
  const floor = new Map<string, Entry>()
  for (const agentId of history.agentIds()) {
    const entry = entryAt(history.entries(agentId, now), t)
    if (entry) floor.set(agentId, entry)
  }
  return floor
}

/**
 * The first entry that began after a moment and on which the two sides differ; of several of one moment that of the agent
 * named first. Null where there is none.
 * @param agentIds Default: every agent.
 */
export function nextDifference(
  history: FloorHistory,
  after: number,
  now: number,
  agentIds: Iterable<string> = history.agentIds(),
): Entry | null {
  let found: Entry | null = null
  for (const agentId of agentIds) {
    const entries = history.entries(agentId, now)
    for (let index = firstIndex(entries, ({ from }) => from > after); index < entries.length; index++) {
      const entry = entries[index]
      if (!entry || entry.from >= (found?.from ?? Infinity)) break
      if (DIFFERENCES.has(entry.verdict)) found = entry
    }
  }
  return found
}

/** The last entry that began before a moment and on which the two sides differ; otherwise as `nextDifference`. */
export function previousDifference(
  history: FloorHistory,
  before: number,
  now: number,
  agentIds: Iterable<string> = history.agentIds(),
): Entry | null {
  let found: Entry | null = null
  for (const agentId of agentIds) {
    const entries = history.entries(agentId, now)
    for (let index = firstIndex(entries, ({ from }) => from >= before) - 1; index >= 0; index--) {
      const entry = entries[index]
      if (!entry || entry.from <= (found?.from ?? -Infinity)) break
      if (DIFFERENCES.has(entry.verdict)) found = entry
    }
  }
  return found
}
