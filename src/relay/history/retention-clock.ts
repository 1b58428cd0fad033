import { DISORDER_MS, lastPlaceBefore } from './history-places.ts'
import type { HistoryStore } from './history-store.ts'

const DAY_MS = 86_400_000

/**
 * A clock is known again by what the history has of the last days: the newest may be a long weekend old. With a short retention it is
 * half of that, for there is no more to know it by.
 */
const LONGEST_MS = 3 * DAY_MS

/** A clock that differs by so much more from how long the machine has run, between two looks, was set. Milliseconds. */
const LEAP_MS = 3_600_000

/** Rows that are looked at in one place: of some nothing is left, because a person was forgotten. */
const ROWS = 100

type Known = Pick<HistoryStore, 'lastSeq' | 'prunedTo' | 'readAfter'>

/**
 * May this machine's clock be believed when it says that something is past the retention? One that is far ahead, after a flat
 * battery or a wrong setting, would have all of the history removed. It is believed where the history goes on up to it, from some
 * days ago to the present; else when it has been seen to go on for some days, in which somebody notices that it is wrong.
 */
export class RetentionClock {
  readonly #steady: () => number
  readonly #enoughMs: number
  #seen: { readonly now: number; readonly steady: number } | null = null
  #sinceSteady = 0
  #isKnown = false

  /** @param steady A clock that nobody sets, milliseconds. */
  constructor(retentionMs: number, steady: () => number = () => performance.now()) {
    this.#enoughMs = Math.min(LONGEST_MS, retentionMs / 2)
    this.#steady = steady
  }

  /** For how much longer the clock is in doubt, milliseconds; 0 when it may be believed. @throws {HistoryError} */
  async doubtMs(history: Known, now: number): Promise<number> {
    const steady = this.#steady()
    if (!this.#seen || Math.abs(now - this.#seen.now - (steady - this.#seen.steady)) > LEAP_MS) {
      this.#sinceSteady = steady
      this.#isKnown = false
    }
    this.#seen = { now, steady }
    const left = this.#sinceSteady + this.#enoughMs - steady
    if (left <= 0) return 0
    this.#isKnown ||= await this.#isContinued(history, now)
    return this.#isKnown ? 0 : left
  }

  /** Has the history something of the last days, and of those before them? The former alone this clock itself may have written. */
  async #isContinued(history: Known, now: number): Promise<boolean> {
    const { lastSeq } = history
    const hasSome = async (place: number, from: number, to: number): Promise<boolean> => {
      const rows = await history.readAfter(Math.max(history.prunedTo, place - ROWS), ROWS)
      return rows.some(({ at }) => at >= from && at <= to)
    }
    const earlier = now - this.#enoughMs
    if (!(await hasSome(lastSeq, earlier, now + this.#enoughMs))) return false
    return hasSome(await lastPlaceBefore(history, earlier + DISORDER_MS), earlier - this.#enoughMs, earlier)
  }
}
