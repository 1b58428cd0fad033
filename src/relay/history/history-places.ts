import type { HistoryStore } from './history-store.ts'

/** By how much the order of the history may differ from that of the moments, with room to spare. Milliseconds. */
export const DISORDER_MS = 3_600_000

/** The last place in the history that is surely before a moment: places grow with time, but for a little disorder. */
export async function lastPlaceBefore(
  store: Pick<HistoryStore, 'lastSeq' | 'prunedTo' | 'readAfter'>,
  moment: number,
): Promise<number> {
  let [before, after] = [store.prunedTo, store.lastSeq]
  while (before < after) {
    const middle = Math.ceil((before + after) / 2)
    const [row] = await store.readAfter(middle - 1, 1)
    if (row && row.at < moment - DISORDER_MS) before = middle
    else after = middle - 1
  }
  return before
}
