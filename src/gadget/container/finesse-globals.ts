/**
 * The parts of the desktop's globals that the gadget uses: `gadgets.*` of the OpenSocial container and `finesse.*` of
 * Cisco's finesse.js, which the Finesse server gives out. Members with a question mark are missing in 10.6.1 or in some
 * containers and are asked for before use.
 */
export type DesktopGlobals = { readonly gadgets: Gadgets; readonly finesse: FinesseLibrary }

export type Gadgets = {
  readonly Hub: Hub
  /** The container calls `onConnect` once, when the hub can be used. */
  readonly HubSettings: { onConnect?: () => void }
  readonly Prefs: new () => { getString(name: string): string }
  readonly window?: { adjustHeight?(pixels: number): void }
  readonly io?: { makeRequest(url: string, callback: (answer: ProxyAnswer) => void, parameters: ProxyParameters): void }
  readonly loadingindicator?: { dismiss?(): void }
}

/** OpenAjax Hub 2.0. Handlers get the topic first, the payload second. */
export type Hub = {
  subscribe(topic: string, handler: (topic: string, payload: unknown) => void): unknown
  unsubscribe(subscription: unknown): void
}

/** OpenSocial's names of `gadgets.io.RequestParameters`. */
export type ProxyParameters = {
  readonly METHOD: string
  readonly HEADERS: Readonly<Record<string, string>>
  readonly POST_DATA?: string
  readonly CONTENT_TYPE: 'TEXT'
  readonly AUTHORIZATION: 'NONE'
}

/** `rc` is the status that the server behind the proxy answered with. */
export type ProxyAnswer = { readonly rc?: number; readonly text?: string }

export type FinesseLibrary = {
  readonly gadget?: { readonly Config?: Readonly<Record<string, unknown>> }
  readonly clientservices: { readonly ClientServices: ClientServices }
  readonly containerservices?: { readonly ContainerServices?: ContainerServices }
  readonly utilities?: { readonly Utilities?: { getAuthHeaderString?(config: unknown): string } }
}

export type ClientServices = {
  /** Throws in 10.6.1 unless the configuration has host, restHost and authorization. */
  init(config: unknown): void
  /** Called at once when the connection is there already. */
  registerOnConnectHandler(handler: () => void): void
  registerOnDisconnectHandler(handler: () => void): void
  /** Asks the notification service for a node; the callback's argument is undefined on success. */
  subscribeNode(node: string, callback: (error: unknown) => void): void
}

export type ContainerServices = {
  init(): ContainerServices | undefined
  addHandler(topic: string, handler: (event: unknown) => void): void
  readonly Topics?: Readonly<Record<string, string>>
  makeActiveTabReq?(): void
  getMyGadgetId?(): string | undefined
}
