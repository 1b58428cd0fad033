import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { RelayClock } from '../relay-clock.ts'

/** Updates the host that adds it, each second while the host is in the page and has a clock. */
export class ClockController implements ReactiveController {
  readonly #host: ReactiveControllerHost & { readonly clock: RelayClock | undefined; readonly isConnected: boolean }
  #clock: RelayClock | undefined
  #end: (() => void) | null = null

  constructor(
    host: ReactiveControllerHost & { readonly clock: RelayClock | undefined; readonly isConnected: boolean },
  ) {
    this.#host = host
  }

  hostUpdate(): void {
    const { clock, isConnected } = this.#host
    if (clock === this.#clock || !isConnected) return
    this.hostDisconnected()
    this.#clock = clock
    this.#end = clock?.onTick(() => this.#host.requestUpdate()) ?? null
  }

  hostConnected(): void {
    this.#host.requestUpdate()
  }

  hostDisconnected(): void {
    this.#end?.()
    this.#end = null
    this.#clock = undefined
  }
}
