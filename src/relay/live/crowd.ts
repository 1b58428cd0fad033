/** So long is looked whether others come as well, and from so many on it is a crowd. */
const LOOK_MS = 100
const MANY = 10

/** A crowd is waited for this many looks at most. */
const MAX_LOOKS = 20

/**
 * After an outage all supervisors come back at once, and what they missed is read once for those who are sent it together. A
 * crowd is therefore let in before any of it begins to read; who comes with a few others only does not wait.
 */
export class Crowd {
  #arrivals = 0
  #looks = 0
  #waiting: (() => void)[] = []
  #isLooking = false

  /** Somebody has come. Resolves when he may begin. */
  async gather(): Promise<void> {
    this.#arrivals += 1
    if (!this.#isLooking) this.#lookSoon()
    if (this.#arrivals < MANY && this.#waiting.length === 0) return
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  #lookSoon(): void {
    this.#isLooking = true
    setTimeout(() => this.#look(), LOOK_MS).unref()
  }

  #look(): void {
    const isOver = this.#arrivals < MANY || this.#looks >= MAX_LOOKS
    this.#arrivals = 0
    this.#looks += 1
    this.#isLooking = false
    if (!isOver) return this.#lookSoon()
    this.#looks = 0
    for (const begin of this.#waiting.splice(0)) begin()
  }
}
