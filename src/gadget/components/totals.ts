import { css, html, LitElement, nothing } from 'lit'
import type { Totals } from '../../history/totals.ts'
import { shared } from '../styles/shared.ts'
import { type Formats, signedLag } from '../words/formats.ts'
import { texts } from '../words/texts.ts'
import { properties } from './properties.ts'

const words = texts.totals

/** So many reasons are named; the others are counted. */
const NAMED = 4

/** A day's Not Ready time by reason, and how much of it Finesse has no reason for. */
export class TotalsLine extends LitElement {
  static override properties = properties<TotalsLine>('totals', 'day', 'whom', 'formats')
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        color: var(--muted);
        font-size: 12px;
      }
      b {
        font-weight: 600;
        color: var(--text);
      }
      .warn {
        color: var(--warn);
      }
      /* The totals of the floor have one line where there is little room: their dialog has all of it. */
      @container gadget (max-width: 859px) {
        :host(.line) {
          overflow: hidden;
          text-overflow: ellipsis;
          white-space: nowrap;
        }
      }
      @container gadget (max-width: 480px) {
        :host(.line) {
          font-size: inherit;
        }
        :host(.line) b {
          position: absolute;
          width: 1px;
          overflow: hidden;
          clip-path: inset(50%);
          white-space: nowrap;
        }
      }
    `,
  ]
  declare totals: Totals
  /** Which day they are of, in words. */
  declare day: string
  declare whom: string
  declare formats: Formats

  override render(): unknown {
    const { totals, formats } = this
    const { shareWithoutFinesse, notReadyWithoutFinesseMs, worstLag } = totals
    const reasons = totals.reasons.filter(({ state }) => state === 'NOT_READY')
    const more = reasons.length - NAMED
    // What somebody can do something about comes first: a line that is cut still has it.
    return html`<b>${words.of(this.day, this.whom)}</b> ${
        shareWithoutFinesse !== null && notReadyWithoutFinesseMs > 0
          ? html`<span class="warn">
                ${words.withoutFinesse(formats.sum(notReadyWithoutFinesseMs), formats.share(shareWithoutFinesse))}
              </span>
              · `
          : nothing
      }
      ${reasons.length === 0 ? words.none : nothing}
      ${reasons.slice(0, NAMED).map(({ code, label, timeMs }, index) => {
        const name = label ?? (code === null ? words.noReason : texts.list.code(code))
        return html`${index > 0 ? ' · ' : ''}<bdi>${name}</bdi> <bdi>${formats.sum(timeMs)}</bdi>`
      })}
      ${more > 0 ? ` · ${words.more(more)}` : nothing}
      ${worstLag ? ` · ${words.worstLag(signedLag(worstLag.lag, formats))}` : nothing}`
  }
}

customElements.define('rch-totals', TotalsLine)

declare global {
  interface HTMLElementTagNameMap {
    'rch-totals': TotalsLine
  }
}
