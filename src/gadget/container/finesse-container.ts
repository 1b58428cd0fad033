import type { FinesseFetch } from '../../finesse/transport.ts'
import type { Timers } from '../timers.ts'
import { CONNECTION_TOPIC, type ConnectionListener, ConnectionWatch } from './connection-watch.ts'
import type { DesktopGlobals } from './globals/desktop.ts'
import type { ContainerServices } from './globals/finesse.ts'
import { authorizationOf, desktopConfig, type GadgetConfig, readGadgetConfig } from './gadget-config.ts'
import { GadgetHeight } from './gadget-height.ts'
import { restFetch } from './rest-fetch.ts'

/** The Finesse desktop as the rest of the gadget sees it. */
export type Container = {
  readonly config: GadgetConfig
  /** As `authorizationOf`. */
  authorization(): string | null
  /** A user preference of the gadget's definition, or what the layout's address of it says of it; empty where it is not set. */
  preference(name: string): string
  /** For requests to Finesse, by path. */
  readonly fetch: FinesseFetch
  /** Begins to tell of the connection; at once where it is there. */
  followConnection(listener: ConnectionListener): void
  /** Calls when the credential is another one: single sign-on renews its token all day. */
  onCredentialRenewed(listener: () => void): void
  /** Writes the gadget's title into its title bar, as far as the container lets it. */
  setTitle(title: string): void
  /** Shows a message of the desktop, as a person wants it; null where the desktop has none. */
  readonly toast: ((title: string, body: string) => void) | null
  /** Hears what is published on a node, e.g. `/finesse/api/Team/3/Users`; the function that comes back ends it. */
  hear(node: string, listener: (payload: unknown) => void): () => void
  /** Orders a node that is not delivered by itself; again after each reconnection. Rejects where Finesse refuses. */
  order(node: string): Promise<void>
}

/** How often the credential is compared with the one before, in memory only. */
const LOOK_EVERY_MS = 30_000

/** What of the frame around the gadget matters. */
export type Frame = {
  readonly url: string
  readonly fetch: typeof fetch
  /** The frame's session storage; absent where the browser forbids it. */
  readonly session?: Pick<Storage, 'getItem'> | undefined
  readonly timers: Timers
}

/** The desktop around the gadget. To be called when its hub can be used, which the loader waits for. */
export const openContainer = (globals: DesktopGlobals, frame: Frame): Container => new FinesseContainer(globals, frame)

/** A parameter of the gadget's address in the desktop layout, which the frame's address contains; empty where there is none. */
function layoutParameter(frameUrl: string, name: string): string {
  const address = new URL(frameUrl).searchParams.get('url') ?? ''
  return URL.canParse(address, frameUrl) ? (new URL(address, frameUrl).searchParams.get(name) ?? '') : ''
}

/** The name of a node on the hub: `/finesse/api/Team/3/Users` is `finesse.api.Team.3.Users`. */
const topicOf = (node: string): string => node.replace(/^\//, '').replaceAll('/', '.')

/** The desktop's messages. They are not begun before the first one, since a browser may ask the person whether it may show them. */
function toastOf(globals: DesktopGlobals): Container['toast'] {
  const toaster = globals.finesse.containerservices?.FinesseToaster
  let isBegun = false
  if (!toaster) return null
  return (title, body) => {
    if (!isBegun) toaster.init(desktopConfig(globals))
    isBegun = true
    toaster.showToaster(title, { body, showWhenVisible: true })
  }
}

/** The adapter to a real desktop: the hub directly, finesse.js only for what needs it. */
class FinesseContainer implements Container {
  readonly config: GadgetConfig
  readonly fetch: FinesseFetch
  readonly toast: Container['toast']
  readonly #frameUrl: string
  readonly #timers: Timers
  readonly #globals: DesktopGlobals
  readonly #preferences: { getString(name: string): string }
  readonly #services: ContainerServices | undefined
  #isStarted = false

  constructor(globals: DesktopGlobals, frame: Frame) {
    const { gadgets, finesse } = globals
    this.#frameUrl = frame.url
    this.#timers = frame.timers
    this.#globals = globals
    this.#preferences = new gadgets.Prefs()
    this.toast = toastOf(globals)
    this.config = readGadgetConfig(globals, frame.session)
    // Never against the document's base, which may be another server: that of the gadget's files.
    const direct: FinesseFetch = (path, init) => frame.fetch(new URL(path, frame.url), init)
    this.fetch = restFetch(gadgets, direct, () => readGadgetConfig(globals).proxyTarget)
    const services = finesse.containerservices?.ContainerServices
    this.#services = services?.init() ?? services
    this.#services?.enableTitleBar?.()
    new GadgetHeight(gadgets, frame.url).follow(this.#services)
    gadgets.loadingindicator?.dismiss?.()
  }

  authorization(): string | null {
    return authorizationOf(this.#globals)
  }

  preference(name: string): string {
    return this.#preferences.getString(name) || layoutParameter(this.#frameUrl, name)
  }

  /** @throws {Error} where the library does not start: that of 10.6.1 wants a password, and has none under single sign-on */
  followConnection(listener: ConnectionListener): void {
    const { gadgets, finesse } = this.#globals
    const { ClientServices } = finesse.clientservices
    const watch = new ConnectionWatch(listener)
    // Before the library, which asks for the present status as it starts.
    gadgets.Hub.subscribe(CONNECTION_TOPIC, (_topic, payload) => watch.takePayload(payload))
    if (!this.#isStarted) ClientServices.init(desktopConfig(this.#globals))
    this.#isStarted = true
    ClientServices.registerOnConnectHandler(() => watch.take('connected'))
    ClientServices.registerOnDisconnectHandler(() => watch.take('failing'))
  }

  onCredentialRenewed(listener: () => void): void {
    // It stands in the library's configuration all the time; to hold the one before for a moment gives nothing away.
    let before = this.authorization()
    const look = (): void => {
      const now = this.authorization()
      if (now === before) return
      before = now
      listener()
    }
    const lookAgain = (): void => {
      look()
      this.#timers.after(LOOK_EVERY_MS, lookAgain)
    }
    this.#timers.after(LOOK_EVERY_MS, lookAgain)
    // Not every container says so.
    const topic = this.#services?.Topics?.['ACCESS_TOKEN_REFRESHED_EVENT']
    if (topic !== undefined) this.#services?.addHandler(topic, look)
  }

  setTitle(title: string): void {
    if (this.#services?.setMyGadgetTitle) this.#services.setMyGadgetTitle(title)
    else this.#globals.gadgets.window?.setTitle?.(title)
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
