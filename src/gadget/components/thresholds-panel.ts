import { css, html, LitElement, nothing } from 'lit'
import { followFloor, followPreferences } from '../controllers/followers.ts'
import type { Floor } from '../floor/floor.ts'
import type { PreferenceStore } from '../preferences/preference-store.ts'
import { stayName } from '../selectors/stay-words.ts'
import { shared } from '../styles/shared.ts'
import { type Breach, breachesToday } from '../thresholds/breaches.ts'
import { THRESHOLDS, thresholdsFrom } from '../thresholds/threshold-preferences.ts'
import { elapsedText, type Formats } from '../words/formats.ts'
import { thresholdsTexts as words } from '../words/thresholds-texts.ts'
import { GadgetEvent } from './gadget-event.ts'
import { properties } from './properties.ts'
import './thresholds-form.ts'

/** So many breaches are listed; the earlier ones are counted. */
const LISTED = 100

/** Today's breaches, each of which opens its entry, and the thresholds, which can be set here. */
export class ThresholdsPanel extends LitElement {
  static override properties = properties<ThresholdsPanel>('floor', 'preferences', 'hasToast', 'formats')
  static override styles = [
    shared,
    css`
      h3 {
        margin: 0 0 4px;
        font-size: 13px;
      }
      ol {
        margin: 0;
        padding: 0;
        max-height: 220px;
        overflow: auto;
        list-style: none;
      }
      li button {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0 10px;
        width: 100%;
        border: 0;
        border-radius: 0;
        border-bottom: 1px solid var(--line);
        text-align: start;
      }
      .lasting {
        color: var(--bad);
        font-weight: 600;
      }
    `,
  ]
  declare floor: Floor
  declare preferences: PreferenceStore
  /** Can the desktop show messages? */
  declare hasToast: boolean
  declare formats: Formats

  constructor() {
    super()
    followPreferences(this, () => this.preferences)
    followFloor(this)
  }

  override render(): unknown {
    const { floor, preferences, hasToast } = this
    return html`<rch-modal-dialog .heading=${words.title}>
      ${this.#inbox()}
      <rch-thresholds-form
        .catalogue=${floor.history.catalogue}
        .preferences=${preferences}
        .hasToast=${hasToast}
      ></rch-thresholds-form>
    </rch-modal-dialog>`
  }

  #inbox(): unknown {
    const { floor } = this
    const thresholds = thresholdsFrom(this.preferences.get(THRESHOLDS))
    if (thresholds.size === 0) return html`<p class="small">${words.noneSet}</p>`
    const agentIds = floor.roster.agents.map(({ agentId }) => agentId)
    const breaches = breachesToday(floor, agentIds, thresholds, floor.clock.now())
    const more = breaches.length - LISTED
    return html`<h3 id="inbox">${words.today}</h3>
      ${
        breaches.length === 0
          ? html`<p class="small">${words.none}</p>`
          : html`<ol aria-labelledby="inbox">
              ${breaches.slice(0, LISTED).map((breach) => html`<li>${this.#breach(breach)}</li>`)}
            </ol>`
      }
      ${more > 0 ? html`<p class="small">${words.more(more)}</p>` : nothing}`
  }

  #breach(breach: Breach): unknown {
    const { agentId, from, to } = breach
    const { floor, formats } = this
    const name = floor.roster.nameOf(agentId)
    const when =
      to === null ? words.lasting(formats.minute(from)) : words.ended(formats.minute(from), formats.minute(to))
    return html`<button @click=${() => this.#openEntry(breach)}>
      <b><bdi>${name}</bdi></b>
      <span class=${to === null ? 'number lasting' : 'number'}> ${elapsedText((to ?? floor.clock.now()) - from)} </span>
      <span><bdi>${stayName(breach)}</bdi></span>
      <span class="small">${when}</span>
    </button>`
  }

  #openEntry({ agentId, from }: Breach): void {
    this.dispatchEvent(new GadgetEvent('rch-closed', null))
    this.dispatchEvent(new GadgetEvent('rch-entry-opened', { agentId, from }))
  }
}

customElements.define('rch-thresholds-panel', ThresholdsPanel)

declare global {
  interface HTMLElementTagNameMap {
    'rch-thresholds-panel': ThresholdsPanel
  }
}
