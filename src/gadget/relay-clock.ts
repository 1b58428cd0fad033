import type { Timers } from './timers.ts'

/** The relay's clock as this browser can tell it, and a tick each second for whatever shows a time that passes. */
export class RelayClock {
  readonly #timers: Timers
  readonly #listeners = new Set<() => void>()
  #ahead = 0
  #cancel: (() => void) | null = null

  constructor(timers: Timers) {
    this.#timers = timers
  }

  /** Relay's clock minus this browser's, in milliseconds; 0 until a relay has told its time. */
  get ahead(): number {
    return this.#ahead
  }

  set ahead(ms: number) {
    this.#ahead = ms
  }

  /** Milliseconds since 1970 UTC on the relay's clock. */
  now(): number {
    return this.#timers.now() + this.#ahead
  }

  /** Calls once after a time, in milliseconds; the function that comes back prevents it. */
  after(ms: number, run: () => void): () => void {
    return this.#timers.after(ms, run)
  }

  /** Calls at each full second; the function that comes back ends it. Without listeners nothing ticks. */
  onTick(listener: () => void): () => void {
    this.#listeners.add(listener)
    if (!this.#cancel) this.#schedule()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      this.#cancel?.()
      this.#cancel = null
    }
  }

  #schedule(): void {
    this.#cancel = this.#timers.after(1000 - (this.#timers.now() % 1000), () => {
      this.#schedule()
      for (const listener of this.#listeners) listener()
    })
  }
}
