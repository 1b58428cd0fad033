/**
 * `finesse.*` as a Finesse server's library gives it to gadgets: as much of it as our gadget uses, written from its
 * documentation. A classic script: it is there before the scripts of the gadget run.
 */
import type { ConnectionStatus, GadgetContainer, GadgetView } from './container.ts'
import type { HubHandler } from './hub.ts'

{
  const { gadgets, parent } = window as unknown as {
    gadgets: {
      Hub: { subscribe(topic: string, handler: HubHandler): unknown; publish(topic: string, payload: unknown): void }
    }
    parent: { gadgetContainer: GadgetContainer }
  }
  const { Hub } = gadgets
  const { gadgetContainer } = parent
  const Config = gadgetContainer.config
  /** With a password as 10.6.1, which knows nothing else; with a token as the libraries that know tokens. */
  const isNewer = Config['systemAuthMode'] === 'SSO'

  let status: ConnectionStatus | undefined
  let isStarted = false
  let lastInvokeId = 0
  const handlers: { connect?: () => void; disconnect?: () => void } = {}
  const isConnected = (): boolean => status === 'connected' || status === 'recovered'

  /** The library answers a request on a topic of its own, once. */
  function request(type: string, data: object, callback: (error: unknown) => void = () => {}): void {
    lastInvokeId += 1
    const invokeID = `${Config['id'] ?? ''}-${Date.now()}-${lastInvokeId}`
    Hub.subscribe(`finesse.info.responses.${invokeID}`, (_topic, error) => callback(error))
    Hub.publish('finesse.info.requests', { type, data, invokeID })
  }

  const ClientServices = {
    init(config: Record<string, unknown> | undefined): void {
      for (const name of ['host', 'restHost', isNewer ? 'authToken' : 'authorization']) {
        if (!config?.[name]) throw new Error(`ClientServices.init: the configuration has no ${name}.`)
      }
      if (isStarted) return
      isStarted = true
      Hub.subscribe('finesse.info.connection', (_topic, payload) => {
        const before = status
        status = (payload as { status: ConnectionStatus }).status
        if (status === before) return
        if (isConnected()) handlers.connect?.()
        if (status === 'failing') handlers.disconnect?.()
      })
      request('ConnectionInfoReq', {})
    },
    registerOnConnectHandler(handler: () => void): void {
      handlers.connect = handler
      if (isConnected()) handler()
    },
    registerOnDisconnectHandler(handler: () => void): void {
      handlers.disconnect = handler
      if (status === 'failing') handler()
    },
    subscribeNode(node: string, callback: (error: unknown) => void): void {
      request('SubscribeNodeReq', { node }, callback)
    },
    getHub: () => Hub,
  }

  const Topics = {
    ACTIVE_TAB: 'finesse.containerservices.activeTab',
    GADGET_VIEW_CHANGED_EVENT: 'finesse.containerservices.gadgetViewChangedEvent',
    MAX_AVAILABLE_HEIGHT_CHANGED_EVENT: 'finesse.containerservices.maxAvailableHeightChangedEvent',
    ...(isNewer ? { ACCESS_TOKEN_REFRESHED_EVENT: 'finesse.containerservices.accessTokenRefreshed' } : {}),
  }
  /** Events of these topics have no fields but getters, as in the library. */
  const EVENTS: Readonly<Record<string, (view: GadgetView) => object>> = {
    [Topics.GADGET_VIEW_CHANGED_EVENT]: ({ gadgetId, view, maxAvailableHeight }) => ({
      getGadgetId: () => gadgetId,
      getView: () => view,
      getMaxAvailableHeight: () => maxAvailableHeight,
    }),
    [Topics.MAX_AVAILABLE_HEIGHT_CHANGED_EVENT]: ({ maxAvailableHeight }) => ({
      getMaxAvailableHeight: () => maxAvailableHeight,
    }),
  }
  const newerServices = {
    setMyGadgetTitle: (title: string): void => gadgetContainer.setTitle(title),
    getMyGadgetView: () => gadgetContainer.view,
    enableTitleBar: (): void => {},
  }
  const ContainerServices = {
    Topics,
    init: () => ContainerServices,
    addHandler(topic: string, handler: (event: unknown) => void): void {
      Hub.subscribe(topic, (_topic, event) => handler(EVENTS[topic]?.(event as GadgetView) ?? event))
    },
    makeActiveTabReq: (): void => Hub.publish(Topics.ACTIVE_TAB, { tabId: 'reasons' }),
    tabVisible: () => true,
    getMyGadgetId: () => gadgetContainer.view.gadgetId,
    getMyTabId: () => 'reasons',
    ...(isNewer ? newerServices : {}),
  }

  let isToasterBegun = false
  const FinesseToaster = {
    init: (): object => {
      isToasterBegun = true
      return FinesseToaster
    },
    showToaster(title: string, { body = '' }: { body?: string } = {}): void {
      if (!isToasterBegun) throw new Error('FinesseToaster.showToaster: it is not initialized.')
      gadgetContainer.showMessage(title, body)
    },
  }

  const Utilities = {
    currentServerTimeMillis: (): number => Date.now(),
    ...(isNewer ? { getAuthHeaderString: ({ authToken }: Record<string, string>) => `Bearer ${authToken}` } : {}),
  }

  Object.assign(window, {
    finesse: {
      gadget: { Config },
      clientservices: { ClientServices },
      containerservices: { ContainerServices, ...(isNewer ? { FinesseToaster } : {}) },
      utilities: { Utilities },
    },
  })
}
