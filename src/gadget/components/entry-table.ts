import { html, LitElement, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { carriesReason } from '../../history/agent-state.ts'
import type { Call } from '../../history/calls.ts'
import type { Entry } from '../../history/entry.ts'
import type { SystemObservation } from '../../history/observation.ts'
import { WidthController } from '../controllers/width-controller.ts'
import { WindowController } from '../controllers/window-controller.ts'
import type { Density } from '../preferences/preferences.ts'
import type { RelayClock } from '../relay-clock.ts'
import { comparison, isUnheard, toneOf } from '../selectors/comparison.ts'
import { ENTRY_COLUMNS, type EntryColumn, ordered } from '../selectors/entry-order.ts'
import { finesseWord, reasonName } from '../selectors/entry-words.ts'
import { callWords, systemsIn, systemWords } from '../selectors/lane-words.ts'
import { ListLayout } from '../selectors/list-layout.ts'
import { rowByKey } from '../selectors/row-keys.ts'
import { sortHead } from '../selectors/sort-head.ts'
import { verdictWords } from '../selectors/why-words.ts'
import { rowTables, shared } from '../styles/shared.ts'
import { windowTables } from '../styles/window-table.ts'
import { detailTexts } from '../words/detail-texts.ts'
import { elapsedText, type Formats, signedLag } from '../words/formats.ts'
import { texts } from '../words/texts.ts'
import { entryTableStyles, HEAD_HEIGHTS, NARROW, ROW_HEIGHTS } from './entry-table-styles.ts'
import { GadgetEvent } from './gadget-event.ts'
import { properties } from './properties.ts'
import './elapsed.ts'

const words = detailTexts.table

/**
 * The lanes' content as a table, newest first or in the order of any column, of which only the rows in sight are there.
 * Arrow keys, Home, End, Page Up and Page Down move between the rows, Enter chooses one.
 */
export class EntryTable extends LitElement {
  static override properties = properties<EntryTable>(
    'entries',
    'clock',
    'until',
    'relayAwaySince',
    'chosen',
    'density',
    'calls',
    'systems',
    'formats',
    'order',
  )
  static override styles = [shared, rowTables, windowTables, entryTableStyles]
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
  declare density: Density
  declare calls: readonly Call[]
  declare systems: readonly SystemObservation[]
  declare formats: Formats
  declare order: { readonly column: EntryColumn; readonly isDescending: boolean }
  readonly #window = new WindowController(this)
  readonly #width = new WidthController(this)
  #rows: readonly Entry[] = []
  /** When the entry began whose row Tab leads to. */
  #current: number | null = null
  #hadFocus = false

  constructor() {
    super()
    this.order = { column: 'from', isDescending: true }
  }

  override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.has('entries') || changed.has('order') || changed.has('relayAwaySince')) {
      this.#rows = ordered(this.entries, this.order, this.until, this.relayAwaySince)
    }
    this.#hadFocus = this.#focused !== null
    if (changed.has('chosen') && !this.#hadFocus) this.#current = this.chosen
  }

  override updated(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.has('chosen') || changed.has('order')) {
      const place = this.#placeOf(this.chosen)
      if (place >= 0) this.#window.reach(place)
    }
    // A row that was moved lost the focus.
    if (this.#hadFocus && this.#focused === null) this.#button()?.focus({ preventScroll: true })
  }

  override render(): unknown {
    const rows = this.#rows
    const form = this.#form
    const layout = new ListLayout(rows.length, [], { row: ROW_HEIGHTS[this.density][form], head: 0 })
    const current = this.#placeOf(this.#current)
    const reachable = rows[current] ?? rows[0]
    return html`<table
      role="grid"
      class=${form}
      aria-label=${words.label}
      aria-rowcount=${rows.length + 1}
      @keydown=${this.#onKey}
      @focusin=${this.#onFocus}
    >
      <thead role="rowgroup">
        <tr role="row" aria-rowindex="1">
          ${ENTRY_COLUMNS.map((column) => this.#head(column))}
        </tr>
      </thead>
      <tbody role="rowgroup" .style=${`height: ${layout.height}px`}>
        ${repeat(
          this.#window.rows(layout, HEAD_HEIGHTS[form], current),
          (index) => rows[index]?.from,
          (index) => {
            const entry = rows[index]
            const place = `transform: translateY(${layout.startOf(index)}px); height: ${layout.heightOf(index)}px`
            return entry ? this.#row(entry, index, place, entry === reachable) : nothing
          },
        )}
      </tbody>
    </table>`
  }

  get #form(): 'narrow' | 'wide' {
    return this.#width.width > 0 && this.#width.width <= NARROW ? 'narrow' : 'wide'
  }

  /** A head by which the rows can be ordered; chosen again, the other way round. */
  #head(column: EntryColumn): unknown {
    const { order } = this
    const isChosen = column === order.column
    const { sort, arrow } = sortHead(isChosen ? order.isDescending : null)
    const next = { column, isDescending: isChosen ? !order.isDescending : column === 'from' || column === 'lag' }
    return html`<th role="columnheader" class=${column} aria-sort=${sort}>
      <button @click=${() => (this.order = next)}>${words[column]}${arrow}</button>
    </th>`
  }

  #row(entry: Entry, index: number, place: string, isReachable: boolean): unknown {
    const { from, to, state, lag, endedByGap } = entry
    const { formats, clock } = this
    const compared = comparison(entry, this.relayAwaySince)
    const verdict = verdictWords(entry, compared)
    const end = to ?? (clock ? null : this.until)
    return html`<tr
      role="row"
      aria-rowindex=${index + 2}
      aria-current=${from === this.chosen}
      .style=${place}
      @click=${() => this.dispatchEvent(new GadgetEvent('rch-entry-chosen', from))}
    >
      <td role="gridcell">
        <button tabindex=${isReachable ? 0 : -1} data-from=${from}>${formats.millisecond(from)}</button>
      </td>
      <td role="gridcell" class="duration">
        <div>
          ${end === null ? html`<rch-elapsed .clock=${clock} .from=${from}></rch-elapsed>` : elapsedText(end - from)}${to === null ? ' …' : nothing}
        </div>
        ${endedByGap ? html`<div class="small" title=${words.gap}>${words.gap}</div>` : nothing}
      </td>
      <td role="gridcell" class="state"><span>${texts.states[state]}</span>${this.#marks(entry)}</td>
      <td role="gridcell" class="reason">${this.#reason(entry)}</td>
      <td role="gridcell"><span class="label">${words.cti} </span>${this.#cti(entry)}</td>
      <td role="gridcell" class="finesse"><span class="label">${words.finesse} </span>${this.#finesse(entry)}</td>
      <td role="gridcell" class="lag">
        ${lag === null ? nothing : html`<span class="label">${words.lag} </span>${signedLag(lag, formats)}`}
      </td>
      <td role="gridcell" class=${`verdict ${toneOf(compared)}`} title=${verdict}>${verdict}</td>
    </tr>`
  }

  /** The calls of a stay, and what became of the phone: what the lanes show of them, in words. */
  #marks(entry: Entry): unknown {
    const { calls, systems, entries, until, formats } = this
    const during = calls.filter(({ from, to }) => from < (entry.to ?? until) && (to ?? until) > entry.from)
    const signs = [
      ['☎\ufe0e', during.map((call) => callWords(call, entries, until, formats))],
      ['◆', systemsIn(systems, entry).map((each) => systemWords(each, formats))],
    ] as const
    return signs.map(([sign, said]) => {
      const all = said.join(' · ')
      return all === '' ? nothing : html` <i role="img" aria-label=${all} title=${all}>${sign}</i>`
    })
  }

  #reason({ state, reason }: Entry): unknown {
    if (!reason) return html`<div class="small">${carriesReason(state) ? words.none : words.noneInState}</div>`
    const name = reasonName(reason)
    const fromFinesse = reason.origin === 'finesse'
    return html`<div title=${name}>
        <b><bdi>${name}</bdi></b>
      </div>
      <div>
        <span class=${fromFinesse ? 'tag good' : 'tag warn'}> ${fromFinesse ? words.fromFinesse : words.fromCti} </span>
      </div>`
  }

  #cti(entry: Entry): unknown {
    const { cti, ctiWatched, state } = entry
    const isAway = isUnheard(entry, this.relayAwaySince)
    if (!cti || isAway) {
      return html`<span class="small">${ctiWatched && !isAway ? words.silent : words.notHeard}</span>`
    }
    if (cti.reason !== null) return html`<span class="mono">${cti.reason}</span>`
    if (!carriesReason(state)) return html`<span role="img" aria-label=${words.saidSo}>✓</span>`
    return html`<span class="small">${cti.seeded ? detailTexts.callout.asked : words.none}</span>`
  }

  #finesse(entry: Entry): unknown {
    const { finesse, finesseWatched, state } = entry
    if (!finesse) return html`<span class="small">${finesseWatched ? words.silent : words.notWatching}</span>`
    const { reason, reasonCodeId } = finesse
    if (reason) {
      const said = reasonCodeId === null ? String(reason.code) : words.finesseId(reason.code, reasonCodeId)
      return html`<span class="mono">${said}</span>`
    }
    if (!carriesReason(state)) return html`<span role="img" aria-label=${words.saidSo}>✓</span>`
    return html`<span class="mono">${reasonCodeId === null ? '−1' : finesseWord(entry)}</span>`
  }

  #placeOf(from: number | null): number {
    return from === null ? -1 : this.#rows.findIndex((entry) => entry.from === from)
  }

  /** The row's button that has the focus. */
  get #focused(): HTMLElement | null {
    const active = this.shadowRoot?.activeElement
    return active instanceof HTMLElement && active.dataset['from'] !== undefined ? active : null
  }

  #button(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>("td button[tabindex='0']")
  }

  readonly #onFocus = (event: FocusEvent): void => {
    const from = event.target instanceof HTMLElement ? event.target.dataset['from'] : undefined
    if (from === undefined || Number(from) === this.#current) return
    this.#current = Number(from)
    this.requestUpdate()
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (this.#focused === null || event.ctrlKey || event.metaKey || event.altKey) return
    const page = Math.floor(this.#window.sight / ROW_HEIGHTS[this.density][this.#form])
    const to = rowByKey(event.key, this.#placeOf(this.#current), page, this.#rows.length)
    if (to === null) return
    event.preventDefault()
    void this.#moveTo(to)
  }

  async #moveTo(place: number): Promise<void> {
    this.#current = this.#rows[place]?.from ?? null
    this.#window.reach(place)
    this.requestUpdate()
    await this.updateComplete
    this.#button()?.focus({ preventScroll: true })
  }
}

customElements.define('rch-entry-table', EntryTable)

declare global {
  interface HTMLElementTagNameMap {
    'rch-entry-table': EntryTable
  }
}
