import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { GadgetEvent } from '../components/gadget-event.ts'
import type { Floor } from '../floor/floor.ts'
import { PLACE, type Place } from '../preferences/place.ts'
import type { PreferenceStore } from '../preferences/preference-store.ts'
import { placeIn } from '../selectors/entry-place.ts'
import type { Filters } from '../selectors/floor-rows.ts'

type Host = ReactiveControllerHost &
  HTMLElement & {
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
    host.addEventListener('rch-entry-chosen', ({ detail }) => this.#hear(detail))
    host.addEventListener('rch-day', ({ detail }) => this.#hear(detail))
    host.addEventListener('rch-filters', ({ detail }) => this.#find(detail))
    if (host.agentId === null && this.#place) {
      const { agentId, at } = this.#place
      host.dispatchEvent(
        at === null
          ? new GadgetEvent('rch-agent-chosen', agentId)
          : new GadgetEvent('rch-entry-opened', { agentId, from: at }),
      )
    }
  }

  hostUpdated(): void {
    const { agentId } = this.#host
    if (agentId !== (this.#place?.agentId ?? null)) this.#keep(agentId === null ? null : { agentId, at: null })
  }

  #hear(at: number | null): void {
    const { agentId } = this.#host
    if (agentId !== null) this.#keep({ agentId, at })
  }

  #find(filters: Filters): void {
    const place = placeIn(filters.search)
    if (place === null || !this.#host.floor?.roster.get(place.agentId)) return
    this.#host.dispatchEvent(new GadgetEvent('rch-entry-opened', place))
    // The field has to be shown with the text before it can be emptied.
    requestAnimationFrame(() => this.#host.dispatchEvent(new GadgetEvent('rch-filters', { ...filters, search: '' })))
  }

  #keep(place: Place | null): void {
    this.#place = place
    this.#host.preferences.set(PLACE, place)
  }
}
