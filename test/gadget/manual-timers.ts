import type { Timers } from '../../src/gadget/timers.ts'

type Planned = { readonly at: number; readonly run: () => void }

/** Time that passes when a test says so. */
export class ManualTimers implements Timers {
  #now: number
  readonly #planned = new Set<Planned>()

  constructor(now: number) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  after(ms: number, run: () => void): () => void {
    const planned = { at: this.#now + ms, run }
    this.#planned.add(planned)
    return () => this.#planned.delete(planned)
  }

  /** Lets time pass, and runs what is planned meanwhile in its order. */
  pass(ms: number): void {
    const end = this.#now + ms
    for (;;) {
      const [next] = [...this.#planned].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)
      if (!next) break
      this.#planned.delete(next)
      this.#now = Math.max(this.#now, next.at)
      next.run()
    }
    this.#now = end
  }
}
