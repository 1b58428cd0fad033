import { css, html, LitElement, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { AgentState } from '../../history/agent-state.ts'
import type { Catalogue } from '../../history/catalogue.ts'
import { followPreferences } from '../controllers/followers.ts'
import type { PreferenceStore } from '../preferences/preference-store.ts'
import { shared } from '../styles/shared.ts'
import { beep } from '../thresholds/beep.ts'
import { type Alerts, ALERTS, MAX_MINUTES, THRESHOLDS } from '../thresholds/threshold-preferences.ts'
import { thresholdKey } from '../thresholds/thresholds.ts'
import { texts } from '../words/texts.ts'
import { thresholdsTexts as words } from '../words/thresholds-texts.ts'
import { properties } from './properties.ts'

/** States in which somebody can be for too long. */
const STATES: readonly AgentState[] = ['NOT_READY', 'READY', 'RESERVED', 'TALKING', 'HOLD', 'WORK']

/** What a threshold can be set for. */
type Subject = { readonly key: string; readonly name: string }

/** Sets from how long on a stay deserves a look and is too long, and how the supervisor wants to hear of it. */
export class ThresholdsForm extends LitElement {
  static override properties = properties<ThresholdsForm>('catalogue', 'preferences', 'hasToast')
  static override styles = [
    shared,
    css`
      h3 {
        margin: 12px 0 4px;
        font-size: 13px;
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
        width: 66px;
        padding-inline-start: 6px;
        text-align: end;
      }
      input[type='number'] {
        width: 60px;
      }
      input:invalid {
        border-color: var(--bad);
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
  /** The reasons that a threshold can be set for. They may come while the form is open. */
  declare catalogue: Catalogue
  declare preferences: PreferenceStore
  /** Can the desktop show messages? */
  declare hasToast: boolean

  constructor() {
    super()
    followPreferences(this, () => this.preferences)
  }

  override render(): unknown {
    return [this.#settings(), this.#alerts()]
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
          ${repeat(
            this.#subjects(),
            ({ key }) => key,
            ({ key, name }) => {
              const [warn = null, breach = null] = kept[key] ?? []
              return html`<tr @change=${(event: Event) => this.#take(key, event.currentTarget as HTMLElement)}>
                <th scope="row"><bdi>${name}</bdi></th>
                <td>${this.#minutes(`${name}: ${words.warn}`, warn, longestWarning(breach))}</td>
                <td>${this.#minutes(`${name}: ${words.breach}`, breach, MAX_MINUTES)}</td>
              </tr>`
            },
          )}
        </tbody>
      </table>`
  }

  #minutes(label: string, value: number | null, max: number): unknown {
    return html`<input type="number" min="1" max=${max} step="1" aria-label=${label} .value=${String(value ?? '')} />`
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

  /** The states without a reason, then the reasons that are known: a contact centre's own list has dozens. */
  #subjects(): readonly Subject[] {
    const reasons = new Map<string, string>()
    for (const { category, code, label } of this.catalogue.entries) {
      const key = thresholdKey('NOT_READY', code)
      if (category === 'NOT_READY' && !reasons.has(key)) reasons.set(key, `${label} ${code}`)
    }
    return [
      ...STATES.map((state) => ({
        key: thresholdKey(state, null),
        name: state === 'NOT_READY' ? words.withoutReason(texts.states[state]) : texts.states[state],
      })),
      ...[...reasons].map(([key, name]) => ({ key, name })),
    ]
  }

  /** Keeps what the two fields of a row say. While one is wrong, neither is kept and the browser says why. */
  #take(key: string, row: HTMLElement): void {
    const [warn, breach] = row.querySelectorAll('input')
    if (!warn || !breach) return
    warn.max = String(longestWarning(breach.valueAsNumber))
    // What is no time at all says nothing of the warning.
    const wrong = [breach, warn].find(({ validity }) => !validity.valid)
    if (wrong) return void wrong.reportValidity()
    const { [key]: _, ...others } = this.preferences.get(THRESHOLDS)
    const minutes = [warn.valueAsNumber || null, breach.valueAsNumber || null] as const
    this.preferences.set(THRESHOLDS, minutes.some(Boolean) ? { ...others, [key]: minutes } : others)
  }
}

/** A warning that came no earlier than "too long" would never be seen. @param breach In minutes; null or NaN: never too long. */
const longestWarning = (breach: number | null): number => (breach || MAX_MINUTES + 1) - 1

customElements.define('rch-thresholds-form', ThresholdsForm)

declare global {
  interface HTMLElementTagNameMap {
    'rch-thresholds-form': ThresholdsForm
  }
}
