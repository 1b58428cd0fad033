import { css, html, LitElement } from 'lit'
import type { Range } from '../selectors/time-axis.ts'
import { LENGTHS, panned, ZOOM_STEP, zoomed } from '../selectors/zoom.ts'
import { shared } from '../styles/shared.ts'
import { detailTexts } from '../words/detail-texts.ts'
import { GadgetEvent } from './gadget-event.ts'
import { properties } from './properties.ts'

const words = detailTexts.lanes

type LengthName = keyof typeof LENGTHS
const NAMES = Object.keys(LENGTHS) as readonly LengthName[]

/** Buttons for what the lanes show: how long, closer and further, earlier and later. */
export class TimeBar extends LitElement {
  static override properties = properties<TimeBar>('range', 'bounds')
  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 10px;
      }
      div {
        display: flex;
      }
      /* Time goes from left to right in every language. */
      .steps {
        direction: ltr;
      }
      button {
        border-radius: 0;
        border-inline-start-width: 0;
        min-width: 28px;
        padding: 2px 8px;
      }
      button:first-child {
        border-start-start-radius: 6px;
        border-end-start-radius: 6px;
        border-inline-start-width: 1px;
      }
      button:last-child {
        border-start-end-radius: 6px;
        border-end-end-radius: 6px;
      }
      [aria-pressed='true'] {
        font-weight: 600;
      }
      @container gadget (max-width: 480px) {
        :host {
          column-gap: 6px;
        }
        button {
          min-width: 26px;
          padding-inline: 6px;
        }
      }
    `,
  ]
  declare range: Range
  declare bounds: Range

  override render(): unknown {
    const { range, bounds } = this
    const steps: readonly (readonly [sign: string, name: string, to: () => Range])[] = [
      ['‹', words.earlier, () => panned(range, -0.5, bounds)],
      ['−', words.further, () => zoomed(range, 1 / ZOOM_STEP, 0.5, bounds)],
      ['+', words.closer, () => zoomed(range, ZOOM_STEP, 0.5, bounds)],
      ['›', words.later, () => panned(range, 0.5, bounds)],
    ]
    return html`<div role="group" aria-label=${words.length}>
        ${NAMES.map(
          (name) =>
            html`<button aria-pressed=${this.#isLength(name)} @click=${() => this.#showLength(name)}>
              ${words.lengths[name]}
            </button>`,
        )}
      </div>
      <div class="steps">
        ${steps.map(
          ([sign, name, to]) =>
            html`<button
              title=${name}
              aria-label=${name}
              @click=${() => this.dispatchEvent(new GadgetEvent('rch-range', to()))}
            >
              ${sign}
            </button>`,
        )}
      </div>`
  }

  #isLength(name: LengthName): boolean {
    const { range, bounds } = this
    return Math.abs(range.to - range.from - Math.min(LENGTHS[name], bounds.to - bounds.from)) < 2
  }

  /** So long, about the middle of what is in view; where that was the latest, it is the latest again. */
  #showLength(name: LengthName): void {
    const { range, bounds } = this
    const isLatest = range.to >= bounds.to
    this.dispatchEvent(
      new GadgetEvent('rch-range', zoomed(range, LENGTHS[name] / (range.to - range.from), isLatest ? 1 : 0.5, bounds)),
    )
  }
}

customElements.define('rch-time-bar', TimeBar)

declare global {
  interface HTMLElementTagNameMap {
    'rch-time-bar': TimeBar
  }
}
