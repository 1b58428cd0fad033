import { css, html, LitElement, nothing } from 'lit'
import { fieldOf, momentOf } from '../reports/report-range.ts'
import { midnightAfter, midnightBefore } from '../selectors/time-axis.ts'
import { shared } from '../styles/shared.ts'
import { detailTexts } from '../words/detail-texts.ts'
import { texts } from '../words/texts.ts'
import { GadgetEvent } from './gadget-event.ts'
import { properties } from './properties.ts'

const words = detailTexts.day

/** A day as a date field has it: `2026-11-20`, in this browser's time zone. */
const fieldValue = (at: number): string => fieldOf(at).slice(0, 10)

/** Which day is shown: today, or one that the relay still keeps. */
export class DayPicker extends LitElement {
  static override properties = properties<DayPicker>('day', 'now', 'keptSince')
  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px;
        /* Time goes from left to right in every language. */
        direction: ltr;
      }
      input {
        padding-block: 2px;
      }
      .arrow {
        min-width: 28px;
        padding: 0;
      }
    `,
  ]
  /** A moment in the day that is shown; null: today. */
  declare day: number | null
  /** Milliseconds on the relay's clock. */
  declare now: number
  /** When the relay's history begins; null where it has not told. */
  declare keptSince: number | null

  override render(): unknown {
    const { day, now, keptSince } = this
    const begin = midnightBefore(day ?? now)
    return html`<button
        class="arrow"
        title=${words.before}
        aria-label=${words.before}
        ?disabled=${keptSince !== null && begin <= keptSince}
        @click=${() => this.#choose(begin - 1)}
      >
        ‹
      </button>
      <input
        type="date"
        aria-label=${words.choose}
        required
        min=${keptSince === null ? nothing : fieldValue(keptSince)}
        max=${fieldValue(now)}
        .value=${fieldValue(day ?? now)}
        @change=${(event: Event) => this.#read(event.currentTarget as HTMLInputElement)}
      />
      <button
        class="arrow"
        title=${words.after}
        aria-label=${words.after}
        ?disabled=${day === null}
        @click=${() => this.#choose(midnightAfter(begin))}
      >
        ›
      </button>
      ${day === null ? nothing : html`<button @click=${() => this.#choose(null)}>${texts.list.today}</button>`}`
  }

  #read(field: HTMLInputElement): void {
    // Noon: every day has one.
    const at = momentOf(field.value && `${field.value}T12:00`)
    if (at === null || !field.checkValidity()) field.value = fieldValue(this.day ?? this.now)
    else this.#choose(at)
  }

  #choose(at: number | null): void {
    const isToday = at === null || at >= midnightBefore(this.now)
    this.dispatchEvent(new GadgetEvent('rch-day', isToday ? null : at))
  }
}

customElements.define('rch-day-picker', DayPicker)

declare global {
  interface HTMLElementTagNameMap {
    'rch-day-picker': DayPicker
  }
}
