import { type StateGroup, stateGroup } from './state-group.ts'
import type { AgentState } from '../../history/agent-state.ts'

/** A stretch of time, milliseconds since 1970 UTC. */
export type Range = { readonly from: number; readonly to: number }

/** The ranges that can be chosen. */
export const RANGES = ['15m', '1h', '4h', 'today', '24h'] as const
export type RangeName = (typeof RANGES)[number]

const HOUR_MS = 3_600_000

/** The last midnight of this browser's time zone. */
export const midnightBefore = (now: number): number => new Date(now).setHours(0, 0, 0, 0)

/** What a range's name means at a moment. A day that has just begun is shown as at least an hour. */
export function rangeOf(name: RangeName, now: number): Range {
  switch (name) {
    case '15m':
      return { from: now - HOUR_MS / 4, to: now }
    case '1h':
      return { from: now - HOUR_MS, to: now }
    case '4h':
      return { from: now - 4 * HOUR_MS, to: now }
    case '24h':
      return { from: now - 24 * HOUR_MS, to: now }
    case 'today':
      return { from: Math.min(midnightBefore(now), now - HOUR_MS), to: now }
  }
}

/** The shortest range that shows everything since a moment, four hours at most. */
export const rangeSince = (from: number, now: number): RangeName =>
  RANGES.find((name) => name === '4h' || rangeOf(name, now).from <= from) ?? '4h'

/** Where a moment lies in a range: 0 at its start, 1 at its end, not beyond. */
export const place = (at: number, { from, to }: Range): number => Math.min(1, Math.max(0, (at - from) / (to - from)))

const STEPS_MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720]

/** Round moments of this browser's time zone in a range, at most so many. */
export function ticks({ from, to }: Range, atMost: number): readonly number[] {
  const minutes = (to - from) / 60_000
  const step = (STEPS_MINUTES.find((each) => minutes / each <= atMost) ?? 1440) * 60_000
  const found: number[] = []
  // From midnight of each day, so that ticks are round also where a day has 23 or 25 hours.
  for (let day = midnightBefore(from); day < to; day = midnightBefore(day + 36 * HOUR_MS)) {
    const end = Math.min(to, midnightBefore(day + 36 * HOUR_MS))
    for (let at = day; at < end; at += step) if (at >= from) found.push(at)
  }
  return found
}

/** A part of a bar: from and to as shares of the whole. */
export type Segment = { readonly group: StateGroup; readonly start: number; readonly end: number; readonly ms: number }

/** Stays in a range as parts of a bar; neighbours that look alike are one. Stays are in order, `to: null` lasts. */
export function segments(
  stays: readonly { readonly state: AgentState; readonly from: number; readonly to: number | null }[],
  range: Range,
): readonly Segment[] {
  const parts: Segment[] = []
  for (const { state, from, to } of stays) {
    const begin = Math.max(from, range.from)
    const finish = Math.min(to ?? range.to, range.to)
    if (finish <= begin) continue
    const part = { group: stateGroup(state), start: place(begin, range), end: place(finish, range), ms: finish - begin }
    const last = parts.at(-1)
    if (last?.group === part.group && last.end === part.start) {
      parts[parts.length - 1] = { ...last, end: part.end, ms: last.ms + part.ms }
    } else parts.push(part)
  }
  return parts
}
