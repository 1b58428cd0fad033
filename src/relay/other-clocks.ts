/** So long after the start somebody may still tell what time it is. Milliseconds. */
const LISTEN_MS = 300_000

/** What the clocks of other machines say: Finesse's and those of CTI servers tell it by the way. */
export class OtherClocks {
  readonly #steady: () => number
  readonly #since: number
  /** By machine, what its clock says less what the steady one does. */
  readonly #told = new Map<string, number>()

  /** @param steady A clock that nobody sets, milliseconds. */
  constructor(steady: () => number = () => performance.now()) {
    this.#steady = steady
    this.#since = steady()
  }

  /** @param moment What a machine's clock says now, milliseconds; NaN where it says nothing. */
  told(machine: string, moment: number): void {
    if (moment > 0) this.#told.set(machine, moment - this.#steady())
  }

  /**
   * By how much a clock is ahead of that which is nearest to it, milliseconds; negative where it is behind. Where no other tells
   * anything it is right (0), once that was waited for: null until then.
   */
  aheadMs(now: number): number | null {
    const steady = this.#steady()
    const differences = [...this.#told.values()].map((told) => now - steady - told)
    const [nearest] = differences.toSorted((one, other) => Math.abs(one) - Math.abs(other))
    if (nearest !== undefined) return nearest
    return steady - this.#since < LISTEN_MS ? null : 0
  }
}
