/** What the desktop tells the gadget of its connection to Finesse's notifications. */
export type ConnectionListener = {
  /** Also after a failover: nothing of the time in between will ever be delivered. */
  readonly onConnect: () => void
  readonly onDisconnect: () => void
}

/** Where `status` stands in what the hub says. */
export const CONNECTION_TOPIC = 'finesse.info.connection'

/** Statuses with which notifications come. */
const CONNECTED = /^(connected|recovered)$/

/** Those without. The others (connecting, disconnecting, unloading) are on the way to one of all these. */
const DISCONNECTED = /^(failing|disconnected|reconnecting|conflict|unauthorized)$/

/**
 * Makes one story out of the two that a desktop tells: its library calls handlers, which say nothing of `disconnected`, and the hub
 * publishes statuses, some of them several times. A repeated word is no news.
 */
export class ConnectionWatch {
  readonly #listener: ConnectionListener
  #last = ''

  constructor(listener: ConnectionListener) {
    this.#listener = listener
  }

  /** A status by its name, from wherever it comes. */
  take(status: string): void {
    const isConnected = CONNECTED.test(status)
    // After `connected`, `recovered` is news: only then does the desktop have its new server.
    const isNews = isConnected
      ? !CONNECTED.test(this.#last) || (status === 'recovered' && this.#last !== status)
      : DISCONNECTED.test(status) && !DISCONNECTED.test(this.#last)
    if (!isNews) return
    this.#last = status
    if (isConnected) this.#listener.onConnect()
    else this.#listener.onDisconnect()
  }

  /** What the hub publishes on CONNECTION_TOPIC. */
  readonly takePayload = (payload: unknown): void => {
    const { status } = (typeof payload === 'object' && payload !== null ? payload : {}) as { status?: unknown }
    if (typeof status === 'string') this.take(status)
  }
}
