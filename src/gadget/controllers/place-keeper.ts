import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { AgentChosenEvent } from '../components/agent-list.ts'
import { EntryOpenedEvent } from '../components/entry-opened.ts'
import { PLACE, type Place } from '../preferences/place.ts'
import type { PreferenceStore } from '../preferences/preference-store.ts'

type Host = ReactiveControllerHost &
  EventTarget & { readonly preferences: PreferenceStore; readonly agentId: string | null }

/**
 * Keeps which agent its host shows, and which day and entry of him, and opens the same again when the gadget is loaded anew.
 * What is chosen it hears as it passes the host.
 */
export class PlaceKeeper implements ReactiveController {
  readonly #host: Host
  #place: Place | null

  constructor(host: Host) {
    this.#host = host
    this.#place = host.preferences.get(PLACE)
    for (const name of ['rch-entry-chosen', 'rch-day']) {
      host.addEventListener(name, (event) => this.#hear((event as CustomEvent<unknown>).detail))
    }
    if (host.agentId === null && this.#place) {
      const { agentId, at } = this.#place
      host.dispatchEvent(at === null ? new AgentChosenEvent(agentId) : new EntryOpenedEvent({ agentId, from: at }))
    }
  }

  hostUpdated(): void {
    const { agentId } = this.#host
    if (agentId !== (this.#place?.agentId ?? null)) this.#keep(agentId === null ? null : { agentId, at: null })
  }

  #hear(detail: unknown): void {
    const { agentId } = this.#host
    if (agentId === null) return
    if (typeof detail === 'number' || detail === null) this.#keep({ agentId, at: detail })
  }

  #keep(place: Place | null): void {
    this.#place = place
    this.#host.preferences.set(PLACE, place)
  }
}
