import { FloorFeed } from '../floor-feed.ts'

/** A floor of this size is shown. */
export const AGENTS = 2000

/** Frames come this often. Milliseconds. */
const FRAME_MS = 20

/** What a page under measurement does. */
export type Page = {
  /** Takes in a frame as the relay sends it. */
  readonly take: (frame: string) => void
  /** What scrolls. */
  readonly scroller: () => HTMLElement
}

/** What was measured while it scrolled. */
export type Scrolled = { readonly frames: number; readonly ms: number; readonly medianFrameMs: number }

/** How the bench drives a page. */
export type Driver = {
  /** Begins to feed so many observations a second. */
  feed(perSecond: number): void
  stop(): void
  /** Scrolls down and up again by so many pixels a frame, for a time. */
  scroll(ms: number, pixels: number): Promise<Scrolled>
  /** Tasks of the main thread over 50 ms since the last question, in milliseconds. */
  longTasks(): readonly number[]
}

declare global {
  var bench: Driver | undefined
}

/** Makes a page known to the bench. */
export function drive({ take, scroller }: Page, feed = new FloorFeed(AGENTS)): void {
  let timer = 0
  let longTasks: number[] = []
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longTasks.push(Math.round(duration))
  }).observe({ entryTypes: ['longtask'] })
  globalThis.bench = {
    feed: (perSecond) => {
      const stays = (perSecond * FRAME_MS) / 2000
      // What a real socket would hold back while the page is busy comes all at once afterwards.
      const started = performance.now()
      let sent = 0
      timer = window.setInterval(() => {
        const due = Math.floor((performance.now() - started) / FRAME_MS)
        for (; sent < due; sent++) take(feed.frame(stays, Date.now()))
      }, FRAME_MS)
    },
    stop: () => window.clearInterval(timer),
    scroll: async (ms, pixels) => {
      const element = scroller()
      const times: number[] = []
      const started = performance.now()
      let last = started
      let step = pixels
      while (last - started < ms) {
        if (element.scrollTop + element.clientHeight >= element.scrollHeight - 1) step = -pixels
        else if (element.scrollTop <= 0) step = pixels
        element.scrollTop += step
        const now = await new Promise(requestAnimationFrame)
        times.push(now - last)
        last = now
      }
      const sorted = times.slice(1).toSorted((a, b) => a - b)
      return { frames: times.length, ms: last - started, medianFrameMs: sorted[Math.floor(sorted.length / 2)] ?? NaN }
    },
    longTasks: () => {
      const tasks = longTasks
      longTasks = []
      return tasks
    },
  }
}
