/** A socket may send so many frames at once, and so many a second on the whole: a gadget sends a handful a minute. */
const BURST = 1_000
const PER_SECOND = 100

/** What one socket may still send, messages, pings and pongs alike. Pure: times are passed in, in milliseconds. */
export class FrameBudget {
  readonly #burst: number
  readonly #perSecond: number
  #left: number
  #at: number

  constructor(now: number, burst = BURST, perSecond = PER_SECOND) {
    this.#burst = burst
    this.#perSecond = perSecond
    this.#left = burst
    this.#at = now
  }

  /** One frame came; false where it was one too many. */
  spend(now: number): boolean {
    this.#left = Math.min(this.#burst, this.#left + (Math.max(0, now - this.#at) / 1000) * this.#perSecond)
    this.#at = now
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }
}
