import { css, html, LitElement, noChange, nothing } from 'lit'
import { ownTimeZone } from '../../history/local-time.ts'
import type { Window } from '../../history/window.ts'
import { fieldOf, firstWeekday, momentOf, REPORT_RANGES, type ReportRange, windowOf } from '../reports/report-range.ts'
import { shared } from '../styles/shared.ts'
import { activeLanguage } from '../words/active-language.ts'
import { reportsTexts } from '../words/reports-texts.ts'
import { GadgetEvent } from './gadget-event.ts'
import { properties } from './properties.ts'

const words = reportsTexts.range

/** A range by its name, or from one moment to another, within what the relay keeps. */
export class ReportRangePicker extends LitElement {
  static override properties = properties<ReportRangePicker>('range', 'window', 'now', 'keptSince')
  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 10px;
      }
      label {
        display: inline-flex;
        align-items: center;
        gap: 5px;
      }
      input {
        max-width: 100%;
      }
      .fault {
        color: var(--bad);
      }
      p {
        flex-basis: 100%;
      }
    `,
  ]
  declare range: ReportRange
  declare window: Window | null
  /** Milliseconds on the relay's clock. */
  declare now: number
  /** When the relay's history begins; null where it has not told. */
  declare keptSince: number | null

  override render(): unknown {
    const { range, window } = this
    return html`<label
        >${words.label}
        <select @change=${this.#chooseRange}>
          ${REPORT_RANGES.map(
            (each) => html`<option value=${each} .selected=${each === range}>${words.ranges[each]}</option>`,
          )}
        </select>
      </label>
      ${
        range === 'custom'
          ? html`${this.#field('from', words.from)} ${this.#field('to', words.to)}
            ${window ? nothing : html`<p class="small fault" role="alert">${words.wrongOrder}</p>`}`
          : nothing
      }
      <span class="small">${words.zone(ownTimeZone())}</span>`
  }

  #field(name: 'from' | 'to', label: string): unknown {
    const { window, keptSince, now } = this
    return html`<label
      >${label}
      <input
        type="datetime-local"
        name=${name}
        required
        min=${keptSince === null ? nothing : fieldOf(keptSince)}
        max=${fieldOf(now)}
        .value=${window ? fieldOf(window[name]) : noChange}
        @change=${this.#chooseMoments}
      />
    </label>`
  }

  readonly #chooseRange = (event: Event): void => {
    const range = (event.target as HTMLSelectElement).value as ReportRange
    const window = range === 'custom' ? this.window : windowOf(range, this.now, firstWeekday(activeLanguage().language))
    this.dispatchEvent(new GadgetEvent('rch-report-range', { range, window }))
  }

  readonly #chooseMoments = (): void => {
    const [from, to] = [...this.renderRoot.querySelectorAll('input')].map(({ value }) => momentOf(value))
    const isRange = typeof from === 'number' && typeof to === 'number' && from < to
    this.dispatchEvent(new GadgetEvent('rch-report-range', { range: 'custom', window: isRange ? { from, to } : null }))
  }
}

customElements.define('rch-report-range-picker', ReportRangePicker)

declare global {
  interface HTMLElementTagNameMap {
    'rch-report-range-picker': ReportRangePicker
  }
}
