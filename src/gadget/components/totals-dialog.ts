import { css, html, LitElement, nothing } from 'lit'
import { addedTotals, type EntryKey, type Totals } from '../../history/totals.ts'
import type { Window } from '../../history/window.ts'
import { followFloor } from '../controllers/followers.ts'
import { ReportController } from '../controllers/report-controller.ts'
import type { Floor } from '../floor/floor.ts'
import { RelayReports, type Whom } from '../reports/relay-reports.ts'
import { presentWindow, type ReportRange } from '../reports/report-range.ts'
import { agentRows, reasonRows, teamRows, type WhomRow } from '../reports/totals-rows.ts'
import { shared } from '../styles/shared.ts'
import { type Formats, signedLag } from '../words/formats.ts'
import { reportsTexts } from '../words/reports-texts.ts'
import { texts } from '../words/texts.ts'
import { reasonColumns, whomColumns } from './totals-columns.ts'
import { GadgetEvent } from './gadget-event.ts'
import { choices } from './choices.ts'
import { properties } from './properties.ts'
import './modal-dialog.ts'
import './report-progress.ts'
import './report-range-picker.ts'
import './sortable-table.ts'

const words = reportsTexts.totals
const whomWords = reportsTexts.whom

/** Whose totals are shown, as the choice's value has it. */
type Choice = '' | `team ${string}` | `agent ${string}`

const whomOf = (choice: Choice): Whom => {
  if (choice.startsWith('team ')) return { teamId: choice.slice('team '.length) }
  return choice === '' ? {} : { agentIds: [choice.slice('agent '.length)] }
}

/** Totals per reason of an agent, a team or everybody over any range that the relay keeps: as bars and as tables. */
export class TotalsDialog extends LitElement {
  static override properties = properties<TotalsDialog>('floor', 'formats', 'range', 'window', 'choice', 'onlyNotReady')
  static override styles = [
    shared,
    css`
      .controls {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 6px 14px;
        margin-bottom: 8px;
      }
      h3 {
        font-size: 13px;
        font-weight: 600;
        margin: 14px 0 2px;
      }
      select {
        max-width: 240px;
      }
      label {
        display: inline-flex;
        align-items: center;
        gap: 5px;
      }
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(120px, 1fr));
        gap: 8px;
        margin: 8px 0;
      }
      dl > div {
        padding: 8px 10px;
        border: 1px solid var(--line);
        border-radius: 8px;
        background: var(--soft);
      }
      dl > div.warn {
        border-color: var(--warn-line);
        background: var(--warn-soft);
      }
      dt {
        font-size: 11px;
        color: var(--muted);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      dd b {
        font-size: 16px;
        font-weight: 600;
      }
      /* What a bar's colours mean. */
      i {
        display: inline-block;
        width: 9px;
        height: 9px;
        margin-inline-end: 4px;
        border-radius: 2px;
        background: var(--unknown);
        forced-color-adjust: none;
      }
      i.without {
        background: var(--bad);
      }
      .note {
        padding: 12px 0;
        color: var(--muted);
      }
    `,
  ]
  declare floor: Floor
  declare formats: Formats
  declare range: ReportRange
  declare window: Window | null
  declare choice: Choice
  declare onlyNotReady: boolean
  readonly #report = new ReportController<ReadonlyMap<string, Totals>>(this)

  constructor() {
    super()
    followFloor(this)
    this.range = 'today'
    this.window = null
    this.choice = ''
    this.onlyNotReady = true
    this.addEventListener('rch-report-range', ({ detail: { range, window } }) => {
      this.range = range
      this.window = window
      this.#ask()
    })
  }

  override willUpdate(): void {
    if (this.hasUpdated) return
    this.#ask()
  }

  override render(): unknown {
    const { floor, range, window } = this
    const { state } = this.#report
    return html`<rch-modal-dialog class="wide" .heading=${words.title}>
      <div class="controls">
        ${this.#whom()}
        <rch-report-range-picker
          .range=${range}
          .window=${window}
          .floor=${floor}
          .formats=${this.formats}
        ></rch-report-range-picker>
      </div>
      <rch-report-progress
        .state=${state}
        .formats=${this.formats}
        @rch-cancel=${() => this.#report.cancel()}
        @rch-again=${() => this.#ask()}
      ></rch-report-progress>
      ${state.phase === 'ready' ? this.#totals(state.value) : nothing}
    </rch-modal-dialog>`
  }

