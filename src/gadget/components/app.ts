import { css, html, LitElement, nothing } from 'lit'
import { FloorController } from '../controllers/floor-controller.ts'
import { PartController } from '../controllers/part-controller.ts'
import { WidthController } from '../controllers/width-controller.ts'
import type { Floor } from '../floor/floor.ts'
import type { Filters, FloorRows } from '../selectors/floor-rows.ts'
import { THRESHOLDS, thresholdsFrom } from '../thresholds/threshold-preferences.ts'
import { shared } from '../styles/shared.ts'
import { tokens } from '../styles/tokens.ts'
import { PreferenceStore } from '../preferences/preference-store.ts'
import { FIRST_VIEW, firstView, type HistoryLength, type Layout, type View, VIEWS } from '../preferences/views.ts'
import { DENSITY } from '../preferences/preferences.ts'
import type { Settings } from '../preferences/settings.ts'
import type { Formats } from '../words/formats.ts'
import { texts } from '../words/texts.ts'
import type { PastFloor } from '../past/past-floor.ts'
import { properties } from './properties.ts'
import type { AgentList } from './agent-list.ts'
import './agent-list.ts'
import './floor-banner.ts'
import './floor-header.ts'
import './thresholds-slot.ts'
import './settings-button.ts'

/** So long there may be nobody in the list before what is wanted after them is loaded. Milliseconds. */
const PATIENCE_MS = 1000

/** From this width on the list and the chosen agent stand side by side, in pixels. */
const WIDE = 860

