import type { HistoryStore } from '../../history/history-store.ts'

export const GIB = 1024 ** 3

/** How much a history has, in words. */
export async function describeStore(store: HistoryStore): Promise<string> {
  const { rows, oldest } = await store.size()
  return oldest === null ? 'empty' : `${rows} observations since ${new Date(oldest).toISOString()}`
}
