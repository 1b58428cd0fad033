import { css, html, LitElement, nothing } from 'lit'
import type { Entry } from '../../history/entry.ts'
import { explain } from '../../history/explanation.ts'
import { totals } from '../../history/totals.ts'
import { DayController } from '../controllers/day-controller.ts'
import type { AgentDay } from '../floor/agent-day.ts'
import type { Floor } from '../floor/floor.ts'
import { comparison } from '../selectors/comparison.ts'
import { callBefore, systemsIn } from '../selectors/lane-words.ts'
import { midnightBefore, type Range } from '../selectors/time-axis.ts'
import { LENGTHS, lengthSince, rangeIn, revealing, type View, viewOf } from '../selectors/zoom.ts'
import type { Density } from '../preferences/preferences.ts'
import type { HistoryLength } from '../preferences/views.ts'
import { shared } from '../styles/shared.ts'
import type { Formats } from '../words/formats.ts'
import { detailTexts } from '../words/detail-texts.ts'
import { withoutDirections } from '../words/directions.ts'
import { relayFault } from '../words/faults.ts'
import { texts } from '../words/texts.ts'
import type { PrintedDay } from './day-tools.ts'
import { GadgetEvent } from './gadget-event.ts'
import { properties } from './properties.ts'
import './act-slot.ts'
import './callout.ts'
import './day-picker.ts'
import './day-tools.ts'
import './entry-table.ts'
import './evidence.ts'
import './lanes.ts'
import './time-bar.ts'
import './totals.ts'

const words = detailTexts.day
const who = detailTexts.detail

