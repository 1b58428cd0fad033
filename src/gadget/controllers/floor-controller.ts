import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Floor } from '../floor/floor.ts'

/** Updates its host whenever its floor has changed, and counts the changes. */
export class FloorController implements ReactiveController {
  /** Grows with each change: what is handed down with it is rendered again. */
  version = 0
  readonly #host: ReactiveControllerHost & { readonly floor: Floor | undefined }
  #floor: Floor | undefined
  #end: () => void = () => {}

  constructor(host: ReactiveControllerHost & { readonly floor: Floor | undefined }) {
    this.#host = host
    host.addController(this)
  }

  hostUpdate(): void {
    if (this.#host.floor === this.#floor) return
    this.#end()
    this.#floor = this.#host.floor
    this.#end =
      this.#floor?.onChange(() => {
        this.version += 1
        this.#host.requestUpdate()
      }) ?? (() => {})
  }

  hostConnected(): void {
    this.#host.requestUpdate()
  }

  hostDisconnected(): void {
    this.#end()
    this.#floor = undefined
  }
}
