import type { ReasonCode } from '../../cti/reason-code.ts'
import type { AgentState } from '../../history/agent-state.ts'
import type { ShownReason } from '../../history/entry.ts'

/** From how long on a stay deserves a look, and from how long on it is too long. Milliseconds; null: never. */
export type Threshold = { readonly warnMs: number | null; readonly breachMs: number | null }

/** The thresholds that a supervisor has set, by `thresholdKey`. What has none is never over it. */
export type Thresholds = ReadonlyMap<string, Threshold>

export const NO_THRESHOLDS: Thresholds = new Map()

/** How a stay stands to its threshold. */
export type Level = 'none' | 'warn' | 'breach'

/** What a threshold is set for: a reason in its state, or a state where it is without a reason. */
export const thresholdKey = (state: AgentState, code: ReasonCode | null): string =>
  code === null ? state : `${state} ${code}`

type Timed = { readonly state: AgentState; readonly reason: ShownReason | null; readonly from: number }

/** A stay's threshold; undefined where none is set. */
export const thresholdOf = (thresholds: Thresholds, { state, reason }: Omit<Timed, 'from'>): Threshold | undefined =>
  thresholds.size === 0 ? undefined : thresholds.get(thresholdKey(state, reason?.code ?? null))

/** Which level a time has reached. */
export function levelOf(threshold: Threshold | undefined, ms: number): Level {
  if (threshold === undefined) return 'none'
  if (threshold.breachMs !== null && ms >= threshold.breachMs) return 'breach'
  return threshold.warnMs !== null && ms >= threshold.warnMs ? 'warn' : 'none'
}

/** When a stay that lasts reaches its next level; Infinity where it never will. */
export function nextLevelAt(threshold: Threshold | undefined, from: number, now: number): number {
  const moments = [threshold?.warnMs ?? Infinity, threshold?.breachMs ?? Infinity].map((ms) => from + ms)
  return Math.min(...moments.filter((at) => at > now), Infinity)
}
