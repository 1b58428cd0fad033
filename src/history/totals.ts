import type { ReasonCode } from '../cti/reason-code.ts'
import type { AgentState } from './agent-state.ts'
import { type Entry, type Verdict, VERDICTS } from './entry.ts'

/** One reason in one state. Times in milliseconds. */
export type ReasonTotal = {
  readonly state: AgentState
  /** null: no reason was heard. */
  readonly code: ReasonCode | null
  readonly label: string | null
  readonly timeMs: number
  readonly count: number
  readonly longestMs: number
}

/** Sums over a stretch of time. Times in milliseconds; what began before it or lasts counts with the part inside. */
export type Totals = {
  /** Longest time first. */
  readonly reasons: readonly ReasonTotal[]
  readonly longest: Entry | null
  readonly notReadyMs: number
  /** Of it, the time in which Finesse was watched as the stay began. */
  readonly notReadyWatchedMs: number
  /** Of that, the time for which Finesse has no reason. */
  readonly notReadyWithoutFinesseMs: number
  /** `notReadyWithoutFinesseMs` of `notReadyWatchedMs`, 0 to 1; null where there is nothing to share. */
  readonly shareWithoutFinesse: number | null
  readonly worstLag: { readonly lag: number; readonly entry: Entry } | null
  readonly verdicts: Readonly<Record<Verdict, number>>
}

type Window = { readonly from: number; readonly to: number }

/**
 * Sums up entries: one agent's, or several agents' one after another.
 * @param now Milliseconds on the relay's clock: so far lasts what lasts.
 */
export function totals(entries: Iterable<Entry>, { from, to }: Window, now: number): Totals {
  const reasons = new Map<string, ReasonTotal>()
  const verdicts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>
  let longest: Entry | null = null
  let longestMs = 0
  let notReadyMs = 0
  let notReadyWatchedMs = 0
  let notReadyWithoutFinesseMs = 0
  let worstLag: Totals['worstLag'] = null
  for (const entry of entries) {
    const ms = Math.min(entry.to ?? now, to, now) - Math.max(entry.from, from)
    if (ms < 0 || (ms === 0 && entry.to !== null)) continue
    verdicts[entry.verdict] += 1
    if (entry.lag !== null && entry.lag > (worstLag?.lag ?? -Infinity)) worstLag = { lag: entry.lag, entry }
    if (ms > longestMs) {
      longest = entry
      longestMs = ms
    }
    const { state, reason } = entry
    const code = reason?.code ?? null
    const key = `${state} ${code} ${reason?.label}`
    const sum = reasons.get(key)
    reasons.set(key, {
      state,
      code,
      label: reason?.label ?? null,
      timeMs: (sum?.timeMs ?? 0) + ms,
      count: (sum?.count ?? 0) + 1,
      longestMs: Math.max(sum?.longestMs ?? 0, ms),
    })
    if (state !== 'NOT_READY') continue
    notReadyMs += ms
    if (!entry.finesseWatched) continue
    notReadyWatchedMs += ms
    if (!entry.finesse?.reason && !entry.finesse?.reasonCodeId) notReadyWithoutFinesseMs += ms
  }
  return {
    reasons: [...reasons.values()].toSorted((a, b) => b.timeMs - a.timeMs),
    longest,
    notReadyMs,
    notReadyWatchedMs,
    notReadyWithoutFinesseMs,
    shareWithoutFinesse: notReadyWatchedMs === 0 ? null : notReadyWithoutFinesseMs / notReadyWatchedMs,
    worstLag,
    verdicts,
  }
}
