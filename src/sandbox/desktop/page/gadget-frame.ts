import type { GadgetPanel, GadgetView } from './container.ts'
import type { Hub } from './hub.ts'

const DEFINITION = '/3rdpartygadget/files/reason-code-history/gadget.xml'

/** Heights in pixels. */
const HEIGHT = 760
const DESKTOP_HEADER = 96

/** The frame in which the desktop shows the gadget, as its layout would place it. */
export class GadgetFrame implements GadgetPanel {
  readonly #panel: HTMLElement
  readonly #frame: HTMLIFrameElement
  readonly #loading: HTMLElement
  readonly #title: HTMLElement
  readonly #message: HTMLElement
  readonly #hub: Hub
  #isMaximised = false

  /** @param parts The panel around the gadget, its frame, what stands there until it is loaded, its title and its messages. */
  constructor(
    parts: {
      readonly panel: HTMLElement
      readonly frame: HTMLIFrameElement
      readonly loading: HTMLElement
      readonly title: HTMLElement
      readonly message: HTMLElement
    },
    hub: Hub,
  ) {
    this.#panel = parts.panel
    this.#frame = parts.frame
    this.#loading = parts.loading
    this.#title = parts.title
    this.#message = parts.message
    this.#message.addEventListener('click', () => this.#message.replaceChildren())
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

  showTitle(title: string): void {
    this.#title.textContent = title
    this.#frame.title = title
  }

  /** Until the next one, or until it is clicked. */
  showMessage(title: string, body: string): void {
    const heading = document.createElement('b')
    heading.textContent = title
    this.#message.replaceChildren(heading, ` ${body}`)
  }

  get view(): GadgetView {
    return {
      gadgetId: 1,
      view: this.#isMaximised ? 'canvas' : 'default',
      maxAvailableHeight: window.innerHeight - DESKTOP_HEADER,
    }
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
    this.#hub.publish(`finesse.containerservices.${topic}`, this.view)
  }
}
