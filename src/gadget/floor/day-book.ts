import type { AgentState } from '../../history/agent-state.ts'
import type { Entry, ShownReason } from '../../history/entry.ts'
import { TotalsSum } from '../../history/totals.ts'
import { STATE_GROUPS, stateGroup } from '../selectors/state-group.ts'
import { midnightBefore } from '../selectors/time-axis.ts'

/** A day's states are kept by the minute. Milliseconds. */
export const SLOT_MS = 60_000
/** A day can have 25 hours. */
const SLOTS = 25 * 60

/** A stay this long may be over a threshold and is kept by itself. Milliseconds. */
export const LONG_STAY_MS = 60_000

/** A stay that was long, in short. */
export type LongStay = {
  readonly agentId: string
  readonly state: AgentState
  readonly reason: ShownReason | null
  readonly from: number
  readonly to: number
}

/** What an agent's forgotten entries of today come to. */
export type DayRecord = {
  readonly sum: TotalsSum
  /** For each minute since midnight one more than the index of the state group that took most of it; 0: nobody knows. */
  readonly slots: Uint8Array
  readonly longStays: readonly LongStay[]
}

/** The minute that is being filled, with the time of each group in it. */
type Filling = { slot: number; readonly ms: number[] }

type Kept = DayRecord & { readonly longStays: LongStay[]; readonly filling: Filling }

/**
 * Today's entries that left the memory, as sums, as minutes of a bar, and the long ones in short. It grows with the hours of
 * the day and not with how much happens in them. At midnight it begins anew.
 */
export class DayBook {
  readonly #kept = new Map<string, Kept>()
  #midnight = -Infinity
  #from = 0

  /** An agent's; null where nothing of today was forgotten. */
  get(agentId: string): DayRecord | null {
    return this.#kept.get(agentId) ?? null
  }

  /** When somebody who was signed in was first heard of today: where the bars of the day begin. 0: nobody was. */
  get from(): number {
    return this.#from
  }

  /** Somebody was signed in at this moment. */
  hear(at: number): void {
    const from = this.#from
    if (midnightBefore(at) > from || (at < from && at >= midnightBefore(from))) this.#from = at
  }

  /** The long stays of everybody. */
  *longStays(): Iterable<LongStay> {
    for (const { longStays } of this.#kept.values()) yield* longStays
  }

  /** Takes in entries that an agent's history forgot, in their order. `now` on the relay's clock. */
  add(agentId: string, entries: readonly Entry[], now: number): void {
    const midnight = midnightBefore(now)
    if (midnight !== this.#midnight) this.#kept.clear()
    this.#midnight = midnight
    const todays = entries.filter(({ to }) => (to ?? now) > midnight)
    if (todays.length === 0) return
    const kept = this.#keptOf(agentId)
    for (const entry of todays) {
      kept.sum.addEntry(entry, { from: midnight, to: now }, now)
      this.#enter(kept, entry, now)
    }
  }

  /** All of an agent is in memory again, or nothing of anybody counts any more. */
  forget(agentId?: string): void {
    if (agentId === undefined) this.#kept.clear()
    else this.#kept.delete(agentId)
  }

  #keptOf(agentId: string): Kept {
    let kept = this.#kept.get(agentId)
    if (!kept) {
      kept = {
        sum: new TotalsSum(),
        slots: new Uint8Array(SLOTS),
        longStays: [],
        filling: { slot: -1, ms: [] },
      }
      this.#kept.set(agentId, kept)
    }
    return kept
  }

  #enter({ slots, longStays, filling }: Kept, { agentId, state, reason, from, to }: Entry, now: number): void {
    const end = to ?? now
    if (end - from >= LONG_STAY_MS) longStays.push({ agentId, state, reason, from, to: end })
    const group = STATE_GROUPS.indexOf(stateGroup(state))
    for (let at = Math.max(from, this.#midnight); at < end;) {
      const slot = Math.floor((at - this.#midnight) / SLOT_MS)
      const next = Math.min(end, this.#midnight + (slot + 1) * SLOT_MS)
      if (slot !== filling.slot) {
        filling.slot = slot
        filling.ms.length = 0
      }
      const ms = (filling.ms[group] ?? 0) + next - at
      filling.ms[group] = ms
      if (filling.ms.every((other) => other <= ms)) slots[slot] = group + 1
      at = next
    }
  }
}
