import { type Totals, TotalsSum } from '../../history/totals.ts'
import type { Floor } from '../floor/floor.ts'
import { midnightBefore } from './time-axis.ts'

/** What these agents' day comes to so far, a few agents at a time: each step counts so many, the last one answers. */
export function* floorTotals(
  floor: Pick<Floor, 'days' | 'history'> & { readonly clock: Pick<Floor['clock'], 'now'> },
  agentIds: readonly string[],
  agentsPerStep: number,
): Generator<void, Totals, void> {
  const now = floor.clock.now()
  const window = { from: midnightBefore(now), to: now }
  const sum = new TotalsSum()
  for (const [index, agentId] of agentIds.entries()) {
    if (index > 0 && index % agentsPerStep === 0) yield
    const record = floor.days.get(agentId)
    if (record) sum.addTotals(record.sum.totals)
    for (const entry of floor.history.entries(agentId, now)) sum.addEntry(entry, window, now)
  }
  return sum.totals
}
