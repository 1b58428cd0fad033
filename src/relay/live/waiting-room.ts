export type WaitingRoomSize = {
  readonly all: number
  readonly perAddress: number
}

/**
 * Those who have connected and not yet said who they are, oldest first. When it is full the oldest must go, not the newcomer:
 * a gadget says hello at once, so that however many strangers crowd in, they push out one another.
 */
export class WaitingRoom<T> {
  readonly #size: WaitingRoomSize
  readonly #addresses = new Map<T, string>()
  readonly #byAddress = new Map<string, Set<T>>()

  constructor(size: WaitingRoomSize) {
    this.#size = size
  }

  get size(): number {
    return this.#addresses.size
  }

  /** Lets somebody in; whoever comes back has been made to leave for it. */
  enter(guest: T, address: string): T | null {
    const neighbours = this.#byAddress.get(address) ?? new Set()
    const [oldest = null] =
      neighbours.size >= this.#size.perAddress ? neighbours : this.size >= this.#size.all ? this.#addresses.keys() : []
    if (oldest !== null) this.leave(oldest)
    this.#addresses.set(guest, address)
    this.#byAddress.set(address, neighbours.add(guest))
    return oldest
  }

  leave(guest: T): void {
    const address = this.#addresses.get(guest)
    if (address === undefined) return
    this.#addresses.delete(guest)
    const neighbours = this.#byAddress.get(address)
    neighbours?.delete(guest)
    if (neighbours?.size === 0) this.#byAddress.delete(address)
  }
}
