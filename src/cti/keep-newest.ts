/**
 * Sees to it that there are so many in a map or set at most: where there are more, a tenth of them goes, those that have been in it
 * longest. Not one at a time, for whoever looks for the oldest passes by all that were removed before. Call it after each addition.
 */
export function keepNewest(kept: Map<unknown, unknown> | Set<unknown>, most: number): void {
  if (kept.size <= most) return
  const rest = Math.floor(0.9 * most)
  for (const oldest of kept.keys()) {
    kept.delete(oldest)
    if (kept.size <= rest) return
  }
}
