import { css, html, LitElement, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { carriesReason } from '../../history/agent-state.ts'
import type { Entry } from '../../history/entry.ts'
import type { RelayClock } from '../relay-clock.ts'
import { comparison, isUnheard, toneOf } from '../selectors/comparison.ts'
import { reasonName } from '../selectors/entry-words.ts'
import { verdictWords } from '../selectors/why-words.ts'
import { rowTables, shared } from '../styles/shared.ts'
import type { Formats } from '../words/formats.ts'
import { detailTexts } from '../words/detail-texts.ts'
import { texts } from '../words/texts.ts'
import { EntryChosenEvent } from './entry-chosen.ts'
import './elapsed.ts'

const words = detailTexts.table

/** So many rows come at first, and with each asking for older ones. */
const PAGE = 50

/** The lanes' content as a table, newest first. */
export class EntryTable extends LitElement {
  static override properties = {
    entries: { attribute: false },
    clock: { attribute: false },
    until: { attribute: false },
    relayAwaySince: { attribute: false },
    chosen: { attribute: false },
    formats: { attribute: false },
    rowLimit: { state: true },
  }
  static override styles = [
    shared,
    rowTables,
    css`
      th {
        font-weight: 600;
        border-bottom: 1px solid var(--line);
        padding: 6px;
        white-space: nowrap;
      }
      td {
        padding: 6px;
        vertical-align: top;
      }
      .end {
        text-align: end;
      }
      td button {
        margin: -2px 0;
        font-variant-numeric: tabular-nums;
      }
      td button:hover {
        text-decoration: underline;
      }
      .verdict {
        min-width: 7.5em;
        font-weight: 600;
        color: var(--muted);
      }
      .verdict.warn {
        color: var(--warn);
      }
      .verdict.good {
        color: var(--good);
      }
      .empty {
        padding: 14px 6px;
        color: var(--muted);
      }
      .older {
        margin-top: 8px;
      }
      @container (max-width: 560px) {
        thead {
          display: block;
          position: absolute;
          width: 1px;
          height: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }
        tbody tr {
          display: grid;
          grid-template-columns: 1fr 1fr;
          padding: 6px 0;
          border-bottom: 1px solid var(--line);
        }
        td,
        td.end {
          border: 0;
          padding: 1px 6px;
          text-align: start;
        }
        td[data-label]::before {
          content: attr(data-label) ': ';
          color: var(--muted);
          font-size: 11px;
        }
        td:empty {
          display: none;
        }
      }
    `,
  ]
  /** Oldest first. */
  declare entries: readonly Entry[]
  /** undefined for a day that is over: what lasts beyond it is counted to `until`. */
  declare clock: RelayClock | undefined
  /** Milliseconds on the relay's clock. */
  declare until: number
  /** As the floor has it. */
  declare relayAwaySince: number | null
  /** When the chosen entry began; null for none. */
  declare chosen: number | null
  declare formats: Formats
  declare rowLimit: number

  constructor() {
    super()
    this.entries = []
    this.chosen = null
    this.relayAwaySince = null
    this.rowLimit = PAGE
  }

  override render(): unknown {
    const { entries, rowLimit } = this
    if (entries.length === 0) return html`<p class="empty">${words.empty}</p>`
    const older = entries.length - rowLimit
    return html`<table aria-label=${words.label}>
        <thead>
          <tr>
            <th scope="col">${words.from}</th>
            <th scope="col" class="end">${words.duration}</th>
            <th scope="col">${words.state}</th>
            <th scope="col">${words.reason}</th>
            <th scope="col">${words.cti}</th>
            <th scope="col">${words.finesse}</th>
            <th scope="col" class="end">${words.lag}</th>
            <th scope="col">${words.verdict}</th>
          </tr>
        </thead>
        <tbody>
          ${repeat(
            entries.slice(-rowLimit).toReversed(),
            ({ from }) => from,
            (entry) => this.#row(entry),
          )}
        </tbody>
      </table>
      ${
        older > 0
          ? html`<button class="older" @click=${this.#showOlder}>${words.older(Math.min(older, PAGE))}</button>`
          : nothing
      }`
  }

  readonly #showOlder = (): void => {
    this.rowLimit += PAGE
  }

  #row(entry: Entry): unknown {
    const { from, to, state, lag } = entry
    const { formats } = this
    const compared = comparison(entry, this.relayAwaySince)
    const time = formats.millisecond(from)
    return html`<tr
      aria-current=${from === this.chosen ? 'true' : 'false'}
      @click=${() => this.dispatchEvent(new EntryChosenEvent(from))}
    >
      <td class="number"><button aria-label=${words.details(time)}>${time}</button></td>
      <td class="number end">
        <rch-elapsed
          .clock=${to === null ? this.clock : undefined}
          .from=${from}
          .to=${to ?? (this.clock ? null : this.until)}
        ></rch-elapsed
        >${to === null ? ' …' : nothing} ${entry.endedByGap ? html`<div class="small">${words.gap}</div>` : nothing}
      </td>
      <td>${texts.states[state]}</td>
      <td>${this.#reason(entry)}</td>
      <td data-label=${words.cti}>${this.#cti(entry)}</td>
      <td data-label=${words.finesse}>${this.#finesse(entry)}</td>
      <td class="number end" data-label=${words.lag}>
        ${lag === null ? nothing : `${lag < 0 ? '−' : ''}${formats.lag(lag)}`}
      </td>
      <td class=${`verdict ${toneOf(compared)}`}>${verdictWords(entry, compared)}</td>
    </tr>`
  }

  #reason({ state, reason }: Entry): unknown {
    if (!reason) return html`<span class="small">${carriesReason(state) ? words.none : words.noneInState}</span>`
    const fromFinesse = reason.origin === 'finesse'
    return html`<b><bdi>${reasonName(reason)}</bdi></b>
      <span class=${fromFinesse ? 'tag good' : 'tag warn'}> ${fromFinesse ? words.fromFinesse : words.fromCti} </span>`
  }

  #cti(entry: Entry): unknown {
    const { cti, ctiWatched, state } = entry
    if (!cti) {
      const isSilent = ctiWatched && !isUnheard(entry, this.relayAwaySince)
      return html`<span class="small">${isSilent ? words.silent : words.notHeard}</span>`
    }
    if (cti.reason !== null) return html`<span class="mono">${cti.reason}</span>`
    if (!carriesReason(state)) return html`<span role="img" aria-label=${words.saidSo}>✓</span>`
    return html`<span class="small">${cti.seeded ? detailTexts.callout.asked : words.none}</span>`
  }

  #finesse({ finesse, finesseWatched, state }: Entry): unknown {
    if (!finesse) return html`<span class="small">${finesseWatched ? words.silent : words.notWatching}</span>`
    const { reason, reasonCodeId } = finesse
    if (reason) {
      const said = reasonCodeId === null ? String(reason.code) : words.finesseId(reason.code, reasonCodeId)
      return html`<span class="mono">${said}</span>`
    }
    if (!carriesReason(state)) return html`<span role="img" aria-label=${words.saidSo}>✓</span>`
    return html`<span class="mono">−1</span>`
  }
}

customElements.define('rch-entry-table', EntryTable)

declare global {
  interface HTMLElementTagNameMap {
    'rch-entry-table': EntryTable
  }
}
