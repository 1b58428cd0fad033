/** Which row a key leads to from another, where `page` rows are in sight; null for a key that leads nowhere. */
export const rowByKey = (key: string, at: number, page: number, count: number): number | null =>
  placeIn(
    count,
    {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: count,
      PageDown: at + Math.max(1, page),
      PageUp: at - Math.max(1, page),
    }[key],
  )

/** The same of things that stand beside each other, which run from left to right in every language. */
export const besideByKey = (key: string, at: number, count: number): number | null =>
  placeIn(count, { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: count }[key])

const placeIn = (count: number, to: number | undefined): number | null =>
  to === undefined ? null : Math.max(0, Math.min(count - 1, to))
