import type { Entry } from '../../history/entry.ts'
import { type Segment, segments, todayOf } from './time-axis.ts'

/** A bar moves on this often. Milliseconds. */
const STEP_MS = 60_000

const NONE: readonly Segment[] = []
const made = new WeakMap<readonly Entry[], { readonly step: number; readonly parts: readonly Segment[] }>()

/** Today's states as a bar: the same parts while the entries are the same and the minute is. */
export function todaySegments(entries: readonly Entry[], now: number): readonly Segment[] {
  if (entries.length === 0) return NONE
  const step = Math.floor(now / STEP_MS)
  const known = made.get(entries)
  if (known?.step === step) return known.parts
  const parts = segments(entries, todayOf(now))
  made.set(entries, { step, parts })
  return parts
}
