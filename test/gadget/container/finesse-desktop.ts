import type { DesktopGlobals } from '../../../src/gadget/container/globals/desktop.ts'
import type { ContainerServices, FinesseToaster as Toaster } from '../../../src/gadget/container/globals/finesse.ts'

type Handler = (topic: string, payload: unknown) => void

/** The globals of a desktop whose library behaves as Cisco's 10.6.1 was seen to behave, and what a gadget did with them. */
export type FinesseDesktop = {
  readonly globals: DesktopGlobals
  /** What the gadget asked for, in order. */
  readonly calls: string[]
  publish(topic: string, payload: unknown): void
}

export function finesseDesktop({
  config = { id: 'super1', host: 'f1', restHost: 'f1', authorization: 'eHg=' },
  takesToken = false,
  services = {},
  FinesseToaster,
  answerOrder = () => undefined,
}: {
  readonly config?: Record<string, unknown>
  /** Newer libraries take a token of single sign-on in place of the password. */
  readonly takesToken?: boolean
  readonly services?: Partial<ContainerServices>
  readonly FinesseToaster?: Toaster
  readonly answerOrder?: (node: string) => unknown
} = {}): FinesseDesktop {
  const calls: string[] = []
  const subscriptions = new Map<object, readonly [string, Handler]>()
  const handlers: { connect?: () => void; disconnect?: () => void } = {}
  let isStarted = false
  let status = ''
  const publish = (topic: string, payload: unknown): void => {
    for (const [wanted, handler] of subscriptions.values()) if (wanted === topic) handler(topic, payload)
  }
  const subscribe = (topic: string, handler: Handler): object => {
    const key = {}
    subscriptions.set(key, [topic, handler])
    return key
  }
  const containerServices: ContainerServices = {
    init: () => containerServices,
    addHandler: (topic, handler) =>
      void subscribe(topic, (_topic, event) => handler(event as Parameters<typeof handler>[0])),
    ...services,
  }
  const globals: DesktopGlobals = {
    gadgets: {
      Hub: {
        subscribe,
        unsubscribe: (subscription) => void subscriptions.delete(subscription as object),
      },
      HubSettings: {},
      Prefs: class {
        getString = (name: string): string => (name === 'relay' ? 'https://relay:8543' : '')
      },
      window: { setTitle: (title) => calls.push(`title ${title}`) },
      loadingindicator: { dismiss: () => calls.push('dismiss') },
    },
    finesse: {
      gadget: { Config: config },
      containerservices: { ContainerServices: containerServices, ...(FinesseToaster ? { FinesseToaster } : {}) },
      clientservices: {
        ClientServices: {
          init: (given) => {
            const has = (name: string): boolean => Boolean((given as Record<string, unknown> | undefined)?.[name])
            const mayStart =
              has('host') && has('restHost') && (has('authorization') || (takesToken && has('authToken')))
            if (!mayStart) throw new Error('Missing host, restHost or authorization')
            if (isStarted) throw new Error('It is started already')
            isStarted = true
            calls.push('init')
            subscribe('finesse.info.connection', (_topic, payload) => {
              const before = status
              status = (payload as { status: string }).status
              if (status === before) return
              if (status === 'connected' || status === 'recovered') handlers.connect?.()
              if (status === 'failing') handlers.disconnect?.()
            })
            publish('finesse.info.connection', { status: 'connected' })
          },
          registerOnConnectHandler: (handler) => {
            if (handlers.connect) throw new Error('one handler only')
            handlers.connect = handler
            if (status === 'connected') handler()
          },
          registerOnDisconnectHandler: (handler) => {
            handlers.disconnect = handler
          },
          subscribeNode: (node, callback) => {
            if (!isStarted) throw new Error('It is not started')
            calls.push(`order ${node}`)
            callback(answerOrder(node))
          },
        },
      },
    },
  }
  return { globals, calls, publish }
}
