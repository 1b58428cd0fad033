import { FloorFeed } from '../floor-feed.ts'

/** A floor of this size is shown. */
export const AGENTS = 2000

/** Frames come this often. Milliseconds. */
const FRAME_MS = 20

/** What a page under measurement does. */
export type Page = {
  /** Takes in a frame as the relay sends it. */
  readonly take: (frame: string) => void
  /** What scrolls; null where the page has none. */
  readonly scroller: () => HTMLElement | null
}

/** What was measured while it scrolled. */
export type Scrolled = { readonly frames: number; readonly ms: number }

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

/**
 * Waits until the next frame is painted: what is sent in a frame's callback is heard after that. Answers what `look` saw as
 * the frame began: what comes after that is not painted in it, though it may be heard of before the frame's end is.
 */
export async function painted(look: () => boolean = () => true): Promise<boolean> {
  await new Promise(requestAnimationFrame)
  const seen = look()
  await new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', resolve)
    port1.start()
    port2.postMessage(null)
  })
  return seen
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
      if (!element) throw new Error('Nothing scrolls.')
      // Asked once: to ask in each frame would have the page laid out once more.
      const end = element.scrollHeight - element.clientHeight
      const started = await new Promise(requestAnimationFrame)
      let [frames, last, top, step] = [0, started, element.scrollTop, pixels]
      while (last - started < ms) {
        if (top + step > end || top + step < 0) step = -step
        top += step
        element.scrollTop = top
        last = await new Promise(requestAnimationFrame)
        frames += 1
      }
      if (end <= 0 || Math.abs(element.scrollTop - top) > pixels) throw new Error('What should scroll does not.')
      return { frames, ms: last - started }
    },
    longTasks: () => {
      const tasks = longTasks
      longTasks = []
      return tasks
    },
  }
}
