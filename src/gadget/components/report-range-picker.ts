import { css, html, LitElement, noChange, nothing } from 'lit'
import { ownTimeZone } from '../../history/local-time.ts'
import type { Window } from '../../history/window.ts'
import { followFloor } from '../controllers/followers.ts'
import type { Floor } from '../floor/floor.ts'
import { fieldOf, momentOf, presentWindow, REPORT_RANGES, type ReportRange } from '../reports/report-range.ts'
import { shared } from '../styles/shared.ts'
import type { Formats } from '../words/formats.ts'
import { reportsTexts } from '../words/reports-texts.ts'
import { GadgetEvent } from './gadget-event.ts'
import { choices } from './choices.ts'
import { properties } from './properties.ts'

const words = reportsTexts.range

/** A range by its name, or from one moment to another; says so where it begins before what the relay keeps. */
export class ReportRangePicker extends LitElement {
  static override properties = properties<ReportRangePicker>('range', 'window', 'floor', 'formats')
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
  declare floor: Pick<Floor, 'clock' | 'keptSince'>
  declare formats: Formats

  constructor() {
    super()
    followFloor(this)
  }

  override render(): unknown {
    const { range, window, formats } = this
    const { keptSince } = this.floor
    return html`<label
        >${words.label}
        <select @change=${this.#chooseRange}>
          ${choices(
            REPORT_RANGES.map((each) => [each, words.ranges[each]]),
            range,
          )}
        </select>
      </label>
      ${
        range === 'custom'
          ? html`${this.#field('from', words.from)} ${this.#field('to', words.to)}
            ${window ? nothing : html`<p class="small fault" role="alert">${words.wrongOrder}</p>`}`
          : nothing
      }
      <span class="small">${words.zone(ownTimeZone())}</span>
      ${
        window && keptSince !== null && window.from < keptSince
          ? html`<p class="small">${words.keptSince(formats.moment(keptSince))}</p>`
          : nothing
      }`
  }

  #field(name: 'from' | 'to', label: string): unknown {
    const { window, floor } = this
    const { keptSince } = floor
    return html`<label
      >${label}
      <input
        type="datetime-local"
        name=${name}
        required
        min=${keptSince === null ? nothing : fieldOf(keptSince)}
        max=${fieldOf(floor.clock.now())}
        .value=${window ? fieldOf(window[name]) : noChange}
        @change=${this.#chooseMoments}
      />
    </label>`
  }

  readonly #chooseRange = (event: Event): void => {
    const range = (event.target as HTMLSelectElement).value as ReportRange
    const window = presentWindow(range, this.window, this.floor.clock.now())
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
