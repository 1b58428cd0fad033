import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { AgentChosenEvent } from '../components/agent-list.ts'
import { EntryOpenedEvent } from '../components/entry-opened.ts'
import { FiltersEvent } from '../components/floor-header.ts'
import type { Floor } from '../floor/floor.ts'
import { PLACE, type Place } from '../preferences/place.ts'
import type { PreferenceStore } from '../preferences/preference-store.ts'
import { placeIn } from '../selectors/entry-place.ts'

type Host = ReactiveControllerHost &
  EventTarget & {
    readonly preferences: PreferenceStore
    readonly agentId: string | null
    readonly floor: Floor | undefined
  }

/**
 * Keeps which agent its host shows, and which day and entry of him, and opens the same again when the gadget is loaded anew.
 * What is chosen it hears as it passes the host. A place that somebody has put into the search field is opened.
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
    host.addEventListener('rch-filters', (event) => this.#find(event as FiltersEvent))
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

  #find({ detail }: FiltersEvent): void {
    const place = placeIn(detail.search)
    if (place === null || !this.#host.floor?.roster.get(place.agentId)) return
    this.#host.dispatchEvent(new EntryOpenedEvent(place))
    // The field has to be shown with the text before it can be emptied.
    requestAnimationFrame(() => this.#host.dispatchEvent(new FiltersEvent({ ...detail, search: '' })))
  }

  #keep(place: Place | null): void {
    this.#place = place
    this.#host.preferences.set(PLACE, place)
  }
}
