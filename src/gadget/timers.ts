/** The passing of time, given from outside so that tests can make it pass. Milliseconds throughout. */
export type Timers = {
  /** This browser's clock, milliseconds since 1970 UTC. */
  now(): number
  /** Runs something once after a time; the function that comes back prevents it. */
  after(ms: number, run: () => void): () => void
}

export const browserTimers: Timers = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
