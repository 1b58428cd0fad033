/** A stretch of time, milliseconds since 1970 UTC. */
export type Range = { readonly from: number; readonly to: number }

const HOUR_MS = 3_600_000
const DAY_SECONDS = 24 * 3600

/** The last midnight of this browser's time zone. */
export const midnightBefore = (now: number): number => new Date(now).setHours(0, 0, 0, 0)

/** The midnight after a moment, in this browser's time zone, also where the day has 23 or 25 hours. */
export const midnightAfter = (at: number): number => midnightBefore(midnightBefore(at) + 36 * HOUR_MS)

/** The least that a day's bar shows. Milliseconds. */
const LEAST_MS = 15 * 60_000

/** Today until now, from when there was something to see, or from midnight; where that has just begun, from a little before. */
export const todayOf = (now: number, from: number): Range => ({
  from: Math.min(Math.max(midnightBefore(now), from), now - LEAST_MS),
  to: now,
})

/** The day of this browser's time zone in which a moment lies. */
export const dayOf = (at: number): Range => ({ from: midnightBefore(at), to: midnightAfter(at) })

/** Where a moment lies in a range: 0 at its start, 1 at its end, not beyond. */
export const place = (at: number, { from, to }: Range): number => Math.min(1, Math.max(0, (at - from) / (to - from)))

const STEPS_SECONDS = [
  1,
  2,
  5,
  10,
  15,
  30,
  ...[1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440].map((m) => m * 60),
]

/** The time between two ticks, a round one, so that a range has at most about so many. Milliseconds. */
export function tickStep({ from, to }: Range, atMost: number): number {
  const seconds = (to - from) / 1000
  return (STEPS_SECONDS.find((each) => seconds / each <= atMost) ?? DAY_SECONDS) * 1000
}

/** Round moments of this browser's time zone in a range. */
export function ticks({ from, to }: Range, step: number): readonly number[] {
  const found: number[] = []
  // From midnight of each day, so that ticks are round also where a day has 23 or 25 hours.
  for (let day = midnightBefore(from); day < to; day = midnightAfter(day)) {
    const end = Math.min(to, midnightAfter(day))
    for (let at = day + Math.ceil(Math.max(0, from - day) / step) * step; at < end; at += step) found.push(at)
  }
  return found
}
