import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** Knows its host's width in pixels and updates the host when it changes. */
export class WidthController implements ReactiveController {
  width = 0
  readonly #host: ReactiveControllerHost & Element
  readonly #observer = new ResizeObserver(([entry]) => {
    const width = Math.round(entry?.contentRect.width ?? 0)
    if (width === this.width) return
    this.width = width
    this.#host.requestUpdate()
  })

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {
    this.#observer.observe(this.#host)
  }

  hostDisconnected(): void {
    this.#observer.disconnect()
  }
}
