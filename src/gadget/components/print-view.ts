import { css, html, LitElement } from 'lit'
import { entryAt } from '../../history/entry-at.ts'
import { ownTimeZone } from '../../history/local-time.ts'
import { totals } from '../../history/totals.ts'
import type { Floor } from '../floor/floor.ts'
import { comparison } from '../selectors/comparison.ts'
import { ENTRY_COLUMNS } from '../selectors/entry-order.ts'
import { ctiWord, finesseWord, reasonName } from '../selectors/entry-words.ts'
import { stayLabels } from '../selectors/lane-words.ts'
import { STATE_GROUPS, stateGroup } from '../selectors/state-group.ts'
import { place, type Range, tickStep, ticks } from '../selectors/time-axis.ts'
import { verdictWords } from '../selectors/why-words.ts'
import { shared } from '../styles/shared.ts'
import { tokens } from '../styles/tokens.ts'
import { detailTexts } from '../words/detail-texts.ts'
import { elapsedText, type Formats, signedLag } from '../words/formats.ts'
import { reportsTexts } from '../words/reports-texts.ts'
import { texts } from '../words/texts.ts'
import type { PrintedDay } from './day-tools.ts'
import { GadgetEvent } from './gadget-event.ts'
import { properties } from './properties.ts'
import './totals.ts'

const words = reportsTexts.print

const HOUR_MS = 3_600_000

/** So many times stand under the lanes at most. */
const TICKS = 12

const percent = (share: number): string => `${100 * share}%`

/** An agent's day as it goes on paper: both lanes, the totals, every entry, and who printed it when. */
export class PrintView extends LitElement {
  static override properties = properties<PrintView>('floor', 'day', 'person', 'formats')
  static override styles = [
    tokens,
    shared,
    css`
      :host {
        position: fixed;
        inset: 0;
        z-index: 10;
        overflow: auto;
        padding: 16px;
        outline: none;
        color-scheme: light;
        print-color-adjust: exact;
        forced-color-adjust: none;
      }
      h1 {
        margin: 0;
        font-size: 18px;
      }
      h2 {
        margin: 12px 0 4px;
        font-size: 13px;
      }
      nav {
        display: flex;
        gap: 8px;
        margin-bottom: 10px;
      }
      /* Time goes from left to right in every language. */
      .lane,
      .axis {
        direction: ltr;
      }
      .lane {
        position: relative;
        height: 26px;
        margin-block: 2px;
        border: 1px solid var(--edge);
      }
      /* What does not fit is in a second line, which nobody sees: half a number is none. */
      .lane span {
        position: absolute;
        inset-block: 0;
        display: flex;
        flex-wrap: wrap;
        overflow: hidden;
        font-size: 9px;
        line-height: 24px;
        white-space: nowrap;
        border-inline-start: 1px solid var(--text);
      }
      .lane span::before {
        content: '';
        height: 100%;
      }
      .axis {
        position: relative;
        height: 16px;
      }
      .axis span {
        position: absolute;
        font-size: 9px;
      }
      .bar {
        color: var(--on-bar);
        background: var(--unknown);
      }
      .ready {
        background: var(--ready);
      }
      .not-ready {
        background: var(--not-ready);
      }
      .talking {
        background: var(--talking);
      }
      .work {
        background: var(--work);
      }
      .reserved {
        background: var(--reserved);
      }
      p.legend span {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        margin-inline-end: 12px;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: 10.5px;
      }
      thead {
        display: table-header-group;
      }
      tr {
        break-inside: avoid;
      }
      th,
      td {
        padding: 2px 5px;
        text-align: start;
        border-bottom: 1px solid var(--line);
      }
      @media print {
        :host {
          position: static;
          overflow: visible;
          padding: 0;
        }
        nav {
          display: none;
        }
      }
    `,
  ]
  declare floor: Floor
  declare day: PrintedDay
  /** Who prints: Finesse's id. */
  declare person: string
  declare formats: Formats

