export type HubHandler = (topic: string, payload: unknown) => void

/** A subscription as `Hub.subscribe` gives it out. */
export type HubSubscription = { readonly topic: string; readonly handler: HubHandler }

/** The bus between the desktop and its gadgets, after OpenAjax Hub 2.0; without its wildcards. */
export class Hub {
  readonly #subscriptions = new Set<HubSubscription>()

  subscribe(topic: string, handler: HubHandler): HubSubscription {
    const subscription = { topic, handler }
    this.#subscriptions.add(subscription)
    return subscription
  }

  unsubscribe(subscription: HubSubscription): void {
    this.#subscriptions.delete(subscription)
  }

  /** Hands the payload to every subscriber; one that throws does not keep it from the others. */
  publish(topic: string, payload: unknown): void {
    const concerned = [...this.#subscriptions].filter((subscription) => subscription.topic === topic)
    for (const subscription of concerned) {
      try {
        subscription.handler(topic, payload)
      } catch (error) {
        reportError(error)
      }
    }
  }
}
