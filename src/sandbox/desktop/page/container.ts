import type { Hub } from './hub.ts'
import { xmlToObject } from './xml-object.ts'

/** Who is signed in, as gadgets are told. */
export type Session = {
  readonly id: string
  /** The value of the `Authorization` header with which the desktop itself asks. */
  readonly authorization: string
  /** Gadgets get a token, which comes by `setToken`, and not the password. */
  readonly hasSso: boolean
  readonly teamId: string
  readonly teamName: string
}

/** What the page shows of the gadget around its frame. */
export type GadgetPanel = {
  showLoaded(): void
  showTitle(title: string): void
  showMessage(title: string, body: string): void
  readonly view: GadgetView
}

/** What the frame of a gadget finds in the page around it, as `gadgetContainer` of the window. */
export type GadgetContainer = {
  readonly hub: Hub
  /** The values of `finesse.gadget.Config`. */
  readonly config: Readonly<Record<string, string>>
  /** The gadget says that it is there. */
  dismissLoading(): void
  /** The gadget says what it wants to be called. */
  setTitle(title: string): void
  /** The gadget has something to say to whoever is at the desktop. */
  showMessage(title: string, body: string): void
  /** As the library hands it to the gadget: how it is shown. */
  readonly view: GadgetView
}

/** How a gadget is shown: in its place, or maximised (`canvas`). */
export type GadgetView = {
  readonly gadgetId: number
  readonly view: 'default' | 'canvas'
  /** In pixels. */
  readonly maxAvailableHeight: number
}

/** As `finesse.info.connection` tells it. */
export type ConnectionStatus = 'connecting' | 'connected' | 'failing' | 'recovered'

const CONNECTION_TOPIC = 'finesse.info.connection'
const TOKEN_TOPIC = 'finesse.containerservices.accessTokenRefreshed'

/** The name of a node on the hub: `/finesse/api/Team/3/Users` is `finesse.api.Team.3.Users`. */
const topicOf = (node: string): string => node.replace(/^\//, '').replaceAll('/', '.')

/**
 * The desktop's side of the hub: publishes the connection and the notifications, and answers what gadgets ask for on
 * `finesse.info.requests`. A person's own node is delivered by itself, others once a gadget has asked for them; after
 * each loss of the connection it has to ask again.
 */
export class Container implements GadgetContainer {
  readonly hub: Hub
  /** One object for ever: the frame of a gadget holds it, and is to see what changes. */
  readonly config: Record<string, string>
  readonly #session: Session
  readonly #panel: GadgetPanel
  readonly #ordered = new Set<string>()
  #status: ConnectionStatus = 'connecting'

  constructor(hub: Hub, session: Session, panel: GadgetPanel) {
    this.hub = hub
    this.#session = session
    this.#panel = panel
    this.config = configOf(session)
    hub.subscribe('finesse.info.requests', (_topic, request) => void this.#answer(request))
  }

  dismissLoading(): void {
    this.#panel.showLoaded()
  }

  setTitle(title: string): void {
    this.#panel.showTitle(title)
  }

  showMessage(title: string, body: string): void {
    this.#panel.showMessage(title, body)
  }

  get view(): GadgetView {
    return this.#panel.view
  }

  /** A token of single sign-on, the first one or a renewed one. */
  setToken(token: string): void {
    this.config['authToken'] = token
    this.hub.publish(TOKEN_TOPIC, { authToken: token })
  }

  /** As browsers write it. A gadget that is there already does not notice. */
  set locale(locale: string) {
    const [language = '', country = ''] = locale.split(/[-_]/)
    Object.assign(this.config, { locale: country === '' ? language : `${language}_${country}`, language, country })
  }

  get status(): ConnectionStatus {
    return this.#status
  }

  set status(status: ConnectionStatus) {
    this.#status = status
    if (status === 'failing') this.#ordered.clear()
    this.#publishConnection()
  }

  /** A notification has come. */
  deliver(node: string, xml: string): void {
    const own = `/finesse/api/User/${this.#session.id}`
    if (node !== own && !this.#ordered.has(node)) return
    this.hub.publish(topicOf(node), { content: node + xml, object: xmlToObject(xml) })
  }

  #publishConnection(): void {
    this.hub.publish(CONNECTION_TOPIC, { status: this.#status, resourceID: 'desktop' })
  }

  async #answer(request: unknown): Promise<void> {
    const { type, data, invokeID } = request as { type?: string; data?: { node?: string }; invokeID?: string }
    if (type === 'ConnectionInfoReq') return this.#publishConnection()
    const node = data?.node
    if (node === undefined) return
    if (type === 'UnsubscribeNodeReq') this.#ordered.delete(node)
    const error = type === 'SubscribeNodeReq' ? await this.#order(node) : undefined
    this.hub.publish(`finesse.info.responses.${invokeID ?? ''}`, error)
  }

  /** Whoever may read an object may hear its nodes. Undefined where all is well. */
  async #order(node: string): Promise<unknown> {
    const response = await fetch(node.replace(/\/(Users|Dialogs)$/, ''), {
      headers: { authorization: this.#session.authorization },
    }).catch((error: unknown) => error as Error)
    if (!(response instanceof Response) || !response.ok) {
      const content = response instanceof Response ? String(response.status) : response.message
      return { subscribe: { content, object: null } }
    }
    this.#ordered.add(node)
    return undefined
  }
}

/** The REST API of the desktop's Finesse is on the page's own server. */
function configOf({ id, authorization, hasSso, teamId, teamName }: Session): Record<string, string> {
  const { protocol, hostname, port } = window.location
  return {
    id,
    ...(hasSso ? { authToken: '' } : { authorization: authorization.replace(/^Basic /, '') }),
    systemAuthMode: hasSso ? 'SSO' : 'NON_SSO',
    scheme: protocol.replace(':', ''),
    host: hostname,
    hostPort: port,
    restHost: hostname,
    localhostFQDN: hostname,
    localhostPort: port,
    teamId,
    teamName,
    extension: '',
    locale: navigator.language.replace('-', '_'),
    clientDriftInMillis: '0',
    pubsubDomain: `pubsub.${hostname}`,
    xmppDomain: hostname,
  }
}
