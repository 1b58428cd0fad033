import type { Browser } from 'playwright'
import { type TraceEvent, traced } from './trace.ts'

/** What of the main thread is script, collecting its garbage included. */
const SCRIPT = new Set([
  'EvaluateScript',
  'v8.evaluateModule',
  'FunctionCall',
  'TimerFire',
  'FireAnimationFrame',
  'FireIdleCallback',
  'EventDispatch',
  'RunMicrotasks',
  'MinorGC',
  'MajorGC',
  'V8.GCScavenger',
])

/** What script has the browser do: style and layout, which are not script. */
const NOT_SCRIPT = new Set(['Layout', 'UpdateLayoutTree', 'PrePaint', 'Paint', 'Layerize', 'ParseHTML'])

const CATEGORIES = 'devtools.timeline,v8,disabled-by-default-v8.gc'

type Interval = readonly [from: number, to: number]

/** A frame at 60 a second, in microseconds. */
const FRAME_US = 1_000_000 / 60

/**
 * Lets something run and answers how much script ran in each frame's time of the busiest thread, in milliseconds: with one
 * page open, that page's main thread.
 */
export async function scriptingPerFrame(browser: Browser, run: () => Promise<unknown>): Promise<readonly number[]> {
  const events = (await traced(browser, CATEGORIES, run)).filter(({ name }) => SCRIPT.has(name) || NOT_SCRIPT.has(name))
  const byThread = [...Map.groupBy(events, ({ pid, tid }) => `${pid} ${tid}`).values()]
  const [main = []] = byThread.toSorted((a, b) => total(b) - total(a))
  const script = merged(main.filter(({ name }) => SCRIPT.has(name)))
  const other = merged(main.filter(({ name }) => NOT_SCRIPT.has(name)))
  const begin = script[0]?.[0] ?? 0
  const end = script.at(-1)?.[1] ?? 0
  const frames = Array.from({ length: Math.floor((end - begin) / FRAME_US) }, () => 0)
  spread(script, begin, frames, 1)
  spread(common(script, other), begin, frames, -1)
  return frames.map((us) => us / 1000)
}

const total = (events: readonly TraceEvent[]): number =>
  merged(events.filter(({ name }) => SCRIPT.has(name))).reduce((sum, [from, to]) => sum + to - from, 0)

/** Intervals as they cover the time, in order; what lies in another is part of it. */
function merged(events: readonly TraceEvent[]): readonly Interval[] {
  const covered: [number, number][] = []
  for (const { ts, dur = 0 } of events.toSorted((a, b) => a.ts - b.ts)) {
    const last = covered.at(-1)
    if (last && ts <= last[1]) last[1] = Math.max(last[1], ts + dur)
    else covered.push([ts, ts + dur])
  }
  return covered
}

/** What two coverings have in common. */
function common(a: readonly Interval[], b: readonly Interval[]): readonly Interval[] {
  const both: Interval[] = []
  for (let [i, j] = [0, 0]; i < a.length && j < b.length;) {
    const [[aFrom, aTo], [bFrom, bTo]] = [a[i] ?? [0, 0], b[j] ?? [0, 0]]
    if (Math.min(aTo, bTo) > Math.max(aFrom, bFrom)) both.push([Math.max(aFrom, bFrom), Math.min(aTo, bTo)])
    if (aTo < bTo) i += 1
    else j += 1
  }
  return both
}

function spread(intervals: readonly Interval[], begin: number, frames: number[], sign: 1 | -1): void {
  for (const [from, to] of intervals) {
    const last = Math.floor((to - begin) / FRAME_US)
    for (let index = Math.floor((from - begin) / FRAME_US); index <= last; index++) {
      const start = begin + index * FRAME_US
      const us = Math.min(to, start + FRAME_US) - Math.max(from, start)
      if (index >= 0 && index < frames.length) frames[index] = (frames[index] ?? 0) + sign * us
    }
  }
}