/** The whole gadget: the floor, and beside it or in its place one agent's history. */
export class App extends LitElement {
  static override properties = properties<App>(
    'floor',
    'preferences',
    'settings',
    'formats',
    'filters',
    'length',
    'layout',
    'agentId',
    'past',
    'entryFrom',
  )
  static override styles = [
    shared,
    tokens,
    css`
      :host {
        display: flex;
        flex-direction: column;
        height: 100%;
        overflow: hidden;
        outline: none;
        /* What is heard alone widens no page. */
        position: relative;
        /* What is inside knows how wide the gadget is. */
        container: gadget / inline-size;
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
        overflow: hidden;
      }
      .past {
        box-shadow: inset 0 3px var(--warn);
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
    `,
  ]
  declare floor: Floor | undefined
  declare formats: Formats
  /** What the supervisor has chosen. */
  declare preferences: PreferenceStore
  /** What the page of settings shows; there is none without. */
  declare settings: Settings | undefined
  declare filters: Filters
  declare length: HistoryLength
  declare layout: Layout
  /** The opened agent; null: none, or the first of the list where there is room for one. */
  declare agentId: string | null
  /** The floor as it was, while that is looked at; null: the live one. */
  declare past: PastFloor | null
  /** When the entry began that was asked for with the agent; null: none was. */
  declare entryFrom: number | null
  #liveList: AgentList | null = null
  readonly #changes = new FloorController(this, () => this.#liveList)
  readonly #width = new WidthController(this)
  readonly #detail = new PartController(this)
  readonly #place = new PartController(this, async () => {
    const { PlaceKeeper } = await import('../parts.ts')
    this.addController(new PlaceKeeper(this))
  })
  readonly #footer = new PartController(this)
  readonly #tools = new PartController(this)
  #view: View = FIRST_VIEW

  constructor() {
    super()
    this.#show(FIRST_VIEW)
    this.agentId = null
    this.entryFrom = null
    this.past = null
    this.preferences = new PreferenceStore('', null)
    this.addEventListener('rch-agent-chosen', ({ detail: agentId }) => {
      this.#open(agentId, this.past?.history.current(agentId, this.past.at)?.from ?? null)
    })
    this.addEventListener('rch-past', ({ detail }) => {
      this.past = detail
    })
    this.addEventListener('rch-entry-opened', ({ detail: { agentId, from } }) => this.#open(agentId, from))
    this.addEventListener('rch-view', ({ detail }) => this.#show(detail))
    this.addEventListener('rch-filters', ({ detail }) => {
      this.filters = detail
    })
    this.addEventListener('rch-sort', ({ detail: sort }) => {
      const isReversed = sort === this.filters.sort && !this.filters.isReversed
      this.filters = { ...this.filters, sort, isReversed }
    })
    this.addEventListener('rch-back', () => void this.#close())
    this.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.agentId !== null) void this.#close()
    })
  }

  /** Whoever clicks beside everything is in the gadget as well: keys are heard there. */
  override connectedCallback(): void {
    super.connectedCallback()
    this.tabIndex = -1
  }

  override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.has('preferences')) {
      this.preferences.onChange(() => this.requestUpdate())
      this.#show(firstView(this.preferences.get(VIEWS)))
    }
    const { filters, length, layout } = this
    const isSame = filters === this.#view.filters && length === this.#view.length && layout === this.#view.layout
    if (!isSame) this.#view = { filters, length, layout }
  }

  /** Where nobody is ever listed, what most will want next comes as well. */
  override firstUpdated(): void {
    setTimeout(() => this.#prepare(), PATIENCE_MS)
  }

  override updated(): void {
    this.#liveList = this.past ? null : this.renderRoot.querySelector('rch-agent-list')
  }

  override render(): unknown {
    const { floor, formats, filters, agentId } = this
    if (!floor) return nothing
    const { version } = this.#changes
    const thresholds = thresholdsFrom(this.preferences.get(THRESHOLDS))
    const list = this.past?.rows(filters, thresholds) ?? this.#changes.rows(floor, filters, thresholds)
    const isWide = this.#width.width >= WIDE && this.layout === 'beside'
    const showsList = isWide || agentId === null
    if (list.all > 0) this.#prepare()
    return html`<rch-floor-header
        role="banner"
        .floor=${floor}
        .counts=${list.counts}
        .hasThresholds=${thresholds.size > 0}
        .filters=${filters}
        .isReduced=${!showsList}
        .version=${version}
      >
        <rch-thresholds-slot
          .floor=${floor}
          .rows=${this.#changes.selection.everyone}
          .hasThresholds=${thresholds.size > 0}
          .preferences=${this.preferences}
          .toast=${this.settings?.toast ?? null}
          .formats=${formats}
        ></rch-thresholds-slot>
        <rch-tools
          .floor=${floor}
          .view=${this.#view}
          .preferences=${this.preferences}
          .formats=${formats}
          .person=${this.settings?.supervisorId ?? ''}
        ></rch-tools>
        <rch-settings-button .settings=${this.settings} .floor=${floor} .version=${version}></rch-settings-button>
      </rch-floor-header>
      <rch-floor-banner
        .floor=${floor}
        .formats=${formats}
        .language=${this.settings?.language}
        .version=${version}
      ></rch-floor-banner>
      <main class=${isWide ? 'both' : 'one'}>
        ${showsList ? html`<div class=${this.past ? 'floor past' : 'floor'}>${this.#list(floor, list)}</div>` : nothing}
        ${
          agentId !== null
            ? this.#detail.show(
                () =>
                  html`<rch-agent-detail
                    .floor=${floor}
                    .agentId=${agentId}
                    .entryFrom=${this.entryFrom}
                    .length=${this.length}
                    .density=${this.preferences.get(DENSITY)}
                    .formats=${formats}
                    .hasBack=${!isWide}
                    .version=${this.#changes.versionOf(agentId)}
                  ></rch-agent-detail>`,
              )
            : isWide
              ? html`<p class="note hint">${texts.list.choose}</p>`
              : nothing
        }
      </main>
      ${
        showsList && list.all > 0 && this.past === null
          ? this.#footer.show(
              () =>
                html`<rch-floor-footer
                  role="contentinfo"
                  class=${isWide ? 'both' : 'one'}
                  .floor=${floor}
                  .list=${list}
                  .filters=${filters}
                  .formats=${formats}
                ></rch-floor-footer>`,
            )
          : nothing
      }`
  }

  #list(floor: Floor, list: FloorRows): unknown {
    if (list.rows.length > 0) {
      return html`<rch-agent-list
        class=${this.past ? 'past' : ''}
        .floor=${this.past ?? floor}
        .list=${list}
        .chosen=${this.agentId}
        .sort=${this.filters.sort}
        .isReversed=${this.filters.isReversed}
        .density=${this.preferences.get(DENSITY)}
        .formats=${this.formats}
      ></rch-agent-list>`
    }
    if (list.all > 0) {
      return html`<p class="note">
        ${texts.list.noMatch}
        <button
          class="link"
          @click=${() => (this.filters = { ...this.filters, search: '', onlyDifferences: false, onlyOver: false, group: null, reason: null })}
        >
          ${texts.list.clearFilters}
        </button>
      </p>`
    }
    if (floor.teams?.length === 0) return html`<p class="note">${texts.list.noTeams}</p>`
    const isReading = floor.finesseStatus.phase === 'connecting'
    return html`<p class="note" role="status">${isReading ? texts.list.loading : texts.list.noAgents}</p>`
  }

  /** What most will want next is there before they do, and does not hold up what is to be seen first. */
  #prepare(): void {
    for (const part of [this.#detail, this.#tools, this.#place]) part.prepare()
  }

  #show({ filters, length, layout }: View): void {
    Object.assign(this, { filters, length, layout })
  }

  #open(agentId: string, entryFrom: number | null): void {
    this.agentId = agentId
    this.entryFrom = entryFrom
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
