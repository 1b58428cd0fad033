import type { Range } from '../selectors/time-axis.ts'
import { type Fingers, panned, pinched, ZOOM_STEP, zoomed } from '../selectors/zoom.ts'

/** A pointer that moves less than this has pressed, not dragged. Pixels. */
const SLACK = 4

/** A notch of a wheel; what a trackpad tells is finer. Pixels. */
const NOTCH = 100

export type GestureOptions = {
  readonly range: () => Range
  readonly bounds: () => Range
  readonly onRange: (range: Range) => void
}

/** Wheel, drag and pinch on a plot of time. Its handlers belong on the plot itself, whose width is the range. */
export class Gestures {
  readonly #options: GestureOptions
  /** The pointers that are down: where each is, as its share of the plot. */
  readonly #pointers = new Map<number, number>()
  #start: { readonly range: Range; readonly at: readonly number[]; isMoving: boolean } | null = null

  constructor(options: GestureOptions) {
    this.#options = options
  }

  /** A wheel zooms about the pointer; sideways, or with Shift, it moves. Where that changes nothing, the page is scrolled. */
  readonly wheel = (event: WheelEvent): void => {
    const { range, bounds, onRange } = this.#options
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : NOTCH / 3
    const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)
    const delta = (isSideways && event.deltaX !== 0 ? event.deltaX : event.deltaY) * unit
    const { from, to } = range()
    const next = isSideways
      ? panned({ from, to }, delta / widthOf(event), bounds())
      : zoomed({ from, to }, ZOOM_STEP ** (-delta / NOTCH), shareOf(event), bounds())
    if (next.from === from && next.to === to) return
    event.preventDefault()
    onRange(next)
  }

  readonly down = (event: PointerEvent): void => {
    if (event.button !== 0 || this.#pointers.size === 2) return
    this.#pointers.set(event.pointerId, shareOf(event))
    this.#begin()
  }

  readonly move = (event: PointerEvent): void => {
    const start = this.#start
    if (!start || !this.#pointers.has(event.pointerId)) return
    // It was let go outside the plot.
    if (event.buttons === 0) return this.up(event)
    this.#pointers.set(event.pointerId, shareOf(event))
    const at = [...this.#pointers.values()]
    start.isMoving ||= at.some((share, index) => Math.abs(share - (start.at[index] ?? share)) * widthOf(event) > SLACK)
    if (!start.isMoving) return
    // From here on a release chooses nothing.
    if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId)
    const { bounds, onRange } = this.#options
    const [first = 0, second] = at
    const [firstStart = 0] = start.at
    if (second === undefined) onRange(panned(start.range, firstStart - first, bounds()))
    else onRange(pinched(start.range, start.at as Fingers, [first, second], bounds()))
  }

  readonly up = (event: PointerEvent): void => {
    if (this.#pointers.delete(event.pointerId)) this.#begin()
  }

  #begin(): void {
    const at = [...this.#pointers.values()]
    this.#start = at.length === 0 ? null : { range: this.#options.range(), at, isMoving: false }
  }
}

const boxOf = (event: MouseEvent): DOMRect =>
  event.currentTarget instanceof Element ? event.currentTarget.getBoundingClientRect() : new DOMRect(0, 0, 1, 1)
const widthOf = (event: MouseEvent): number => Math.max(1, boxOf(event).width)
const shareOf = (event: MouseEvent): number => (event.clientX - boxOf(event).left) / widthOf(event)
