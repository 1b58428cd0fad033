import type { FinesseFetch } from '../../finesse/transport.ts'
import type { DesktopGlobals } from './finesse-globals.ts'
import { authorizationOf, type GadgetConfig, readGadgetConfig } from './gadget-config.ts'
import { GadgetHeight } from './gadget-height.ts'
import { restFetch } from './rest-fetch.ts'

/** What the desktop tells the gadget of its connection to Finesse's notifications. */
export type ConnectionListener = {
  /** Also after a failover: nothing of the time in between will ever be delivered. */
  readonly onConnect: () => void
  readonly onDisconnect: () => void
}

/** The Finesse desktop as the rest of the gadget sees it. */
export type Container = {
  readonly config: GadgetConfig
  /** As `authorizationOf`. */
  authorization(): string | null
  /** A user preference of the gadget's definition; empty where it is not set. */
  preference(name: string): string
  /** For requests to Finesse, by path. */
  readonly fetch: FinesseFetch
  /** Begins to tell of the connection; at once where it is there. */
  followConnection(listener: ConnectionListener): void
  /** Hears what is published on a node, e.g. `/finesse/api/Team/3/Users`; the function that comes back ends it. */
  hear(node: string, listener: (payload: unknown) => void): () => void
  /** Orders a node that is not delivered by itself; again after each reconnection. Rejects where Finesse refuses. */
  order(node: string): Promise<void>
}

/** What of the frame around the gadget matters. */
export type Frame = { readonly url: string; readonly fetch: typeof fetch }

/** The desktop around the gadget. To be called when its hub can be used, which the loader waits for. */
export const openContainer = (globals: DesktopGlobals, frame: Frame): Container => new FinesseContainer(globals, frame)

/** The name of a node on the hub: `/finesse/api/Team/3/Users` is `finesse.api.Team.3.Users`. */
const topicOf = (node: string): string => node.replace(/^\//, '').replaceAll('/', '.')

/** The adapter to a real desktop: the hub directly, finesse.js only for what needs it. */
class FinesseContainer implements Container {
  readonly config: GadgetConfig
  readonly fetch: FinesseFetch
  readonly #globals: DesktopGlobals
  readonly #preferences: { getString(name: string): string }
  #isStarted = false

  constructor(globals: DesktopGlobals, frame: Frame) {
    const { gadgets, finesse } = globals
    this.#globals = globals
    this.#preferences = new gadgets.Prefs()
    this.config = readGadgetConfig(finesse)
    this.fetch = restFetch(gadgets, frame.fetch, () => readGadgetConfig(finesse).proxyTarget)
    const services = finesse.containerservices?.ContainerServices
    new GadgetHeight(gadgets, frame.url).follow(services?.init() ?? services)
    gadgets.loadingindicator?.dismiss?.()
  }

  authorization(): string | null {
    return authorizationOf(this.#globals.finesse)
  }

  preference(name: string): string {
    return this.#preferences.getString(name)
  }

  followConnection({ onConnect, onDisconnect }: ConnectionListener): void {
    const { ClientServices } = this.#globals.finesse.clientservices
    if (!this.#isStarted) ClientServices.init(this.#globals.finesse.gadget?.Config)
    this.#isStarted = true
    ClientServices.registerOnConnectHandler(onConnect)
    ClientServices.registerOnDisconnectHandler(onDisconnect)
  }

  hear(node: string, listener: (payload: unknown) => void): () => void {
    const { Hub } = this.#globals.gadgets
    const subscription = Hub.subscribe(topicOf(node), (_topic, payload) => listener(payload))
    return () => Hub.unsubscribe(subscription)
  }

  order(node: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#globals.finesse.clientservices.ClientServices.subscribeNode(node, (error) => {
        if (error === undefined || error === null) resolve()
        else reject(new Error(`Finesse did not accept the subscription of ${node}.`, { cause: error }))
      })
    })
  }
}
