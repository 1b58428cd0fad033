/** The first index of a list at which `reached` holds, or its length. It must hold for all that follow, too. */
export function firstIndex<T>(list: readonly T[], reached: (item: T) => boolean): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const item = list[middle]
    if (item !== undefined && reached(item)) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * Puts an item into a list sorted by `compare`, unless an equal one is there.
 * What is newest comes last, so that is tried first. Returns whether it was put in.
 */
export function insertSorted<T>(list: T[], item: T, compare: (a: T, b: T) => number): boolean {
  const last = list.at(-1)
  if (last === undefined || compare(last, item) < 0) {
    list.push(item)
    return true
  }
  const index = firstIndex(list, (other) => compare(other, item) >= 0)
  const there = list[index]
  if (there !== undefined && compare(there, item) === 0) return false
  list.splice(index, 0, item)
  return true
}

/** Compares two texts by code unit: the order is the same on every machine. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Compares two of one type by what they say: 0 where that is the same. */
export const compareContent = (a: object, b: object): number =>
  a === b ? 0 : compareText(JSON.stringify(a), JSON.stringify(b))

/** The place of an observation in the relay's history; whatever never was there comes after what was. */
export const seqOf = (observation: { readonly seq?: number | undefined }): number =>
  observation.seq ?? Number.MAX_SAFE_INTEGER
