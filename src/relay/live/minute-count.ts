const MINUTE_MS = 60_000

/** Counts things by key within the present minute. Pure: times are passed in, in milliseconds. */
export class MinuteCount {
  readonly #byKey = new Map<string, number>()
  #minute = 0
  #total = 0

  add(key: string, now: number): void {
    this.#turn(now)
    this.#total += 1
    this.#byKey.set(key, (this.#byKey.get(key) ?? 0) + 1)
  }

  of(key: string, now: number): number {
    this.#turn(now)
    return this.#byKey.get(key) ?? 0
  }

  total(now: number): number {
    this.#turn(now)
    return this.#total
  }

  #turn(now: number): void {
    const minute = Math.floor(now / MINUTE_MS)
    if (minute === this.#minute) return
    this.#minute = minute
    this.#total = 0
    this.#byKey.clear()
  }
}
