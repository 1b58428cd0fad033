/** How often a fault that lasts is told of again. Milliseconds. */
const AGAIN_MS = 3_600_000

/**
 * A fault of something that is tried again and again by itself. It is told when it begins, when it becomes another, and once an hour
 * while it lasts: whoever looks into the log finds why, and the log of a week without Finesse stays short.
 */
export class LastingFault {
  #code: string | null = null
  #toldAt = 0

  /** It has failed again: is that to be told? @param now By a clock that nobody sets, milliseconds. */
  isNews(error: unknown, now = performance.now()): boolean {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    if (code === this.#code && now - this.#toldAt < AGAIN_MS) return false
    this.#code = code
    this.#toldAt = now
    return true
  }

  /** It has worked. */
  end(): void {
    this.#code = null
  }
}
