import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { once } from '../once.ts'
import type { ListLayout } from '../selectors/list-layout.ts'

/** So many rows above and below those in sight are there as well, once those in sight are painted. */
const MORE = 6

/** In a page that is busy all the time these come after so long. Milliseconds. */
const PATIENCE_MS = 500

/**
 * The host counts as this high until the page has been laid out, in pixels: about what a frame of the desktop shows. Rows
 * too many are made for nothing, those that lack are there before anything is painted.
 */
const FIRST_HEIGHT = 500

/**
 * Which rows of a long list have to be there. The host is what scrolls. A library of its own for this is seven to nine KiB
 * gzip, most of it for rows that must be measured: these have known heights. `npm run bench -- --only gadget` compares.
 */
export class WindowController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement
  readonly #observer = new ResizeObserver(([entry]) => {
    this.#height = Math.round(entry?.contentRect.height ?? FIRST_HEIGHT)
    this.#look()
  })
  #height = FIRST_HEIGHT
  /** Where the host is scrolled to. To ask it while it renders would have the page laid out in between. */
  #top = 0
  #layout: ListLayout | null = null
  /** What sticks to the top of the host. */
  #headHeight = 0
  #range = ''
  #more = 0
  readonly #askForMore = once(() =>
    requestIdleCallback(
      () => {
        this.#more = MORE
        this.#host.requestUpdate()
      },
      { timeout: PATIENCE_MS },
    ),
  )
  #shown: readonly number[] = []

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {
    this.#observer.observe(this.#host)
    this.#host.addEventListener('scroll', this.#look, { passive: true })
    // Whatever is put into the page anew begins at its top.
    this.#top = 0
  }

  hostDisconnected(): void {
    this.#observer.disconnect()
    this.#host.removeEventListener('scroll', this.#look)
  }

  /**
   * The indexes of the rows to render, in order.
   * @param headHeight What sticks to the top of the host, above the rows, in pixels.
   * @param kept A row that is there even where it is out of sight, so that it can have the focus; -1 for none.
   */
  rows(layout: ListLayout, headHeight: number, kept: number): readonly number[] {
    this.#layout = layout
    this.#headHeight = headHeight
    const { from, to } = this.#window(layout)
    this.#range = `${from} ${to}`
    if (to > 0) this.#askForMore()
    const indexes = Array.from({ length: to - from }, (_, index) => from + index)
    if (kept >= 0 && kept < from) indexes.unshift(kept)
    else if (kept >= to) indexes.push(kept)
    return (this.#shown = indexes)
  }

  /** What it answered last: the rows that are there. */
  get shown(): readonly number[] {
    return this.#shown
  }

  /** Scrolls no further than that a row is in sight. */
  reach(index: number): void {
    const layout = this.#layout
    if (!layout) return
    const start = layout.startOf(index)
    const end = start + layout.heightOf(index) + this.#headHeight
    if (start < this.#top) this.#scrollTo(start)
    else if (end > this.#top + this.#height) this.#scrollTo(end - this.#height)
  }

  /** Are the rows in sight painted, so that there is time for what can come after them? */
  get isPainted(): boolean {
    return this.#more > 0
  }

  /** How many pixels of rows are in sight. */
  get sight(): number {
    return this.#height - this.#headHeight
  }

  #scrollTo(top: number): void {
    this.#top = top
    this.#host.scrollTop = top
  }

  #window(layout: ListLayout): { readonly from: number; readonly to: number } {
    return layout.window(this.#top, this.#top + this.#height, this.#more)
  }

  readonly #look = (): void => {
    this.#top = this.#host.scrollTop
    if (!this.#layout) return
    const { from, to } = this.#window(this.#layout)
    if (`${from} ${to}` !== this.#range) this.#host.requestUpdate()
  }
}
