import type { ReasonCode } from '../cti/reason-code.ts'
import type { AgentState } from './agent-state.ts'
import { type Entry, type Verdict, VERDICTS } from './entry.ts'
import { hasReason } from './finesse-readings.ts'
import { lastsIn, type Window } from './window.ts'

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

/** Which entry is meant: whose it is, and when it began. */
export type EntryKey = { readonly agentId: string; readonly from: number }

/** Sums over a stretch of time. Times in milliseconds; what began before it or lasts counts with the part inside. */
export type Totals = {
  /** Longest time first. */
  readonly reasons: readonly ReasonTotal[]
  /** The stay in NOT_READY with most time in the window. */
  readonly longest: (EntryKey & { readonly timeMs: number }) | null
  readonly notReadyMs: number
  /** Of it, the time in which Finesse was watched as the stay began. */
  readonly notReadyWatchedMs: number
  /** Of that, the time for which Finesse has no reason. */
  readonly notReadyWithoutFinesseMs: number
  /** `notReadyWithoutFinesseMs` of `notReadyWatchedMs`, 0 to 1; null where there is nothing to share. */
  readonly shareWithoutFinesse: number | null
  readonly worstLag: (EntryKey & { readonly lag: number }) | null
  readonly verdicts: Readonly<Record<Verdict, number>>
}

const reasonKey = ({ state, code, label }: Pick<ReasonTotal, 'state' | 'code' | 'label'>): string =>
  `${state} ${code}${label === null ? '' : ` ${label}`}`

/** Sums that grow: entry by entry, or by what others have summed up. */
export class TotalsSum {
  readonly #reasons = new Map<string, ReasonTotal>()
  readonly #verdicts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>
  #longest: Totals['longest'] = null
  #notReadyMs = 0
  #notReadyWatchedMs = 0
  #notReadyWithoutFinesseMs = 0
  #worstLag: Totals['worstLag'] = null

  /**
   * Counts the part of an entry that lies in a window; nothing of one that lies outside.
   * @param now On the relay's clock: until then lasts what lasts.
   */
  addEntry(entry: Entry, { from, to }: Window, now: number): void {
    const end = Math.min(to, now)
    if (end <= from || !lastsIn(entry, { from, to: end })) return
    const ms = Math.min(entry.to ?? Infinity, end) - Math.max(entry.from, from)
    const { state, reason, lag } = entry
    this.#verdicts[entry.verdict] += 1
    if (lag !== null) this.#meetLag(entry, lag)
    this.#addReason({
      state,
      code: reason?.code ?? null,
      label: reason?.label ?? null,
      timeMs: ms,
      count: 1,
      longestMs: ms,
    })
    if (state !== 'NOT_READY') return
    this.#meetLongest(entry, ms)
    this.#notReadyMs += ms
    if (!entry.finesseWatched) return
    this.#notReadyWatchedMs += ms
    if (!entry.finesse || !hasReason(entry.finesse)) this.#notReadyWithoutFinesseMs += ms
  }

  /** Counts what others have summed up: other agents, or another stretch of time. */
  addTotals(other: Totals): void {
    for (const reason of other.reasons) this.#addReason(reason)
    for (const verdict of VERDICTS) this.#verdicts[verdict] += other.verdicts[verdict]
    if (other.worstLag) this.#meetLag(other.worstLag, other.worstLag.lag)
    if (other.longest) this.#meetLongest(other.longest, other.longest.timeMs)
    this.#notReadyMs += other.notReadyMs
    this.#notReadyWatchedMs += other.notReadyWatchedMs
    this.#notReadyWithoutFinesseMs += other.notReadyWithoutFinesseMs
  }

  /** What it came to so far. */
  get totals(): Totals {
    return {
      reasons: [...this.#reasons.values()].toSorted((a, b) => b.timeMs - a.timeMs),
      longest: this.#longest,
      notReadyMs: this.#notReadyMs,
      notReadyWatchedMs: this.#notReadyWatchedMs,
      notReadyWithoutFinesseMs: this.#notReadyWithoutFinesseMs,
      shareWithoutFinesse:
        this.#notReadyWatchedMs === 0 ? null : this.#notReadyWithoutFinesseMs / this.#notReadyWatchedMs,
      worstLag: this.#worstLag,
      verdicts: { ...this.#verdicts },
    }
  }

  #addReason(reason: ReasonTotal): void {
    const key = reasonKey(reason)
    const sum = this.#reasons.get(key)
    this.#reasons.set(
      key,
      sum
        ? {
            ...sum,
            timeMs: sum.timeMs + reason.timeMs,
            count: sum.count + reason.count,
            longestMs: Math.max(sum.longestMs, reason.longestMs),
          }
        : reason,
    )
  }

  #meetLag({ agentId, from }: EntryKey, lag: number): void {
    if (lag > (this.#worstLag?.lag ?? -Infinity)) this.#worstLag = { agentId, from, lag }
  }

  #meetLongest({ agentId, from }: EntryKey, timeMs: number): void {
    if (timeMs > (this.#longest?.timeMs ?? -Infinity)) this.#longest = { agentId, from, timeMs }
  }
}

/**
 * Sums up entries: one agent's, or several agents' one after another.
 * @param now On the relay's clock: until then lasts what lasts.
 */
export function totals(entries: Iterable<Entry>, window: Window, now: number): Totals {
  const sum = new TotalsSum()
  for (const entry of entries) sum.addEntry(entry, window, now)
  return sum.totals
}

/** The totals of several agents, or of stretches of time that do not overlap, in one. */
export function addedTotals(parts: Iterable<Totals>): Totals {
  const sum = new TotalsSum()
  for (const part of parts) sum.addTotals(part)
  return sum.totals
}
