import { css, html, LitElement } from 'lit'
import { followClock } from '../controllers/followers.ts'
import type { Floor } from '../floor/floor.ts'
import type { PreferenceStore } from '../preferences/preference-store.ts'
import type { Toast } from '../preferences/settings.ts'
import type { AgentRow } from '../selectors/agent-row.ts'
import { stayName } from '../selectors/stay-words.ts'
import { shared } from '../styles/shared.ts'
import { beep } from '../thresholds/beep.ts'
import { BreachWatch } from '../thresholds/breach-watch.ts'
import { ALERTS, THRESHOLDS, thresholdsFrom } from '../thresholds/threshold-preferences.ts'
import { listed } from '../words/localise.ts'
import { thresholdsTexts } from '../words/thresholds-texts.ts'
import { properties } from './properties.ts'

/** So many are named; the others are counted. */
const NAMED = 3

/** Says who goes over a threshold: to screen readers, and by a message or a sound where the supervisor wants one. */
export class BreachAlerts extends LitElement {
  static override properties = properties<BreachAlerts>('floor', 'rows', 'preferences', 'toast', 'said')
  static override styles = [
    shared,
    css`
      /* Read out also where the tools around it have gone. */
      :host {
        visibility: visible;
      }
    `,
  ]
  declare floor: Floor
  declare rows: readonly AgentRow[]
  declare preferences: PreferenceStore
  declare toast: Toast
  declare said: string
  readonly #watch = new BreachWatch()
  /** On this browser's clock: how far the relay's is ahead is known later. */
  #began: number | null = null

  constructor() {
    super()
    this.said = ''
    followClock(
      this,
      () => this.floor.clock,
      () => this.#look(),
    )
  }

  override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.has('floor')) this.#look()
  }

  override render(): unknown {
    return html`<p class="visually-hidden" role="status" aria-live="polite">${this.said}</p>`
  }

  #look(): void {
    const { clock } = this.floor
    this.#began ??= clock.now() - clock.ahead
    const thresholds = thresholdsFrom(this.preferences.get(THRESHOLDS))
    const fresh = this.#watch.look(this.rows, thresholds, clock.now(), this.#began + clock.ahead)
    if (fresh.length === 0) return
    const names = fresh
      .slice(0, NAMED)
      .flatMap(({ agent, entry }) => (entry ? thresholdsTexts.person(agent.name, stayName(entry)) : agent.name))
    const others = fresh.length - NAMED
    if (others > 0) names.push(thresholdsTexts.others(others))
    const text = thresholdsTexts.announced(fresh.length, listed(names))
    // The same once more is read out only where it is another text.
    this.said = text === this.said ? `${text}\u00a0` : text
    const alerts = this.preferences.get(ALERTS)
    if (alerts.toast) this.toast?.(thresholdsTexts.title, this.said)
    if (alerts.sound) beep()
  }
}

customElements.define('rch-breach-alerts', BreachAlerts)

declare global {
  interface HTMLElementTagNameMap {
    'rch-breach-alerts': BreachAlerts
  }
}