/** One agent: who he is, what can be done, and a day of his: the chosen entry from both sides, the lanes, and the same as a table. */
export class AgentDetail extends LitElement {
  static override properties = properties<AgentDetail>(
    'floor',
    'agentId',
    'entryFrom',
    'length',
    'density',
    'formats',
    'hasBack',
    'version',
    'day',
    'view',
    'chosen',
  )
  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: 8px;
        padding: 12px 16px 16px;
      }
      :host > * {
        flex: none;
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 4px 10px;
      }
      h2 {
        font-size: 16px;
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 10px;
      }
      rch-day-tools {
        margin-inline-start: auto;
      }
      .note {
        color: var(--muted);
        padding: 12px 0;
      }
      @container gadget (max-width: 480px) {
        :host {
          padding: 6px 10px 10px;
        }
      }
    `,
  ]
  declare floor: Floor
  declare agentId: string
  /** When the entry began that was asked for with the agent; null: none was. */
  declare entryFrom: number | null
  /** How much is shown at first. */
  declare length: HistoryLength
  declare density: Density
  declare formats: Formats
  /** Does it stand in the list's place, to which it leads back? */
  declare hasBack: boolean
  /** Changes whenever the floor has. */
  declare version: number
  /** A moment in the day that is shown; null: today. */
  declare day: number | null
  declare view: View
  /** When the chosen entry began; null: the latest is shown, whichever it is. */
  declare chosen: number | null
  readonly #days = new DayController(this)

  constructor() {
    super()
    this.day = null
    this.chosen = null
    this.view = { length: LENGTHS['4h'], end: null }
    this.addEventListener('rch-entry-chosen', (event) => this.#choose(event.detail))
    this.addEventListener('rch-range', (event) => {
      this.view = viewOf(event.detail, this.#bounds())
    })
    this.addEventListener('rch-day', (event) => {
      this.day = event.detail
      this.chosen = null
      this.#showFitting()
    })
  }

  override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    const { entryFrom, day } = this
    if (changed.has('agentId') || changed.has('entryFrom')) {
      // Who compares people on a past day stays there, and at the hours that are in view.
      if (entryFrom !== null) this.day = this.#dayOfEntry(entryFrom)
      this.chosen = entryFrom
      if (day === null || day !== this.day) this.#showFitting()
    }
    if (changed.has('length')) this.#showFitting()
  }

  /** The list whose place it takes has gone, and what had the focus with it. A gadget that is not looked at takes none. */
  override firstUpdated(): void {
    if (this.hasBack && document.hasFocus()) this.renderRoot.querySelector('button')?.focus()
  }

  override render(): unknown {
    const { floor, agentId, version } = this
    const now = floor.clock.now()
    const { day } = this.#days
    const entries = day.entries(now)
    const entry = entries.find(({ from }) => from === this.chosen) ?? entries.at(-1)
    return html`${this.#header()}
      <div class="bar">
        <rch-day-picker .day=${this.day} .now=${now} .keptSince=${floor.keptSince}></rch-day-picker>
        <rch-act-slot .floor=${floor} .agentId=${agentId} .version=${version}></rch-act-slot>
        ${entry ? this.#tools(day, entries, entry) : nothing}
      </div>
      ${this.#reading(day, entries)} ${entry ? this.#content(day, entries, entry) : nothing}`
  }

  #header(): unknown {
    const { floor, agentId } = this
    const agent = floor.roster.get(agentId)
    const teams = (agent?.teamIds ?? []).map((id) => floor.teams?.find((team) => team.id === id)?.name ?? id)
    const about = [agentId, agent?.extension ? who.extension(agent.extension) : '', ...teams].filter(Boolean)
    return html`<header>
      ${
        this.hasBack
          ? html`<button class="link" @click=${() => this.dispatchEvent(new GadgetEvent('rch-back', null))}>
              ‹ ${who.back}
            </button>`
          : nothing
      }
      <h2><bdi>${agent?.name ?? agentId}</bdi></h2>
      <span class="small">${withoutDirections(about.join(' · '))}</span>
    </header>`
  }

  #tools({ lanes }: AgentDay, entries: readonly Entry[], entry: Entry): unknown {
    const { floor, agentId } = this
    const range = this.#bounds()
    const relayAwaySince = this.#relayAwaySince
    return html`<rch-day-tools
      .floor=${floor}
      .entry=${entry}
      .day=${{ agentId, range, now: range.to, entries, lanes, relayAwaySince } satisfies PrintedDay}
    ></rch-day-tools>`
  }

  #content(day: AgentDay, entries: readonly Entry[], entry: Entry): unknown {
    const { floor, agentId, formats } = this
    const bounds = this.#bounds()
    const range = rangeIn(this.view, bounds)
    // What lasts beyond a past day is shown up to its end.
    const now = bounds.to
    const isToday = this.day === null
    const relayAwaySince = this.#relayAwaySince
    const systems = day.systems(now)
    const explanation = explain(entry, { catalogue: floor.history.catalogue, deploymentOf: floor.deploymentOf })
    return html`<rch-callout
        .entry=${entry}
        .explanation=${explanation}
        .compared=${comparison(entry, relayAwaySince)}
        .relayAwaySince=${relayAwaySince}
        .call=${callBefore(entry, day.calls)}
        .systems=${systemsIn(systems, entry)}
        .formats=${formats}
      ></rch-callout>
      <rch-evidence .entry=${entry} .explanation=${explanation} .floor=${floor} .formats=${formats}></rch-evidence>
      <rch-time-bar .range=${range} .bounds=${bounds}></rch-time-bar>
      <rch-lanes
        .lanes=${day.lanes}
        .calls=${day.calls}
        .systems=${systems}
        .entries=${entries}
        .range=${range}
        .bounds=${bounds}
        .now=${now}
        .isLive=${isToday}
        .chosen=${entry.from}
        .formats=${formats}
      ></rch-lanes>
      <rch-totals
        .totals=${totals(entries, { from: midnightBefore(this.day ?? now), to: now }, now)}
        .day=${this.day === null ? texts.list.today : formats.day(this.day)}
        .whom=${floor.roster.nameOf(agentId)}
        .formats=${formats}
      ></rch-totals>
      <rch-entry-table
        .entries=${entries}
        .clock=${isToday ? floor.clock : undefined}
        .until=${now}
        .relayAwaySince=${relayAwaySince}
        .chosen=${entry.from}
        .density=${this.density}
        .calls=${day.calls}
        .systems=${systems}
        .formats=${formats}
      ></rch-entry-table>`
  }

  /** How the reading of the day stands, and why there may be nothing. */
  #reading(day: AgentDay, entries: readonly Entry[]): unknown {
    const { reading } = day
    const isToday = this.day === null
    const isEmpty = entries.length === 0
    if (reading.phase === 'failed') {
      const fault = relayFault(reading.code)
      return html`<p class="note" role="status">
        ${isEmpty ? words.failed(fault) : words.partial(fault)}
        <button class="link" @click=${() => this.#days.retry()}>${words.again}</button>
      </p>`
    }
    if (reading.phase === 'reading') return html`<p class="small" role="status">${words.reading}</p>`
    if (reading.phase === 'waiting' && !isToday) return html`<p class="note" role="status">${words.waiting}</p>`
    if (!isEmpty) return nothing
    if (isToday) return html`<p class="note">${words.nothingToday}</p>`
    const begin = this.floor.keptSince
    return html`<p class="note" role="status">
      ${day.isBeforeHistory && begin !== null ? words.beforeHistory(this.formats.day(begin)) : words.nothing}
    </p>`
  }

  /** As the floor has it; a past day is compared with what is kept. */
  get #relayAwaySince(): number | null {
    return this.day === null ? this.floor.relayAwaySince : null
  }

  /** All that can be looked at: the day, and of today what has passed. */
  #bounds(): Range {
    const { from, to } = this.#days.day.range
    return { from, to: Math.min(to, this.floor.clock.now()) }
  }

  /** A past day as a whole, of today what fits what is known. */
  #showFitting(): void {
    const now = this.floor.clock.now()
    const [first] = this.floor.history.entries(this.agentId, now)
    const fitting = this.day === null ? lengthSince(first?.from ?? 0, now) : LENGTHS.day
    this.view = { length: this.length === 'fitting' ? fitting : LENGTHS[this.length], end: null }
  }

  /** The day of the entry that was asked for: today where it is known there. */
  #dayOfEntry(entryFrom: number): number | null {
    const { floor, agentId } = this
    const now = floor.clock.now()
    const midnight = midnightBefore(now)
    const isToday =
      entryFrom >= midnight ||
      floor.history.entries(agentId, now).some(({ from, to }) => from === entryFrom && (to ?? now) > midnight)
    return isToday ? null : entryFrom
  }

  /** Chooses an entry, in the lanes as well as in the table. */
  #choose(from: number): void {
    const now = this.floor.clock.now()
    const entry = this.#days.day.entries(now).find((each) => each.from === from)
    this.chosen = from
    if (!entry) return
    const bounds = this.#bounds()
    const range = rangeIn(this.view, bounds)
    const shown = revealing(range, { from, to: entry.to ?? now }, bounds)
    if (shown !== range) this.view = viewOf(shown, bounds)
  }
}

customElements.define('rch-agent-detail', AgentDetail)

declare global {
  interface HTMLElementTagNameMap {
    'rch-agent-detail': AgentDetail
  }
}
