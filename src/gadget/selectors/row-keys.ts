/** Which row a key leads to from another, where `page` rows are in sight; null for a key that leads nowhere. */
export function rowByKey(key: string, at: number, page: number, count: number): number | null {
  const to = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: count,
    PageDown: at + Math.max(1, page),
    PageUp: at - Math.max(1, page),
  }[key]
  return to === undefined ? null : Math.max(0, Math.min(count - 1, to))
}
