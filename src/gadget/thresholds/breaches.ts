import type { AgentState } from '../../history/agent-state.ts'
import type { ShownReason } from '../../history/entry.ts'
import type { Floor } from '../floor/floor.ts'
import { midnightBefore } from '../selectors/time-axis.ts'
import { thresholdOf, type Thresholds } from './thresholds.ts'

/** A stay of today that was, or is, longer than its threshold. Milliseconds on the relay's clock. */
export type Breach = {
  readonly agentId: string
  readonly state: AgentState
  readonly reason: ShownReason | null
  readonly from: number
  /** null while it lasts. */
  readonly to: number | null
  /** When it was too long. */
  readonly at: number
}

/** Today's breaches of these agents, the latest first. */
export function breachesToday(
  { days, history }: Pick<Floor, 'days' | 'history'>,
  agentIds: Iterable<string>,
  thresholds: Thresholds,
  now: number,
): readonly Breach[] {
  const midnight = midnightBefore(now)
  const breaches: Breach[] = []
  const look = ({ agentId, state, reason, from, to }: Omit<Breach, 'at'>): void => {
    const { breachMs = null } = thresholdOf(thresholds, { state, reason }) ?? {}
    if (breachMs === null) return
    const at = from + breachMs
    if (at >= midnight && at <= (to ?? now)) breaches.push({ agentId, state, reason, from, to, at })
  }
  for (const agentId of agentIds) {
    for (const stay of days.get(agentId)?.longStays ?? []) look(stay)
    for (const entry of history.entries(agentId, now)) look(entry)
  }
  return breaches.toSorted((a, b) => b.at - a.at)
}
