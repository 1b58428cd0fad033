type Waiting<T> = { readonly value: T; readonly dueAt: number }

/** What `take` answers: a piece of work, or when to ask again (null: once something is put). */
export type Taken<T> = { readonly key: string; readonly value: T } | { readonly waitUntil: number | null }

/**
 * Work by key, taken one piece at a time when it is due and never faster than a rate. A key that is put again while it
 * waits keeps its earlier moment and takes the newer value: a burst about one agent is one piece of work.
 * Pure: times are passed in, in milliseconds.
 */
export class PacedQueue<T> {
  readonly #waiting = new Map<string, Waiting<T>>()
  readonly #intervalMs: number
  #allowedAt = 0
  #seenAt = -Infinity

  constructor(perSecond: number) {
    this.#intervalMs = 1000 / perSecond
  }

  get size(): number {
    return this.#waiting.size
  }

  put(key: string, value: T, dueAt: number): void {
    const before = this.#waiting.get(key)
    this.#waiting.set(key, { value, dueAt: before ? Math.min(before.dueAt, dueAt) : dueAt })
  }

  /** The keys whose moment has come, whatever the rate allows. */
  due(now: number): readonly string[] {
    return [...this.#waiting].filter(([, { dueAt }]) => dueAt <= now).map(([key]) => key)
  }

  /** Takes a piece out of its turn, as part of another one; undefined where there is none. */
  withdraw(key: string): T | undefined {
    const waiting = this.#waiting.get(key)
    this.#waiting.delete(key)
    return waiting?.value
  }

  /** Takes nothing before this moment. */
  pauseUntil(moment: number): void {
    this.#allowedAt = Math.max(this.#allowedAt, moment)
  }

  /** A clock that was set back makes nobody wait for longer than was meant. */
  #follow(now: number): void {
    const back = this.#seenAt - now
    this.#seenAt = now
    if (back <= 0) return
    this.#allowedAt -= back
    for (const [key, { value, dueAt }] of this.#waiting) this.#waiting.set(key, { value, dueAt: dueAt - back })
  }

  /** The piece that has been due longest. */
  take(now: number): Taken<T> {
    this.#follow(now)
    // Asked at each event of a busy floor, whose agents may all wait: they are looked through when one may be taken only.
    if (now < this.#allowedAt && this.#waiting.size > 0) return { waitUntil: this.#allowedAt }
    let key: string | undefined
    let first: Waiting<T> | undefined
    for (const [candidate, waiting] of this.#waiting) {
      if (!first || waiting.dueAt < first.dueAt) [key, first] = [candidate, waiting]
    }
    if (key === undefined || !first) return { waitUntil: null }
    if (now < first.dueAt) return { waitUntil: first.dueAt }
    this.#waiting.delete(key)
    this.#allowedAt = now + this.#intervalMs
    return { key, value: first.value }
  }
}
