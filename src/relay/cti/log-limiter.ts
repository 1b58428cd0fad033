/** A burst may write this many records, then one every so often. */
const BURST = 10
const REFILL_MS = 10_000

/** Keeps a stream of equal faults from filling the log: a burst, then one record each ten seconds. */
export class LogLimiter {
  #tokens = BURST
  #refilledAt = 0
  #skipped = 0

  /** @returns how many were left out since the last record, or null when this one is to be left out too. */
  admit(now: number): number | null {
    // A clock that was set back refills nothing, and holds up nothing.
    this.#refilledAt = Math.min(this.#refilledAt, now)
    const gained = Math.floor((now - this.#refilledAt) / REFILL_MS)
    if (gained > 0) {
      this.#tokens = Math.min(BURST, this.#tokens + gained)
      this.#refilledAt = now
    }
    if (this.#tokens === 0) {
      this.#skipped += 1
      return null
    }
    this.#tokens -= 1
    const skipped = this.#skipped
    this.#skipped = 0
    return skipped
  }
}
