/**
 * Runs something for each item, for so many at the same time, in their order. Brings the results in the same order.
 * @throws whatever the first run that fails throws; those that have begun go on
 */
export async function inTurns<Item, Result>(
  items: readonly Item[],
  together: number,
  run: (item: Item, index: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  // One iterator for all: each takes the next item when it is through with its last.
  const waiting = items.entries()
  const work = async (): Promise<void> => {
    for (const [index, item] of waiting) results[index] = await run(item, index)
  }
  await Promise.all(Array.from({ length: Math.min(together, items.length) }, work))
  return results
}
