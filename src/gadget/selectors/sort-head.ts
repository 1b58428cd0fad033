/** What the head of a column says of the order of the rows. */
export type SortHead = {
  /** For `aria-sort`. */
  readonly sort: 'ascending' | 'descending' | 'none'
  /** Stands after the heading. */
  readonly arrow: string
}

/** @param isDescending null: the rows are in another order. */
export function sortHead(isDescending: boolean | null): SortHead {
  if (isDescending === null) return { sort: 'none', arrow: '' }
  return isDescending ? { sort: 'descending', arrow: ' ▾' } : { sort: 'ascending', arrow: ' ▴' }
}