  #whom(): unknown {
    const { floor, choice } = this
    const teams = (floor.teams ?? []).map(({ id, name }) => [`team ${id}`, name || id] as const)
    const agents = floor.roster.agents.map(({ agentId, name }) => [`agent ${agentId}`, name] as const)
    return html`<label
      >${whomWords.label}
      <select @change=${(event: Event) => this.#choose((event.target as HTMLSelectElement).value as Choice)}>
        ${choices<Choice>([['', whomWords.everyone]], choice)}
        <optgroup label=${whomWords.teams}>${choices<Choice>(teams, choice)}</optgroup>
        <optgroup label=${whomWords.agents}>${choices<Choice>(agents, choice)}</optgroup>
      </select>
    </label>`
  }

  #choose(choice: Choice): void {
    this.choice = choice
    this.#ask()
  }

  #ask(): void {
    const { floor, choice, range } = this
    const window = presentWindow(range, this.window, floor.clock.now())
    this.window = window
    if (!window) return this.#report.cancel()
    const reports = new RelayReports(floor)
    this.#report.run((options) => reports.totals(whomOf(choice), window, options))
  }

  #totals(byAgent: ReadonlyMap<string, Totals>): unknown {
    if (byAgent.size === 0) return html`<p class="note">${words.nothing}</p>`
    const { floor, choice } = this
    const sum = addedTotals(byAgent.values())
    const teams = floor.teams ?? []
    return html`${this.#summary(sum)} ${this.#reasons(sum)}
      ${
        choice === '' && teams.length > 1
          ? this.#people(teamRows(byAgent, floor.roster, teams), words.byTeam, texts.list.team, (id) => `team ${id}`)
          : nothing
      }
      ${
        choice.startsWith('agent ')
          ? nothing
          : this.#people(agentRows(byAgent, floor.roster), words.byAgent, texts.list.agent, (id) => `agent ${id}`)
      }
      <p class="small">${words.counts}</p>`
  }

  #summary(sum: Totals): unknown {
    const { formats } = this
    const { notReadyMs, notReadyWithoutFinesseMs, shareWithoutFinesse, worstLag, longest } = sum
    return html`<dl>
      <div>
        <dt>${words.notReady}</dt>
        <dd><b>${formats.sum(notReadyMs)}</b></dd>
      </div>
      <div class=${notReadyWithoutFinesseMs > 0 ? 'warn' : ''}>
        <dt>${words.withoutFinesse}</dt>
        <dd>
          <b>${shareWithoutFinesse === null ? '–' : formats.sum(notReadyWithoutFinesseMs)}</b>
          <div class="small">
            ${shareWithoutFinesse === null ? words.notWatched : words.ofWatched(formats.share(shareWithoutFinesse))}
          </div>
        </dd>
      </div>
      <div>
        <dt>${words.worstLag}</dt>
        <dd>
          <b>${worstLag ? signedLag(worstLag.lag, formats) : '–'}</b>
          ${worstLag ? this.#link(worstLag) : nothing}
        </dd>
      </div>
      <div>
        <dt>${words.longest}</dt>
        <dd>
          <b>${longest ? formats.sum(longest.timeMs) : '–'}</b>
          ${longest ? this.#link(longest) : nothing}
        </dd>
      </div>
    </dl>`
  }

  /** Leads to the agent of an entry. */
  #link({ agentId, from }: EntryKey): unknown {
    const name = this.floor.roster.nameOf(agentId)
    return html`<div>
      <button
        class="link small"
        title=${words.openAgent(name)}
        @click=${() => this.dispatchEvent(new GadgetEvent('rch-agent-chosen', agentId))}
      >
        <bdi>${words.whose(name, this.formats.moment(from))}</bdi>
      </button>
    </div>`
  }

  #reasons(sum: Totals): unknown {
    const { formats, onlyNotReady } = this
    const rows = reasonRows(sum, onlyNotReady)
    return html`<h3>${words.byReason}</h3>
      <label
        ><input
          type="checkbox"
          .checked=${onlyNotReady}
          @change=${() => (this.onlyNotReady = !onlyNotReady)}
        />${words.onlyNotReady}</label
      >
      <rch-sortable-table
        .label=${words.byReason}
        .columns=${reasonColumns(rows, onlyNotReady, formats)}
        .rows=${rows}
      ></rch-sortable-table>`
  }

  #people(rows: readonly WhomRow[], label: string, heading: string, choiceOf: (id: string) => Choice): unknown {
    const choose = (id: string) => (): void => this.#choose(choiceOf(id))
    return html`<h3>${label}</h3>
      <p class="small"><i class="without"></i>${words.without} · <i></i>${words.notWatched}</p>
      <rch-sortable-table
        .label=${label}
        .columns=${whomColumns(rows, { heading, choose, formats: this.formats })}
        .rows=${rows}
      ></rch-sortable-table>`
  }
}

customElements.define('rch-totals-dialog', TotalsDialog)

declare global {
  interface HTMLElementTagNameMap {
    'rch-totals-dialog': TotalsDialog
  }
}
