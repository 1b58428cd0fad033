import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Floor, FloorChange } from '../floor/floor.ts'
import { type Filters, type FloorRows, FloorSelection } from '../selectors/floor-rows.ts'
import type { Thresholds } from '../thresholds/thresholds.ts'

/** Order and counts follow what is heard this often at most, and wait for nobody where little is heard. Milliseconds. */
const ORDER_MS = 500

type Host = ReactiveControllerHost & { readonly floor: Floor | undefined; readonly agentId: string | null }

/** `shows`: is anything of one of these agents in sight? */
type FollowingList = { shows(agentIds: ReadonlySet<string>): boolean; list: FloorRows }

/**
 * Updates its host whenever its floor has changed, and knows what the floor's list shows: the rows as they are now, in an
 * order and with counts that do not change faster than one can read.
 */
export class FloorController implements ReactiveController {
  /** Grows with each change that is not some agents' alone: what is handed down with it is rendered again. */
  version = 0
  /** Everybody's rows as the host last had them selected. */
  selection = new FloorSelection()
  readonly #host: Host
  readonly #list: () => FollowingList | null
  readonly #versions = new Map<string, number>()
  #changes = 0
  #floor: Floor | undefined
  #ends: readonly (() => void)[] = []
  /** What the list was last put in order by. */
  #asked: readonly unknown[] = []
  #isOrdered = false
  /** Ends the time after it was put in order; null when that is over. */
  #endRest: (() => void) | null = null

  /** @param list The list that shows these rows, where one does: between two orders it has them without its host's doing. */
  constructor(host: Host, list: () => FollowingList | null) {
    this.#host = host
    this.#list = list
    host.addController(this)
  }

  hostUpdate(): void {
    const { floor } = this.#host
    if (floor === this.#floor) return
    this.hostDisconnected()
    this.#floor = floor
    if (!floor) return
    this.selection = new FloorSelection()
    this.version = this.#changes += 1
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
    this.#endRest?.()
    this.#endRest = null
  }

  /** What the list shows now. */
  rows(floor: Floor, filters: Filters, thresholds: Thresholds): FloorRows {
    const now = floor.clock.now()
    const isSame = this.#asked[0] === filters && this.#asked[1] === thresholds && now < this.selection.nextLookAt
    const followed = isSame && (this.#isOrdered || this.#endRest) ? this.selection.follow(floor, now) : null
    if (followed) return followed
    if (isSame) this.#rest(floor)
    this.#asked = [filters, thresholds]
    this.#isOrdered = true
    return this.selection.select(floor, filters, thresholds, now)
  }

  /** Grows with each change that may concern an agent. */
  versionOf(agentId: string): number {
    return Math.max(this.version, this.#versions.get(agentId) ?? 0)
  }

  #take(change: FloorChange): void {
    this.#changes += 1
    if (change === null) this.version = this.#changes
    else for (const agentId of change) this.#versions.set(agentId, this.#changes)
    this.selection.touch(change)
    this.#isOrdered = false
    if (this.#endRest === null || change === null || change.has(this.#host.agentId ?? '')) this.#host.requestUpdate()
    else this.#follow(change)
  }

  /** What changes out of sight is told with the next order. */
  #follow(change: ReadonlySet<string>): void {
    const { floor } = this.#host
    const list = this.#list()
    if (!floor || list?.shows(change) !== true) return
    const now = floor.clock.now()
    const followed = now < this.selection.nextLookAt ? this.selection.follow(floor, now) : null
    if (followed) list.list = followed
    else this.#host.requestUpdate()
  }

  #rest(floor: Floor): void {
    this.#endRest?.()
    this.#endRest = floor.clock.after(ORDER_MS, () => {
      this.#endRest = null
      if (!this.#isOrdered) this.#host.requestUpdate()
    })
  }
}
