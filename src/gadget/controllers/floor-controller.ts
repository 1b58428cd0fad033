import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Floor, FloorChange } from '../floor/floor.ts'
import { type Filters, type FloorRows, FloorSelection } from '../selectors/floor-rows.ts'
import type { Thresholds } from '../thresholds/thresholds.ts'

/** Updates its host whenever its floor has changed, and knows what the floor's list shows. */
export class FloorController implements ReactiveController {
  /** Grows with each change: what is handed down with it is rendered again. */
  version = 0
  /** Everybody's rows as the host last had them selected. */
  selection = new FloorSelection()
  readonly #host: ReactiveControllerHost & { readonly floor: Floor | undefined }
  readonly #versions = new Map<string, number>()
  #versionOfAll = 0
  #floor: Floor | undefined
  #ends: readonly (() => void)[] = []

  constructor(host: ReactiveControllerHost & { readonly floor: Floor | undefined }) {
    this.#host = host
    host.addController(this)
  }

  hostUpdate(): void {
    const { floor } = this.#host
    if (floor === this.#floor) return
    this.hostDisconnected()
    this.#floor = floor
    if (!floor) return
    this.selection = new FloorSelection()
    this.#versionOfAll = this.version += 1
    this.#ends = [
      floor.onChange((change) => this.#take(change)),
      floor.clock.onTick(() => {
        // Rows become others by time alone.
        if (floor.clock.now() >= this.selection.nextLookAt) this.#host.requestUpdate()
      }),
    ]
  }

  hostConnected(): void {
    this.#host.requestUpdate()
  }

  hostDisconnected(): void {
    for (const end of this.#ends) end()
    this.#ends = []
    this.#floor = undefined
  }

  /** What the list shows now. */
  rows(floor: Floor, filters: Filters, thresholds: Thresholds): FloorRows {
    return this.selection.select(floor, filters, thresholds, floor.clock.now())
  }

  /** Grows with each change that may concern an agent. */
  versionOf(agentId: string): number {
    return Math.max(this.#versionOfAll, this.#versions.get(agentId) ?? 0)
  }

  #take(change: FloorChange): void {
    this.version += 1
    if (change === null) this.#versionOfAll = this.version
    else for (const agentId of change) this.#versions.set(agentId, this.version)
    this.selection.touch(change)
    this.#host.requestUpdate()
  }
}
