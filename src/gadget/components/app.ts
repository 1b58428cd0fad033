import { css, html, LitElement, nothing } from 'lit'
import { totals } from '../../history/totals.ts'
import { FloorController } from '../controllers/floor-controller.ts'
import { PartController } from '../controllers/part-controller.ts'
import { WidthController } from '../controllers/width-controller.ts'
import type { Floor } from '../floor/floor.ts'
import { shownWords } from '../selectors/entry-words.ts'
import { type Filters, type FloorRows, floorRows, NO_FILTERS } from '../selectors/floor-rows.ts'
import { midnightBefore } from '../selectors/time-axis.ts'
import { shared, tokens } from '../styles/shared.ts'
import type { PreferenceStore } from '../preferences/preference-store.ts'
import type { Formats } from '../words/formats.ts'
import type { LanguageKeeper } from '../words/language-keeper.ts'
import { texts } from '../words/texts.ts'
import type { AgentChosenEvent, SortEvent } from './agent-list.ts'
import type { FiltersEvent } from './floor-header.ts'
import './agent-list.ts'
import './floor-banner.ts'
import './floor-header.ts'
import './totals.ts'

/** From this width on the list and the chosen agent stand side by side, in pixels. */
const WIDE = 860

/** The whole gadget: the floor, and beside it or in its place one agent's history. */
export class App extends LitElement {
  static override properties = {
    floor: { attribute: false },
    preferences: { attribute: false },
    language: { attribute: false },
    formats: { attribute: false },
    filters: { state: true },
    agentId: { state: true },
  }
  static override styles = [
    shared,
    tokens,
    css`
      :host {
        display: flex;
        flex-direction: column;
        height: 100%;
        overflow: hidden;
      }
      main {
        flex: 1;
        display: flex;
        min-height: 0;
      }
      main > * {
        overflow: auto;
        min-width: 0;
      }
      .floor {
        flex: 1;
      }
      main.both .floor {
        flex: 0 0 41%;
        border-inline-end: 1px solid var(--line);
      }
      rch-agent-detail,
      .hint {
        flex: 1;
      }
      .note {
        padding: 18px 14px;
        color: var(--muted);
      }
      footer {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 16px;
        padding: 6px 14px;
        border-top: 1px solid var(--line);
        font-size: 12px;
        color: var(--muted);
      }
      footer rch-totals {
        flex: 1 1 320px;
      }
      main.both + footer rch-totals {
        text-align: end;
      }
    `,
  ]
  declare floor: Floor | undefined
  declare formats: Formats
  declare preferences: PreferenceStore
  /** Not there where nothing but English is used. */
  declare language: LanguageKeeper | undefined
  declare filters: Filters
  /** The opened agent; null: none, or the first of the list where there is room for one. */
  declare agentId: string | null
  readonly #changes = new FloorController(this)
  readonly #width = new WidthController(this)
  readonly #detail = new PartController(this, () => import('./agent-detail.ts'))

  constructor() {
    super()
    this.filters = NO_FILTERS
    this.agentId = null
    this.addEventListener('rch-agent-chosen', (event) => this.#open((event as AgentChosenEvent).detail))
    this.addEventListener('rch-filters', (event) => {
      this.filters = (event as FiltersEvent).detail
    })
    this.addEventListener('rch-sort', (event) => {
      this.filters = { ...this.filters, sort: (event as SortEvent).detail }
    })
    this.addEventListener('rch-back', () => void this.#close())
    this.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.agentId !== null) void this.#close()
    })
  }

  /** What most will want next is there before they do. */
  override firstUpdated(): void {
    requestIdleCallback(() => this.#detail.prepare())
  }

  override render(): unknown {
    const { floor, formats, filters, agentId } = this
    if (!floor) return nothing
    const { version } = this.#changes
    const list = floorRows(floor, filters, floor.clock.now())
    const isWide = this.#width.width >= WIDE
    const showsList = isWide || agentId === null
    return html`<rch-floor-header
        .floor=${floor}
        .list=${list}
        .filters=${filters}
        .isReduced=${!showsList}
        .version=${version}
      ></rch-floor-header>
      <rch-floor-banner
        .floor=${floor}
        .formats=${formats}
        .language=${this.language}
        .version=${version}
      ></rch-floor-banner>
      <main class=${isWide ? 'both' : 'one'}>
        ${showsList ? html`<div class="floor">${this.#list(floor, list)}</div>` : nothing}
        ${
          agentId !== null
            ? this.#detail.show(
                () =>
                  html`<rch-agent-detail
                    .floor=${floor}
                    .agentId=${agentId}
                    .formats=${formats}
                    .hasBack=${!isWide}
                    .version=${version}
                  ></rch-agent-detail>`,
              )
            : isWide
              ? html`<p class="note hint">${texts.list.choose}</p>`
              : nothing
        }
      </main>
      ${showsList && list.all > 0 ? this.#footer(floor, list) : nothing}`
  }

  #list(floor: Floor, list: FloorRows): unknown {
    if (list.rows.length > 0) {
      return html`<rch-agent-list
        .floor=${floor}
        .list=${list}
        .chosen=${this.agentId}
        .sort=${this.filters.sort}
        .formats=${this.formats}
        .version=${this.#changes.version}
      ></rch-agent-list>`
    }
    if (list.all > 0) {
      return html`<p class="note">
        ${texts.list.noMatch}
        <button
          class="link"
          @click=${() => (this.filters = { ...NO_FILTERS, teamId: this.filters.teamId, sort: this.filters.sort })}
        >
          ${texts.list.clearFilters}
        </button>
      </p>`
    }
    if (floor.teams?.length === 0) return html`<p class="note">${texts.list.noTeams}</p>`
    const isReading = floor.finesseStatus.phase === 'connecting'
    return html`<p class="note" role="status">${isReading ? texts.list.loading : texts.list.noAgents}</p>`
  }

  #footer(floor: Floor, list: FloorRows): unknown {
    const now = floor.clock.now()
    const entries = list.rows.flatMap(({ agent }) => floor.history.entries(agent.agentId, now))
    return html`<footer>
      <span>${shownWords(list.rows.length, list.all)}</span>
      <rch-totals
        .totals=${totals(entries, { from: midnightBefore(now), to: now }, now)}
        .whom=${texts.totals.everyone}
        .formats=${this.formats}
      ></rch-totals>
    </footer>`
  }

  #open(agentId: string): void {
    this.agentId = agentId
    this.floor?.open(agentId)
  }

  /** Back to the list, with the focus where it was before. */
  async #close(): Promise<void> {
    const { agentId } = this
    this.agentId = null
    this.floor?.open(null)
    await this.updateComplete
    const list = this.renderRoot.querySelector('rch-agent-list')
    await list?.updateComplete
    if (agentId !== null) list?.focusAgent(agentId)
  }
}

customElements.define('rch-app', App)

declare global {
  interface HTMLElementTagNameMap {
    'rch-app': App
  }
}
