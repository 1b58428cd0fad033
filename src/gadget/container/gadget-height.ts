import type { ContainerServices } from './globals/finesse.ts'
import type { Gadgets } from './globals/gadgets.ts'

/** The height asked for where neither the layout nor the view tells one, in pixels. */
const DEFAULT_HEIGHT = 640

/** No list and detail fit in less, whatever a container says. */
const MIN_HEIGHT = 240

/**
 * Keeps the gadget's height: what the layout's `gadgetHeight` says, and the whole height that there is when the gadget is
 * maximised ("canvas"). A container takes a height only while the gadget's tab is shown, so it is told again then.
 */
export class GadgetHeight {
  readonly #gadgets: Gadgets
  readonly #preferred: number
  #isMaximised = false
  #available: number | null = null

  /** @param frameUrl The address of the gadget's frame, which contains the gadget's own with its parameters. */
  constructor(gadgets: Gadgets, frameUrl: string) {
    this.#gadgets = gadgets
    this.#preferred = layoutHeight(frameUrl) ?? DEFAULT_HEIGHT
  }

  /** Follows the container's events as far as this container has them, and asks for the height a first time. */
  follow(services: ContainerServices | undefined): void {
    // Cisco's guide has it as a number, its samples as a text.
    const myId = String(services?.getMyGadgetId?.())
    for (const name of ['ACTIVE_TAB', 'MAX_AVAILABLE_HEIGHT_CHANGED_EVENT', 'GADGET_VIEW_CHANGED_EVENT']) {
      const topic = services?.Topics?.[name]
      if (topic === undefined) continue
      services?.addHandler(topic, (event) => {
        const view = event?.getView?.()
        if (view === undefined || String(event?.getGadgetId?.()) === myId) {
          this.#note(view, event?.getMaxAvailableHeight?.())
        }
        this.adjust()
      })
    }
    const { view, maxAvailableHeight } = services?.getMyGadgetView?.() ?? {}
    this.#note(view, maxAvailableHeight)
    services?.makeActiveTabReq?.()
    this.adjust()
  }

  /** Tells the container the height that the gadget wants now. */
  adjust(): void {
    const height = this.#isMaximised ? (this.#available ?? this.#preferred) : this.#preferred
    this.#gadgets.window?.adjustHeight?.(Math.max(MIN_HEIGHT, height))
  }

  /** Each undefined where it is not told. */
  #note(view: unknown, height: unknown): void {
    if (view !== undefined) this.#isMaximised = view === 'canvas'
    if (Number(height) > 0) this.#available = Number(height)
  }
}

/** `gadgetHeight=NNN` of the gadget's address in the desktop layout. */
function layoutHeight(frameUrl: string): number | null {
  const [, digits] = /(?:[?&]|%3F|%26)gadgetHeight(?:=|%3D)(\d{2,4})/i.exec(frameUrl) ?? []
  return digits === undefined ? null : Number(digits)
}
