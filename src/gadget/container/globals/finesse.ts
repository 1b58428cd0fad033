/**
 * `finesse.*` of Cisco's finesse.js, which the Finesse server gives out, as far as the gadget uses it. Members with a
 * question mark are missing in 10.6.1, or in some containers, and are asked for before use.
 */
export type FinesseLibrary = {
  /** Up to 10.5 gadgets took the configuration from their preferences. */
  readonly gadget?: { readonly Config?: Readonly<Record<string, unknown>> }
  readonly clientservices: { readonly ClientServices: ClientServices }
  readonly containerservices?: {
    readonly ContainerServices?: ContainerServices
    readonly FinesseToaster?: FinesseToaster
  }
  readonly utilities?: { readonly Utilities?: { getAuthHeaderString?(config: unknown): string } }
}

export type ClientServices = {
  /** Throws in 10.6.1 unless the configuration has host, restHost and authorization. */
  init(config: unknown): void
  /** Called at once when the connection is there already. One handler only. */
  registerOnConnectHandler(handler: () => void): void
  /** Called on `failing`, but not on `disconnected`. One handler only. */
  registerOnDisconnectHandler(handler: () => void): void
  /** Asks the notification service for a node; the callback's argument is undefined on success. */
  subscribeNode(node: string, callback: (error: unknown) => void): void
}

export type ContainerServices = {
  init(): ContainerServices | undefined
  addHandler(topic: string, handler: (event: ViewEvent | undefined) => void): void
  readonly Topics?: Readonly<Record<string, string>>
  makeActiveTabReq?(): void
  /** A number in Cisco's guide. */
  getMyGadgetId?(): unknown
  /** From 12.x on: how the gadget is shown at this moment. */
  getMyGadgetView?(): { readonly view?: unknown; readonly maxAvailableHeight?: unknown } | undefined
  /** From 12.x on. */
  setMyGadgetTitle?(title: string): void
  /** From 12.x on: page-level gadgets have no title bar without it. */
  enableTitleBar?(): void
}

/** What events of the view tell: Cisco's GadgetViewChangedEvent, and of the height alone. Events of other topics have none of it. */
export type ViewEvent = {
  getGadgetId?(): unknown
  /** `default` or `canvas`. */
  getView?(): unknown
  getMaxAvailableHeight?(): unknown
}

/** Messages over the desktop, which the browser shows. */
export type FinesseToaster = {
  /** `showToaster` throws before it. */
  init(config: unknown): unknown
  showToaster(title: string, options: { readonly body: string; readonly showWhenVisible: boolean }): void
}
