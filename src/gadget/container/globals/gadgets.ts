/**
 * `gadgets.*` of the OpenSocial container, as far as the gadget uses it. What has a question mark comes with a feature that
 * a container may lack, and is asked for before use.
 */
export type Gadgets = {
  readonly Hub: Hub
  /** The container calls `onConnect` once, when the hub can be used. */
  readonly HubSettings: { onConnect?: () => void }
  readonly Prefs: new () => Preferences
  readonly window?: { adjustHeight?(pixels: number): void; setTitle?(title: string): void }
  readonly io?: { makeRequest(url: string, callback: (answer: ProxyAnswer) => void, parameters: ProxyParameters): void }
  readonly loadingindicator?: { dismiss?(): void }
}

export type Preferences = { getString(name: string): string }

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
  /** Seconds for which the proxy may give the same answer again. */
  readonly REFRESH_INTERVAL: 0
}

/** `rc` is the status that the server behind the proxy answered with. */
export type ProxyAnswer = { readonly rc?: number; readonly text?: string }
