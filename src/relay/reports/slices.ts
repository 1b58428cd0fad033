import { setImmediate as turnOfTheLoop } from 'node:timers/promises'

/** Longest time that a piece of long work holds up everything else, but for its last step. Milliseconds. */
const SLICE_MS = 5

/** How many long works are under way at a time; the others wait, first come, first served. */
const AT_A_TIME = 4

/**
 * Long work that must not be noticed: it is done in small steps, at most one slice of them per turn of the event loop
 * whoever does how much, so that sockets and the CTI link are served in between.
 */
export class Slices {
  readonly #now: () => number
  #lastTurn: Promise<unknown> = Promise.resolve()
  #running = 0
  readonly #waiting: (() => void)[] = []
  readonly #steps: (() => void)[] = []
  #isStepping = false

  /** @param now A clock for durations, milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Does a work when there is room for it beside the others. */
  async admit(work: () => Promise<void>): Promise<void> {
    if (this.#running >= AT_A_TIME) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#running += 1
    try {
      await work()
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running -= 1
    }
  }

  /** Does a small step for each item, as many per slice as there is time for. */
  async forEach<T>(items: Iterable<T>, step: (item: T) => void): Promise<void> {
    let end = -Infinity
    for (const item of items) {
      if (this.#now() >= end) {
        await this.turn()
        end = this.#now() + SLICE_MS
      }
      step(item)
    }
  }

  /** Does a small step when it is its turn: as many per slice as there is time for, first come, first served. Answers what it does. */
  step<T>(work: () => T | Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#steps.push(() => {
        try {
          resolve(work())
        } catch (error) {
          reject(error)
        }
      })
      if (!this.#isStepping) void this.#doSteps()
    })
  }

  /** Waits for a turn of the event loop that no other long work has. */
  async turn(): Promise<void> {
    const turn = this.#lastTurn.then(() => turnOfTheLoop())
    this.#lastTurn = turn
    await turn
  }

  async #doSteps(): Promise<void> {
    this.#isStepping = true
    while (this.#steps.length > 0) {
      await this.turn()
      const end = this.#now() + SLICE_MS
      do this.#steps.shift()?.()
      while (this.#steps.length > 0 && this.#now() < end)
    }
    this.#isStepping = false
  }
}
