import type { ReasonCode } from '../cti/reason-code.ts'
import type { AgentState } from './agent-state.ts'
import { type Entry, type Verdict, VERDICTS } from './entry.ts'
import { hasReason } from './finesse-readings.ts'

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
  /** The stay in NOT_READY with most time in the window. */
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

/** From a moment up to, and without, another: milliseconds on the relay's clock. */
type Window = { readonly from: number; readonly to: number }

/**
 * Sums up entries: one agent's, or several agents' one after another.
 * @param now On the relay's clock: until then lasts what lasts.
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
  const end = Math.min(to, now)
  for (const entry of entries) {
    const entryEnd = entry.to ?? Infinity
    // What a gap ended in the moment it began lasted for no time, but it was.
    if (end <= from || entry.from >= end || (entryEnd <= from && entry.from < from)) continue
    const ms = Math.min(entryEnd, end) - Math.max(entry.from, from)
    verdicts[entry.verdict] += 1
    if (entry.lag !== null && entry.lag > (worstLag?.lag ?? -Infinity)) worstLag = { lag: entry.lag, entry }
    const { state, reason } = entry
    const code = reason?.code ?? null
    const label = reason?.label ?? null
    const key = JSON.stringify([state, code, label])
    const sum = reasons.get(key)
    reasons.set(key, {
      state,
      code,
      label,
      timeMs: (sum?.timeMs ?? 0) + ms,
      count: (sum?.count ?? 0) + 1,
      longestMs: Math.max(sum?.longestMs ?? 0, ms),
    })
    if (state !== 'NOT_READY') continue
    if (longest === null || ms > longestMs) {
      longest = entry
      longestMs = ms
    }
    notReadyMs += ms
    if (!entry.finesseWatched) continue
    notReadyWatchedMs += ms
    if (!entry.finesse || !hasReason(entry.finesse)) notReadyWithoutFinesseMs += ms
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
