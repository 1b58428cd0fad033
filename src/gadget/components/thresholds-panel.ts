import { css, html, LitElement, nothing } from 'lit'
import type { AgentState } from '../../history/agent-state.ts'
import type { Floor } from '../floor/floor.ts'
import type { PreferenceStore } from '../preferences/preference-store.ts'
import { stayName } from '../selectors/stay-words.ts'
import { shared } from '../styles/shared.ts'
import { beep } from '../thresholds/beep.ts'
import { type Breach, breachesToday } from '../thresholds/breaches.ts'
import { type Alerts, ALERTS, MAX_MINUTES, THRESHOLDS, thresholdsFrom } from '../thresholds/threshold-preferences.ts'
import { thresholdKey } from '../thresholds/thresholds.ts'
import { elapsedText, type Formats } from '../words/formats.ts'
import { texts } from '../words/texts.ts'
import { thresholdsTexts as words } from '../words/thresholds-texts.ts'
import { EntryOpenedEvent } from './entry-opened.ts'
import { ClosedEvent } from './modal-dialog.ts'

/** So many breaches are listed; the earlier ones are counted. */
const LISTED = 100

/** The list is made anew after so many seconds. */
const SECONDS = 5

/** States in which somebody can be for too long. */
const STATES: readonly AgentState[] = ['NOT_READY', 'READY', 'RESERVED', 'TALKING', 'HOLD', 'WORK']

/** What a threshold can be set for. */
type Subject = { readonly key: string; readonly name: string }

/** Today's breaches, each of which opens its entry, and the thresholds, which can be set here. */
export class ThresholdsPanel extends LitElement {
  static override properties = {
    floor: { attribute: false },
    preferences: { attribute: false },
    hasToast: { attribute: false },
    formats: { attribute: false },
  }
  static override styles = [
    shared,
    css`
      h3 {
        margin: 12px 0 4px;
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
      table {
        width: 100%;
        border-collapse: collapse;
      }
      th {
        font-weight: 400;
        text-align: start;
        padding: 3px 0;
        overflow-wrap: anywhere;
      }
      thead th {
        font-size: 11px;
        color: var(--muted);
      }
      th:not(:first-child),
      td {
        width: 90px;
        text-align: end;
      }
      input[type='number'] {
        width: 76px;
      }
      label {
        display: flex;
        align-items: center;
        gap: 6px;
        min-height: 28px;
      }
      input[type='checkbox'] {
        min-height: 0;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 12px;
      }
    `,
  ]
  declare floor: Floor
  declare preferences: PreferenceStore
  /** Can the desktop show messages? */
  declare hasToast: boolean
  declare formats: Formats
  #endTicks: () => void = () => {}
  #seconds = 0

  override connectedCallback(): void {
    super.connectedCallback()
    this.#endTicks = this.floor.clock.onTick(() => {
      this.#seconds += 1
      if (this.#seconds % SECONDS === 0) this.requestUpdate()
    })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#endTicks()
  }

  override render(): unknown {
    return html`<rch-modal-dialog .heading=${words.title} .closeLabel=${words.close}>
      ${this.#inbox()} ${this.#settings()} ${this.#alerts()}
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

  #settings(): unknown {
    const kept = this.preferences.get(THRESHOLDS)
    return html`<h3>${words.settings}</h3>
      <p class="small" id="hint">${words.hint}</p>
      <table aria-describedby="hint">
        <thead>
          <tr>
            <th scope="col">${words.what}</th>
            <th scope="col">${words.warn}</th>
            <th scope="col">${words.breach}</th>
          </tr>
        </thead>
        <tbody>
          ${this.#subjects().map(({ key, name }) => {
            const [warn = null, breach = null] = kept[key] ?? []
            return html`<tr>
              <th scope="row"><bdi>${name}</bdi></th>
              <td>${this.#minutes(`${name}: ${words.warn}`, warn, (value) => this.#set(key, value, breach))}</td>
              <td>${this.#minutes(`${name}: ${words.breach}`, breach, (value) => this.#set(key, warn, value))}</td>
            </tr>`
          })}
        </tbody>
      </table>`
  }

  #minutes(label: string, value: number | null, set: (value: number | null) => void): unknown {
    return html`<input
      type="number"
      min="1"
      max=${MAX_MINUTES}
      step="1"
      aria-label=${label}
      .value=${value === null ? '' : String(value)}
      @change=${(event: Event) => {
        const input = event.target as HTMLInputElement
        // What is no number of minutes is taken back.
        if (input.validity.valid) set(input.value === '' ? null : input.valueAsNumber)
        else input.value = value === null ? '' : String(value)
      }}
    />`
  }

  #alerts(): unknown {
    const alerts = this.preferences.get(ALERTS)
    const choice = (name: keyof Alerts, label: string, isOff: boolean): unknown =>
      html`<label>
        <input
          type="checkbox"
          ?disabled=${isOff}
          .checked=${alerts[name] && !isOff}
          @change=${(event: Event) => {
            this.preferences.set(ALERTS, { ...alerts, [name]: (event.target as HTMLInputElement).checked })
            this.requestUpdate()
          }}
        />
        ${label}
      </label>`
    return html`<h3>${words.alerts}</h3>
      ${choice('toast', words.toast, !this.hasToast)}
      ${this.hasToast ? nothing : html`<p class="small">${words.noToast}</p>`}
      <div class="row">
        ${choice('sound', words.sound, false)}
        <button @click=${() => beep()}>${words.trySound}</button>
      </div>`
  }

  /** The reasons that are known, then the states without a reason. */
  #subjects(): readonly Subject[] {
    const reasons = new Map<string, string>()
    for (const { category, code, label } of this.floor.history.catalogue.entries) {
      const key = thresholdKey('NOT_READY', code)
      if (category === 'NOT_READY' && !reasons.has(key)) reasons.set(key, `${label} ${code}`)
    }
    return [
      ...[...reasons].map(([key, name]) => ({ key, name })),
      ...STATES.map((state) => ({
        key: thresholdKey(state, null),
        name: state === 'NOT_READY' ? words.withoutReason(texts.states[state]) : texts.states[state],
      })),
    ]
  }

  #set(key: string, warn: number | null, breach: number | null): void {
    const { [key]: _, ...others } = this.preferences.get(THRESHOLDS)
    const isNone = warn === null && breach === null
    this.preferences.set(THRESHOLDS, isNone ? others : { ...others, [key]: [warn, breach] })
    this.requestUpdate()
  }

  #openEntry({ agentId, from }: Breach): void {
    this.dispatchEvent(new ClosedEvent())
    this.dispatchEvent(new EntryOpenedEvent({ agentId, from }))
  }
}

customElements.define('rch-thresholds-panel', ThresholdsPanel)

declare global {
  interface HTMLElementTagNameMap {
    'rch-thresholds-panel': ThresholdsPanel
  }
}
