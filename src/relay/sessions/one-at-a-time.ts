type Line = { tail: Promise<unknown>; length: number }

/** Runs the work of one key in turn, and that of different keys side by side. */
export class OneAtATime {
  readonly #lines = new Map<string, Line>()

  /** Works of a key that are under way or wait. */
  waiting(key: string): number {
    return this.#lines.get(key)?.length ?? 0
  }

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const line = this.#lines.get(key) ?? { tail: Promise.resolve(), length: 0 }
    this.#lines.set(key, line)
    const turn = line.tail.then(work, work)
    line.tail = turn
    line.length += 1
    try {
      return await turn
    } finally {
      line.length -= 1
      if (line.length === 0) this.#lines.delete(key)
    }
  }
}
