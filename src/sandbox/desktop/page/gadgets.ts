/**
 * `gadgets.*` of the OpenSocial container, in the frame of a gadget: as much of it as Finesse gadgets use. A classic
 * script: it is there before the scripts of the gadget run.
 */
import type { GadgetContainer } from './container.ts'
import type { HubHandler, HubSubscription } from './hub.ts'

/** The container's proxy. Here it reaches this server alone, whatever name the gadget calls it by. */
async function makeRequest(
  url: string,
  callback: (answer: { rc: number; text: string; data: string; errors: string[] }) => void,
  parameters: { METHOD?: string; HEADERS?: Record<string, string>; POST_DATA?: string } = {},
): Promise<void> {
  const { METHOD = 'GET', HEADERS = {}, POST_DATA } = parameters
  const { pathname, search } = new URL(url, window.location.href)
  let answer = { rc: 0, text: '', errors: ['no answer'] }
  try {
    const body = POST_DATA === undefined ? {} : { body: POST_DATA }
    const response = await fetch(pathname + search, { method: METHOD, headers: HEADERS, ...body })
    const errors = response.ok ? [] : [String(response.status)]
    answer = { rc: response.status, text: await response.text(), errors }
  } catch (error) {
    answer.errors = [String(error)]
  }
  callback({ ...answer, data: answer.text })
}

{
  const { gadgetContainer } = window.parent as Window & { gadgetContainer?: GadgetContainer }
  if (!gadgetContainer) throw new Error('This page is made to be shown inside the desktop.')
  const { hub } = gadgetContainer
  const preferences = JSON.parse(document.documentElement.dataset['preferences'] ?? '{}') as Record<string, string>
  const subscriptions = new Set<HubSubscription>()
  // A frame that goes must not leave its handlers behind.
  window.addEventListener('pagehide', () => {
    for (const subscription of subscriptions) hub.unsubscribe(subscription)
  })

  const HubSettings: { onConnect?: () => void } = {}
  window.addEventListener('load', () => HubSettings.onConnect?.())

  class Prefs {
    getString(name: string): string {
      return preferences[name] ?? ''
    }
    getInt(name: string): number {
      return Number.parseInt(this.getString(name), 10) || 0
    }
    getBool(name: string): boolean {
      return this.getString(name) === 'true'
    }
    set(name: string, value: unknown): void {
      preferences[name] = String(value)
    }
  }

  const gadgets = {
    HubSettings,
    Hub: {
      subscribe(topic: string, handler: HubHandler): HubSubscription {
        const subscription = hub.subscribe(topic, handler)
        subscriptions.add(subscription)
        return subscription
      },
      unsubscribe(subscription: HubSubscription): void {
        subscriptions.delete(subscription)
        hub.unsubscribe(subscription)
      },
      publish: (topic: string, payload: unknown): void => hub.publish(topic, payload),
    },
    Prefs,
    window: {
      setTitle: (title: string): void => gadgetContainer.setTitle(title),
      adjustHeight(pixels = document.documentElement.scrollHeight): void {
        const frame = window.frameElement as HTMLElement | null
        if (frame) frame.style.height = `${pixels}px`
      },
    },
    loadingindicator: { dismiss: (): void => gadgetContainer.dismissLoading(), updateLoadingMessage(): void {} },
    io: { makeRequest },
    util: { registerOnLoadHandler: (run: () => void): void => window.addEventListener('load', run) },
  }
  Object.assign(window, { gadgets })
}
