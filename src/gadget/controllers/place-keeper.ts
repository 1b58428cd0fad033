import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { GadgetEvent } from '../components/gadget-event.ts'
import type { Floor } from '../floor/floor.ts'
import { PLACE, type Place } from '../preferences/place.ts'
import type { PreferenceStore } from '../preferences/preference-store.ts'
import { placeIn } from '../selectors/entry-place.ts'
import { midnightBefore } from '../selectors/time-axis.ts'

type Host = ReactiveControllerHost &
  HTMLElement & {
    readonly preferences: PreferenceStore
    readonly agentId: string | null
    readonly entryFrom: number | null
    readonly floor: Floor | undefined
  }

/**
 * Keeps which agent its host shows, and which day and entry of him, and opens the same again when the gadget is loaded anew.
 * What is chosen it hears as it passes the host. A place that somebody pastes into the search field is opened.
 */
export class PlaceKeeper implements ReactiveController {
  readonly #host: Host
  #place: Place | null

  constructor(host: Host) {
    this.#host = host
    this.#place = host.preferences.get(PLACE)
    host.addEventListener('rch-entry-chosen', ({ detail }) => this.#hear(detail))
    host.addEventListener('rch-day', ({ detail }) => this.#hear(detail))
    host.addEventListener('paste', (event) => this.#paste(event))
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
    const { agentId, entryFrom, floor } = this.#host
    const { agentId: before = null, at = null } = this.#place ?? {}
    if (agentId === before) return
    // Another agent is looked at on the past day that was open.
    const isPast = at !== null && floor !== undefined && at < midnightBefore(floor.clock.now())
    this.#keep(agentId === null ? null : { agentId, at: entryFrom ?? (isPast ? at : null) })
  }

  #hear(at: number | null): void {
    const { agentId } = this.#host
    if (agentId !== null) this.#keep({ agentId, at })
  }

  #paste(event: ClipboardEvent): void {
    const [field] = event.composedPath()
    const place = placeIn(event.clipboardData?.getData('text/plain') ?? '')
    const isWanted = field instanceof HTMLInputElement && field.type === 'search'
    if (!isWanted || place === null || !this.#host.floor?.roster.get(place.agentId)) return
    event.preventDefault()
    this.#host.dispatchEvent(new GadgetEvent('rch-entry-opened', place))
  }

  #keep(place: Place | null): void {
    this.#place = place
    this.#host.preferences.set(PLACE, place)
  }
}
