import { firstIndex } from '../../history/sorted.ts'

/** Heights in pixels. */
export type ListHeights = { readonly row: number; readonly head: number }

/**
 * Where the rows of a long list lie, in pixels from its top. All rows are equally high, and so are all heads among them, so
 * that nothing has to be measured and no list is too long.
 */
export class ListLayout {
  readonly #count: number
  /** Indexes of the heads, in order. */
  readonly #heads: readonly number[]
  readonly #heights: ListHeights

  constructor(count: number, heads: readonly number[], heights: ListHeights) {
    this.#count = count
    this.#heads = heads
    this.#heights = heights
  }

  /** How high everything is together. */
  get height(): number {
    return this.startOf(this.#count)
  }

  /** Where a row or a head begins. */
  startOf(index: number): number {
    const heads = firstIndex(this.#heads, (head) => head >= index)
    return (index - heads) * this.#heights.row + heads * this.#heights.head
  }

  heightOf(index: number): number {
    return this.startOf(index + 1) - this.startOf(index)
  }

  /** The row or head at a place; beyond the ends the first or the last. */
  indexAt(y: number): number {
    let [low, high] = [0, Math.max(0, this.#count - 1)]
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (this.startOf(middle) <= y) low = middle
      else high = middle - 1
    }
    return low
  }

  /** What has to be there to see from one place to another, and some more on both sides; `to` is the first that has not. */
  window(top: number, bottom: number, more: number): { readonly from: number; readonly to: number } {
    return {
      from: Math.max(0, this.indexAt(top) - more),
      to: Math.min(this.#count, this.indexAt(bottom) + 1 + more),
    }
  }
}
