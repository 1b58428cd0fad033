import { ConfigError } from '../../config.ts'

/** One line of the doctor; `mend` says what to do, where there is something to do. */
export type Finding = {
  readonly level: 'ok' | 'warn' | 'fail'
  readonly what: string
  readonly said: string
  readonly mend?: string
}

/** Clocks that are further apart than this make lags and pairings doubtful. Milliseconds. */
const SKEW_MS = 2_000

/** How far another machine's clock is from this one's, in words; null where that does no harm. */
export function skewText(theirs: number, ours: number): string | null {
  const skew = theirs - ours
  if (Math.abs(skew) <= SKEW_MS) return null
  return `its clock is ${(Math.abs(skew) / 1000).toFixed(1)} s ${skew > 0 ? 'ahead' : 'behind'}`
}

/** What to do about it. */
export const MEND_SKEW = 'Give both machines the same time server.'

/** An error as a finding says it, in one line. */
export function wordsOf(error: unknown): string {
  if (error instanceof ConfigError) return error.faults.map(({ path, message }) => `${path}: ${message}`).join('; ')
  return error instanceof Error ? error.message : String(error)
}
