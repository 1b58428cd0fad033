/** Pauses between tries, in milliseconds; the last one again and again. */
const PAUSES_MS = [1000, 2000, 4000, 8000, 15_000, 30_000]

/** A relay that sends everybody away at once has them back over this time, from the first of the pauses on. */
const RETURN_SPREAD_MS = 4000

/**
 * How long to wait before coming back to a relay that has said goodbye to all its gadgets, in milliseconds.
 * @param random From 0 up to 1.
 */
export const returnPause = (random: number): number => (PAUSES_MS[0] ?? 0) + random * RETURN_SPREAD_MS

/**
 * How long to wait before the next try, in milliseconds: longer each time, and between half of the pause and all of it,
 * so that gadgets which lost a server together do not all return together.
 * @param failures How many tries have failed since the last that worked; 1 after the first.
 * @param random From 0 up to 1.
 */
export function retryPause(failures: number, random: number): number {
  const pause = PAUSES_MS[Math.min(failures, PAUSES_MS.length) - 1] ?? 0
  return pause * (0.5 + random / 2)
}
