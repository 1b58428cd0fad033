import { css, html, LitElement, nothing } from 'lit'
import type { Entry } from '../../history/entry.ts'
import { explain } from '../../history/explanation.ts'
import { totals } from '../../history/totals.ts'
import type { Floor } from '../floor/floor.ts'
import { comparison } from '../selectors/comparison.ts'
import { midnightBefore, type RangeName, RANGES, rangeOf, rangeSince } from '../selectors/time-axis.ts'
import { shared } from '../styles/shared.ts'
import { detailTexts } from '../words/detail-texts.ts'
import { relayFault } from '../words/faults.ts'
import type { Formats } from '../words/formats.ts'
import type { EntryChosenEvent } from './entry-chosen.ts'
import './act-slot.ts'
import './callout.ts'
import './entry-table.ts'
import './evidence.ts'
import './lanes.ts'
import './totals.ts'

const words = detailTexts.detail

/** Back to the list: there is no room for both. */
export class BackEvent extends Event {
  static readonly eventName = 'rch-back'

  constructor() {
    super(BackEvent.eventName, { bubbles: true, composed: true })
  }
}

/** One agent's history: the chosen entry from both sides, the lanes, and the same as a table. */
export class AgentDetail extends LitElement {
  static override properties = {
    floor: { attribute: false },
    agentId: { attribute: false },
    formats: { attribute: false },
    hasBack: { attribute: false },
    version: { attribute: false },
    rangeName: { state: true },
    chosen: { state: true },
  }
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        padding: 12px 16px 16px;
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 4px 10px;
        margin-bottom: 10px;
      }
      h2 {
        font-size: 16px;
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .ranges {
        display: flex;
        margin-inline-start: auto;
      }
      .ranges button {
        border-radius: 0;
        border-inline-start-width: 0;
        padding: 2px 9px;
      }
      .ranges button:first-child {
        border-radius: 6px 0 0 6px;
        border-inline-start-width: 1px;
      }
      .ranges button:last-child {
        border-radius: 0 6px 6px 0;
      }
      .ranges button[aria-pressed='true'] {
        background: var(--accent-soft);
        color: var(--accent);
        font-weight: 600;
      }
      rch-evidence {
        margin: 4px 0 10px;
      }
      rch-lanes {
        margin: 10px 0;
      }
      rch-totals {
        margin-bottom: 6px;
      }
      .note {
        color: var(--muted);
        padding: 12px 0;
      }
    `,
  ]
  declare floor: Floor
  declare agentId: string
  declare formats: Formats
  declare hasBack: boolean
  /** Changes whenever the floor has. */
  declare version: number
  declare rangeName: RangeName
  /** When the chosen entry began; null: the latest is shown, whichever it is. */
  declare chosen: number | null

  constructor() {
    super()
    this.rangeName = '4h'
    this.chosen = null
    this.hasBack = false
    this.addEventListener('rch-entry-chosen', (event) => {
      this.chosen = (event as EntryChosenEvent).detail
    })
  }

  override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (!changed.has('agentId')) return
    const now = this.floor.clock.now()
    this.chosen = null
    this.rangeName = rangeSince(this.floor.history.entries(this.agentId, now)[0]?.from ?? 0, now)
  }

  override updated(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (!changed.has('agentId') && !changed.has('rangeName')) return
    // The relay begins at midnight by itself; what lies before has to be asked for.
    const now = this.floor.clock.now()
    const { from } = rangeOf(this.rangeName, now)
    if (from < midnightBefore(now)) void this.floor.readHistory(this.agentId, from)
  }

  override render(): unknown {
    const { floor, agentId, formats } = this
    const now = floor.clock.now()
    const all = floor.history.entries(agentId, now)
    const range = rangeOf(this.rangeName, now)
    const entries = all.filter(({ to }) => (to ?? now) > range.from)
    const entry = all.find(({ from }) => from === this.chosen) ?? all.at(-1)
    return html`${this.#header()}
      <rch-act-slot .floor=${floor} .agentId=${agentId} .version=${this.version}></rch-act-slot>
      ${this.#reading()}
      ${
        entry
          ? html`${this.#entry(entry)}
              <rch-lanes
                .lanes=${floor.history.lanes(agentId)}
                .entries=${all}
                .range=${range}
                .now=${now}
                .chosen=${entry.from}
                .formats=${formats}
              ></rch-lanes>
              <rch-totals
                .totals=${totals(all, { from: midnightBefore(now), to: now }, now)}
                .whom=${floor.roster.get(agentId)?.name ?? agentId}
                .formats=${formats}
              ></rch-totals>
              <rch-entry-table
                .entries=${entries}
                .clock=${floor.clock}
                .relayAwaySince=${floor.relayAwaySince}
                .chosen=${entry.from}
                .formats=${formats}
              ></rch-entry-table>`
          : html`<p class="note">${words.nothingHeard}</p>`
      }`
  }

  #header(): unknown {
    const { floor, agentId, rangeName } = this
    const agent = floor.roster.get(agentId)
    const teams = (agent?.teamIds ?? []).map((id) => floor.teams?.find((team) => team.id === id)?.name ?? id)
    const about = [agentId, agent?.extension ? words.extension(agent.extension) : '', ...teams].filter(Boolean)
    return html`<header>
      ${
        this.hasBack
          ? html`<button class="link" @click=${() => this.dispatchEvent(new BackEvent())}>‹ ${words.back}</button>`
          : nothing
      }
      <h2><bdi>${agent?.name ?? agentId}</bdi></h2>
      <span class="small">${about.join(' · ')}</span>
      <div class="ranges" role="group" aria-label=${words.range}>
        ${RANGES.map(
          (name) =>
            html`<button aria-pressed=${name === rangeName ? 'true' : 'false'} @click=${() => (this.rangeName = name)}>
              ${words.ranges[name]}
            </button>`,
        )}
      </div>
    </header>`
  }

  #reading(): unknown {
    const reading = this.floor.reading(this.agentId)
    if (reading?.phase === 'reading') return html`<p class="small" role="status">${words.loadingHistory}</p>`
    if (reading?.phase !== 'failed') return nothing
    return html`<p class="small" role="status">${words.historyFault(relayFault(reading.code))}</p>`
  }

  #entry(entry: Entry): unknown {
    const { floor, formats } = this
    const explanation = explain(entry, { catalogue: floor.history.catalogue, deploymentOf: floor.deploymentOf })
    return html`<rch-callout
        .entry=${entry}
        .explanation=${explanation}
        .compared=${comparison(entry, floor.relayAwaySince)}
        .relayAwaySince=${floor.relayAwaySince}
        .formats=${formats}
      ></rch-callout>
      <rch-evidence .entry=${entry} .formats=${formats}></rch-evidence>`
  }
}

customElements.define('rch-agent-detail', AgentDetail)

declare global {
  interface HTMLElementTagNameMap {
    'rch-agent-detail': AgentDetail
  }
}
