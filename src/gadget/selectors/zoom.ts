import type { Range } from './time-axis.ts'

/** The shortest stretch that can be looked at, in milliseconds: a lag of some hundred is still seen in it. */
export const SHORTEST_MS = 5000

/** One step of a button, a key or a notch of the wheel: so much of the stretch stays in view. */
export const ZOOM_STEP = 2 / 3

const limited = (value: number, low: number, high: number): number =>
  Math.min(Math.max(value, low), Math.max(low, high))

/** A stretch that lies within the bounds, as long as it was where that is possible. */
export function within({ from, to }: Range, bounds: Range): Range {
  const all = bounds.to - bounds.from
  const length = limited(to - from, Math.min(SHORTEST_MS, all), all)
  const start = limited(Math.round(from), bounds.from, bounds.to - length)
  return { from: start, to: Math.round(start + length) }
}

/**
 * The stretch after zooming: its length times the factor, with one moment staying where it is.
 * @param about That moment, as its share of the stretch: 0 at its start, 1 at its end.
 */
export function zoomed({ from, to }: Range, factor: number, about: number, bounds: Range): Range {
  const longest = bounds.to - bounds.from
  const length = limited((to - from) * factor, Math.min(SHORTEST_MS, longest), longest)
  const start = from + about * (to - from - length)
  return within({ from: start, to: start + length }, bounds)
}

/** The stretch moved by a share of its length: negative to the past. */
export function panned({ from, to }: Range, share: number, bounds: Range): Range {
  const by = share * (to - from)
  return within({ from: from + by, to: to + by }, bounds)
}

/** Two fingers, each as its share of the plot's width. */
export type Fingers = readonly [number, number]

/** The stretch that keeps under two fingers what was under them when they were put down. */
export function pinched(start: Range, [a0, b0]: Fingers, [a1, b1]: Fingers, bounds: Range): Range {
  const spread = b1 - a1
  // Fingers that cross or meet say nothing of a length.
  const factor = spread === 0 || (b0 - a0) / spread <= 0 ? 1 : (b0 - a0) / spread
  const length = limited((start.to - start.from) * factor, SHORTEST_MS, bounds.to - bounds.from)
  const middle = start.from + ((a0 + b0) / 2) * (start.to - start.from)
  const from = middle - ((a1 + b1) / 2) * length
  return within({ from, to: from + length }, bounds)
}

/** The stretch moved, where a part of time is out of view, so that the part begins in view near the start. */
export function revealing(range: Range, part: Range, bounds: Range): Range {
  if (part.from < range.to && part.to > range.from) return range
  const length = range.to - range.from
  const from = part.from - length / 10
  return within({ from, to: from + length }, bounds)
}

/** What is looked at: so much time, up to a moment, or up to the end of the bounds, which moves while they end now. */
export type View = { readonly length: number; readonly end: number | null }

/** The stretch that a view shows within bounds. */
export function rangeIn({ length, end }: View, bounds: Range): Range {
  const to = end ?? bounds.to
  return within({ from: to - length, to }, bounds)
}

/** The view of a stretch: one that reaches the end of the bounds goes on with it. */
export const viewOf = ({ from, to }: Range, bounds: Range): View => ({
  length: to - from >= bounds.to - bounds.from ? Infinity : to - from,
  end: to >= bounds.to ? null : to,
})

const MINUTE_MS = 60_000

/** Lengths to choose from, in milliseconds; the last is all there is. */
export const LENGTHS = { '15m': 15 * MINUTE_MS, '1h': 60 * MINUTE_MS, '4h': 240 * MINUTE_MS, day: Infinity } as const

/** The shortest of these lengths that shows everything since a moment, four hours at most. */
export const lengthSince = (from: number, now: number): number =>
  [LENGTHS['15m'], LENGTHS['1h']].find((length) => now - length <= from) ?? LENGTHS['4h']
