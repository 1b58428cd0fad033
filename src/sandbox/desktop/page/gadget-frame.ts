import type { Hub } from './hub.ts'

const DEFINITION = '/3rdpartygadget/files/reason-code-history/gadget.xml'

/** Heights in pixels. */
const HEIGHT = 760
const DESKTOP_HEADER = 96

/** The frame in which the desktop shows the gadget, as its layout would place it. */
export class GadgetFrame {
  readonly #panel: HTMLElement
  readonly #frame: HTMLIFrameElement
  readonly #loading: HTMLElement
  readonly #hub: Hub
  #isMaximised = false

  constructor(panel: HTMLElement, frame: HTMLIFrameElement, loading: HTMLElement, hub: Hub) {
    this.#panel = panel
    this.#frame = frame
    this.#loading = loading
    this.#hub = hub
    window.addEventListener('resize', () => this.#tellHeight('maxAvailableHeightChangedEvent'))
  }

  /** @param relay The gadget's preference `relay`, as the desktop's layout sets it. */
  load(relay: string | null): void {
    this.#loading.hidden = false
    const query = new URLSearchParams({ url: DEFINITION, gadgetHeight: String(HEIGHT), up_relay: relay ?? '' })
    this.#frame.src = `/desktop/gadgets/ifr?${query.toString()}`
  }

  showLoaded(): void {
    this.#loading.hidden = true
  }

  /** @param width In pixels; null for all there is. */
  setWidth(width: number | null): void {
    this.#panel.style.width = width === null ? '' : `${width}px`
  }

  toggleMaximised(): boolean {
    this.#isMaximised = !this.#isMaximised
    this.#tellHeight('gadgetViewChangedEvent')
    return this.#isMaximised
  }

  #tellHeight(topic: string): void {
    this.#hub.publish(`finesse.containerservices.${topic}`, {
      gadgetId: 'reason-code-history',
      view: this.#isMaximised ? 'canvas' : 'default',
      maxAvailableHeight: window.innerHeight - DESKTOP_HEADER,
    })
  }
}
