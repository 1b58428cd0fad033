import { normalizeIP } from '@fastify/rate-limit'

/** A connection, as far as it is looked at here. */
type Connection = {
  readonly remoteAddress?: string | undefined
  destroy(): unknown
  once(event: 'close', listener: () => void): unknown
}

export type ConnectionGateOptions = {
  /** Connections of one address at a time. */
  readonly perAddress: number
  /** Those who stand for many: load balancers. */
  readonly isExempt: (address: string) => boolean
}

/**
 * Lets no single address take all the connections that there are: one too many is reset before a byte of it is read. IPv6 counts
 * by its /64, for everybody who has one address of it has all of them.
 */
export class ConnectionGate {
  readonly #options: ConnectionGateOptions
  readonly #byAddress = new Map<string, number>()

  constructor(options: ConnectionGateOptions) {
    this.#options = options
  }

  /** A connection was made. */
  enter(socket: Connection): void {
    const { remoteAddress } = socket
    if (remoteAddress === undefined || this.#options.isExempt(remoteAddress)) return
    const address = normalizeIP(remoteAddress)
    const count = (this.#byAddress.get(address) ?? 0) + 1
    if (count > this.#options.perAddress) {
      socket.destroy()
      return
    }
    this.#byAddress.set(address, count)
    socket.once('close', () => this.#leave(address))
  }

  #leave(address: string): void {
    const count = (this.#byAddress.get(address) ?? 0) - 1
    if (count > 0) this.#byAddress.set(address, count)
    else this.#byAddress.delete(address)
  }
}