  constructor() {
    super()
    this.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') this.#close()
    })
  }

  override render(): unknown {
    const { floor, day, person, formats } = this
    const { agentId, entries, now } = day
    const range = this.#range()
    const name = floor.roster.nameOf(agentId)
    const step = tickStep(range, TICKS)
    // One that begins further right would end beside the paper.
    const lastTick = range.to - (range.to - range.from) / 20
    const groups = new Set(entries.map(({ state }) => stateGroup(state)))
    return html`<nav>
        <button @click=${() => print()}>${words.print}</button>
        <button @click=${this.#close}>${reportsTexts.close}</button>
      </nav>
      <h1>${reportsTexts.totals.whose(name, formats.date(now - 1))}</h1>
      <p class="small">
        ${agentId} · ${words.by(person, formats.moment(floor.clock.now()))} · ${reportsTexts.range.zone(ownTimeZone())}
      </p>
      ${this.#lane('cti')} ${this.#lane('finesse')}
      <div class="axis">
        ${ticks({ from: range.from, to: lastTick }, step).map(
          (at) => html`<span .style=${`inset-inline-start: ${percent(place(at, range))}`}>${formats.minute(at)}</span>`,
        )}
      </div>
      <p class="legend small">
        ${STATE_GROUPS.filter((group) => groups.has(group)).map(
          (group) => html`<span><i class="dot ${group}"></i>${texts.stateGroups[group]}</span>`,
        )}
      </p>
      <rch-totals
        .totals=${totals(entries, { from: day.range.from, to: now }, now)}
        .day=${formats.day(now - 1)}
        .whom=${name}
        .formats=${formats}
      ></rch-totals>
      ${this.#table()}`
  }

  /** What is wanted next has the focus. */
  override firstUpdated(): void {
    this.renderRoot.querySelector('button')?.focus()
  }

  readonly #close = (): void => {
    this.dispatchEvent(new GadgetEvent('rch-closed', null))
  }

  /** From the full hour in which the day's first entry begins: most of a night is empty paper. */
  #range(): Range {
    const { range, entries } = this.day
    const first = Math.max(range.from, entries[0]?.from ?? range.from)
    return { from: Math.floor(first / HOUR_MS) * HOUR_MS, to: range.to }
  }

  #lane(side: 'cti' | 'finesse'): unknown {
    const { now, lanes, entries } = this.day
    const range = this.#range()
    const shown = lanes[side].filter(({ from, to }) => (to ?? now) > range.from && from < range.to)
    return html`<h2>${detailTexts.lanes[side]}</h2>
      <div class="lane hatched">
        ${shown.map((stay) => {
          const { state, from, to } = stay
          const start = place(from, range)
          const style = `inset-inline-start: ${percent(start)}; width: ${percent(place(to ?? now, range) - start)}`
          const entry = entryAt(entries, (from + (to ?? now)) / 2)
          return html`<span class="bar ${stateGroup(state)}" .style=${style}>
            ${stayLabels(side, stay, entry).at(-1)}
          </span>`
        })}
      </div>`
  }

  #table(): unknown {
    const { formats } = this
    const { entries, now, relayAwaySince } = this.day
    return html`<h2>${words.entries}</h2>
      <table>
        <thead>
          <tr>
            ${ENTRY_COLUMNS.map((column) => html`<th scope="col">${detailTexts.table[column]}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${entries.map((entry) => {
            const { from, to, state, reason, lag } = entry
            return html`<tr>
              <td class="number">${formats.second(from)}</td>
              <td class="number">${elapsedText((to ?? now) - from)}${to === null ? ' …' : ''}</td>
              <td>${texts.states[state]}</td>
              <td><bdi>${reason ? reasonName(reason) : '–'}</bdi></td>
              <td><bdi>${ctiWord(entry, relayAwaySince)}</bdi></td>
              <td><bdi>${finesseWord(entry)}</bdi></td>
              <td>${lag === null ? '' : signedLag(lag, formats)}</td>
              <td>${verdictWords(entry, comparison(entry, relayAwaySince))}</td>
            </tr>`
          })}
        </tbody>
      </table>`
  }
}

customElements.define('rch-print-view', PrintView)

declare global {
  interface HTMLElementTagNameMap {
    'rch-print-view': PrintView
  }
}
