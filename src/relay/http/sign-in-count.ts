import type { FastifyRateLimitStore } from '@fastify/rate-limit'
import { keepNewest } from '../../cti/keep-newest.ts'

/** Sign-ins of one address within this time are counted, from the first of them on. Milliseconds. */
const WINDOW_MS = 60_000

/** Addresses that are counted at a time. */
const MAX_ADDRESSES = 50_000

/**
 * Counts sign-ins by address, on a clock that nobody sets: with the library's own count, an address that has signed in before this
 * machine's clock is set back would be refused sooner or later, until the clock has caught up.
 */
export class SignInCount implements FastifyRateLimitStore {
  readonly #windows = new Map<string, { count: number; readonly since: number }>()
  readonly #steady: () => number

  /**
   * @param _options The library's, which has the limit itself.
   * @param steady A clock that nobody sets, milliseconds.
   */
  constructor(_options?: unknown, steady: () => number = () => performance.now()) {
    this.#steady = steady
  }

  /** Counts one more of an address; tells how many there are, and for how long they count. */
  incr(address: string, tell: (error: null, count: { current: number; ttl: number }) => void): void {
    const now = this.#steady()
    const window = this.#windowOf(address, now)
    window.count += 1
    tell(null, { current: window.count, ttl: window.since + WINDOW_MS - now })
  }

  /** One count for all. */
  child(): this {
    return this
  }

  #windowOf(address: string, now: number): { count: number; readonly since: number } {
    const known = this.#windows.get(address)
    if (known && now < known.since + WINDOW_MS) return known
    const window = { count: 0, since: now }
    this.#windows.delete(address)
    this.#windows.set(address, window)
    keepNewest(this.#windows, MAX_ADDRESSES)
    return window
  }
}
