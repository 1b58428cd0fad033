import { html, LitElement, nothing } from 'lit'
import { guard } from 'lit/directives/guard.js'
import { repeat } from 'lit/directives/repeat.js'
import { WidthController } from '../controllers/width-controller.ts'
import { WindowController } from '../controllers/window-controller.ts'
import type { ListedFloor } from '../floor/listed-floor.ts'
import type { AgentRow, SortKey } from '../selectors/agent-row.ts'
import { toneOf } from '../selectors/comparison.ts'
import { otherSide } from '../selectors/entry-words.ts'
import { type FloorRows, type GroupHead, isHead, NO_ROWS } from '../selectors/floor-rows.ts'
import { groupWords } from '../selectors/group-words.ts'
import { type ListHeights, ListLayout } from '../selectors/list-layout.ts'
import { rowByKey } from '../selectors/row-keys.ts'
import { sortHead } from '../selectors/sort-head.ts'
import { typedAhead } from '../selectors/type-ahead.ts'
import type { Density } from '../preferences/preferences.ts'
import { rowTables, shared, stateBars } from '../styles/shared.ts'
import { windowTables } from '../styles/window-table.ts'
import { elapsedText, type Formats } from '../words/formats.ts'
import { counted } from '../words/localise.ts'
import { texts } from '../words/texts.ts'
import { agentListStyles, HEAD_HEIGHT, NARROW, ROW_HEIGHTS } from './agent-list-styles.ts'
import { TodayBars } from './today-bars.ts'
import { GadgetEvent } from './gadget-event.ts'
import { properties } from './properties.ts'

const words = texts.list

/** Typing goes on with the same word within this. Milliseconds. */
const TYPING_MS = 1000

/**
 * The agents of the floor, one row each, of which only those in sight are there. Arrow keys, Home, End, Page Up, Page Down
 * and the letters of a name move between them, Enter opens one. The focus stays on a person wherever his row goes.
 */
export class AgentList extends LitElement {
  static override properties = properties<AgentList>('floor', 'chosen', 'sort', 'isReversed', 'density', 'formats')
  static override styles = [shared, rowTables, windowTables, stateBars, agentListStyles]
  declare floor: ListedFloor
  /** The agent id whose history is open; null for none. */
  declare chosen: string | null
  declare sort: SortKey
  declare isReversed: boolean
  declare density: Density
  declare formats: Formats
  readonly #window = new WindowController(this)
  readonly #width = new WidthController(this)
  readonly #bars = new TodayBars()
  /** Whose row Tab leads to. */
  #current: string | null = null
  /** Where that row was when it was last there, among the rows. */
  #currentPlace = 0
  #hadFocus = false
  #list = NO_ROWS
  #typed = { text: '', until: 0 }
  #endTicks: () => void = () => {}

  override connectedCallback(): void {
    super.connectedCallback()
    this.requestUpdate('floor')
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#endTicks()
    this.#endTicks = () => {}
  }

  get list(): FloorRows {
    return this.#list
  }

  /** What is out of sight is not rendered for. */
  set list(list: FloorRows) {
    const before = this.#list
    this.#list = list
    if (!this.#looksLike(before)) this.requestUpdate('list', before)
  }

  /** Is the row of one of these agents in sight, or near to it? */
  shows(agentIds: ReadonlySet<string>): boolean {
    return this.#window.shown.some((at) => agentIds.has(keyOf(this.#list.items, at)))
  }

  /** Puts the focus on an agent's row, where he is listed. */
  focusAgent(agentId: string): void {
    const place = this.list.rows.findIndex(({ agent }) => agent.agentId === agentId)
    if (place >= 0) void this.#moveTo(place)
  }

  override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.has('floor')) {
      this.#endTicks()
      this.#endTicks = this.floor.clock.onTick(() => {
        this.#writeTimes()
        this.requestUpdate()
      })
    }
    this.#hadFocus = this.#focused() !== null
    if (changed.has('list') || changed.has('chosen')) this.#keepCurrent(changed.has('chosen'))
  }

  override updated(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.has('floor')) this.#writeTimes()
    if (!this.#hadFocus || this.#current === null) return
    // A row that was moved, or is in another's place, lost the focus.
    if (this.#focused()?.dataset['agent'] !== this.#current) this.#button(this.#current)?.focus({ preventScroll: true })
  }

  override render(): unknown {
    const { items, rows } = this.list
    const isNarrow = this.#isNarrow
    const heads = items.length === rows.length ? [] : items.flatMap((item, index) => (isHead(item) ? index : []))
    const layout = new ListLayout(items.length, heads, this.#heights)
    const row = rows[this.#currentPlace]
    const current = row && row.agent.agentId === this.#current ? items.indexOf(row) : -1
    const shown = this.#window.rows(layout, isNarrow ? 0 : HEAD_HEIGHT, current)
    return html`<table
      role="grid"
      class=${isNarrow ? 'narrow' : 'wide'}
      aria-label=${words.label}
      aria-rowcount=${items.length + 1}
      @keydown=${this.#onKey}
      @focusin=${this.#onFocus}
    >
      <thead role="rowgroup">
        ${guard([this.sort, this.isReversed, this.formats], () => this.#headsOfColumns())}
      </thead>
      <tbody role="rowgroup" .style=${`height: ${layout.height}px`}>
        ${repeat(
          shown,
          (index) => keyOf(items, index),
          (index) => {
            const item = items[index]
            const place = `transform: translateY(${layout.startOf(index)}px); height: ${layout.heightOf(index)}px`
            if (!item) return nothing
            if (isHead(item)) return this.#head(item, index, place)
            const { agentId } = item.agent
            const bar = this.#window.isPainted ? this.#bars.bar(this.floor, agentId, this.formats) : nothing
            const isCurrent = agentId === this.#current
            const isChosen = agentId === this.chosen
            const { formats } = this
            return guard([item, place, bar, isCurrent, isChosen, formats, this.sort], () =>
              this.#row(item, index, place, bar),
            )
          },
        )}
      </tbody>
    </table>`
  }

  get #isNarrow(): boolean {
    return this.#width.width > 0 && this.#width.width <= NARROW
  }

  get #heights(): ListHeights {
    return ROW_HEIGHTS[this.density][this.#isNarrow ? 'narrow' : 'wide']
  }

  #headsOfColumns(): unknown {
    return html`<tr role="row" aria-rowindex="1">
      ${this.#sortable('agent', 'team')} ${this.#sortable('state')} ${this.#sortable('reason', 'verdict')}
      ${this.#sortable('since')}
      <th role="columnheader" class="today">${words.today}</th>
    </tr>`
  }

  /** A head by which the rows can be ordered, in one or two ways; chosen again, the other way round. */
  #sortable(...keys: readonly SortKey[]): unknown {
    const { sort } = this
    // The longest time comes first: that is descending.
    const head = sortHead((sort === 'since') !== this.isReversed)
    return html`<th role="columnheader" class=${keys[0]} aria-sort=${keys.includes(sort) ? head.sort : 'none'}>
      ${keys.map(
        (key) =>
          html`<button
            title=${texts.header.keys[key]}
            @click=${() => this.dispatchEvent(new GadgetEvent('rch-sort', key))}
          >
            ${words[key]}${key === sort ? head.arrow : ''}
          </button>`,
      )}
    </th>`
  }

  #head(head: GroupHead, index: number, place: string): unknown {
    return html`<tr role="row" class="head" aria-rowindex=${index + 2} .style=${place}>
      <th role="rowheader" colspan="5">
        <bdi>${groupWords(head, this.formats)}</bdi> <span class="small">${counted(head.count)}</span>
      </th>
    </tr>`
  }

  #row(
    { agent, team, entry, group, level, compared, reason }: AgentRow,
    index: number,
    place: string,
    bar: unknown,
  ): unknown {
    const { agentId, name, extension } = agent
    const idLine = [name === agentId ? '' : agentId, extension, this.sort === 'team' ? team : '']
      .filter(Boolean)
      .join(' · ')
    return html`<tr
      role="row"
      aria-rowindex=${index + 2}
      aria-current=${agentId === this.chosen}
      .style=${place}
      @click=${() => {
        this.#button(agentId)?.focus({ preventScroll: true })
        this.dispatchEvent(new GadgetEvent('rch-agent-chosen', agentId))
      }}
    >
      <td role="gridcell" class="agent">
        <button tabindex=${agentId === this.#current ? 0 : -1} data-agent=${agentId} title=${name}>
          <bdi>${name}</bdi>
        </button>
        <span class="small">${idLine}</span>
      </td>
      <td role="gridcell" class="state">
        <span><i class="dot ${group}"></i>${entry ? texts.states[entry.state] : words.stateNotHeard}</span>
      </td>
      <td role="gridcell" class="reason">${this.#reason(entry, compared, reason)}</td>
      <td role="gridcell" class="since ${level}">
        ${
          entry
            ? html`<span class="elapsed" data-from=${entry.from} .textContent=${[this.#elapsed(entry.from)]}></span>${
                  level === 'none'
                    ? nothing
                    : html`<i role="img" aria-label=${words.levels[level]} title=${words.levels[level]}></i>`
                }`
            : nothing
        }
      </td>
      <td role="gridcell" class="today">${bar}</td>
    </tr>`
  }

  #reason(entry: AgentRow['entry'], compared: AgentRow['compared'], name: AgentRow['reason']): unknown {
    if (entry === null || compared === null) return nothing
    const { reason } = entry
    if (compared === 'none' && reason === null) return html`<span class="small">${words.noReasonInState}</span>`
    const tag = texts.tags[compared]
    const second = otherSide(entry, compared)
    return html`<div>
        ${
          reason
            ? html`<b title=${name}><bdi>${name}</bdi></b> ${
                  reason.label === null ? nothing : html`<span class="mono">${reason.code}</span>`
                }`
            : html`<span class="small">${compared === 'unknown' ? words.notHeard : words.noReason}</span>`
        }
      </div>
      <div class="small">
        ${tag === '' ? nothing : html`<span class=${`tag ${toneOf(compared)}`}>${tag}</span>`} ${second ?? ''}
      </div>`
  }

  /** How long it has lasted. Rendered as a list of one, which Lit writes each time: ticks have written over it meanwhile. */
  #elapsed(from: number): string {
    return elapsedText(this.floor.clock.now() - from)
  }

  /** Writes the times that pass into the rows that are there, which are not rendered for it. */
  #writeTimes(): void {
    for (const element of this.renderRoot.querySelectorAll<HTMLElement>('.elapsed')) {
      const text = this.#elapsed(Number(element.dataset['from']))
      if (element.textContent !== text) element.textContent = text
    }
  }

  /** Would this list look the same, where it is in sight? */
  #looksLike({ items, rows }: FloorRows): boolean {
    const now = this.#list
    const areRowsAlone = items === rows && now.items === now.rows
    return (
      areRowsAlone && rows.length === now.rows.length && this.#window.shown.every((at) => items[at] === now.items[at])
    )
  }

  /** Tab leads to the person who had the focus or is open; where he is gone, to whoever is in his place. */
  #keepCurrent(isOtherChosen: boolean): void {
    const { rows } = this.list
    const placeOf = (id: string | null): number => {
      if (id === null) return -1
      // Most lists keep him where he is.
      const isThere = rows[this.#currentPlace]?.agent.agentId === id
      return isThere ? this.#currentPlace : rows.findIndex(({ agent }) => agent.agentId === id)
    }
    let place = isOtherChosen && !this.#hadFocus ? placeOf(this.chosen) : -1
    if (place < 0) place = placeOf(this.#current)
    if (place < 0) place = Math.min(this.#currentPlace, rows.length - 1)
    this.#currentPlace = Math.max(0, place)
    this.#current = rows[place]?.agent.agentId ?? null
  }

  #button(agentId: string): HTMLElement | null {
    const buttons = this.renderRoot.querySelectorAll<HTMLElement>('td button')
    return [...buttons].find(({ dataset }) => dataset['agent'] === agentId) ?? null
  }

  /** The row's button that has the focus. */
  #focused(): HTMLElement | null {
    const active = this.shadowRoot?.activeElement
    return active instanceof HTMLElement && active.dataset['agent'] !== undefined ? active : null
  }

  async #moveTo(place: number): Promise<void> {
    const { rows, items } = this.list
    const row = rows[place]
    if (!row) return
    const { agentId } = row.agent
    this.#current = agentId
    this.#currentPlace = rows.indexOf(row)
    this.#window.reach(items.indexOf(row))
    this.requestUpdate()
    await this.updateComplete
    this.#button(agentId)?.focus({ preventScroll: true })
  }

  readonly #onFocus = (): void => {
    const button = this.#focused()
    const agentId = button?.dataset['agent']
    if (!button || agentId === undefined) return
    button.ariaDescription = this.#said(button, agentId)
    if (agentId === this.#current) return
    this.#current = agentId
    this.#currentPlace = this.list.rows.findIndex(({ agent }) => agent.agentId === agentId)
    this.requestUpdate()
  }

  /** Under which head an agent stands and what his row shows, as of now: a time that passes is not read out again. */
  #said(button: HTMLElement, agentId: string): string {
    const { items } = this.list
    const head = items
      .slice(
        0,
        items.findIndex((_, index) => keyOf(items, index) === agentId),
      )
      .findLast(isHead)
    const shown = button.closest('tr')?.querySelectorAll('td:not(.agent, .today), i[aria-label]') ?? []
    const cells = [...shown].map((each) => each.ariaLabel ?? each.textContent)
    return (head ? [groupWords(head, this.formats), ...cells] : cells).join(', ')
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (this.#focused() === null || event.ctrlKey || event.metaKey || event.altKey) return
    const { row } = this.#heights
    const to = rowByKey(event.key, this.#currentPlace, Math.floor(this.#window.sight / row), this.list.rows.length)
    if (to !== null) {
      event.preventDefault()
      void this.#moveTo(to)
    } else if (event.key.length === 1) this.#typeAhead(event)
  }

  #typeAhead(event: KeyboardEvent): void {
    const text = event.timeStamp < this.#typed.until ? this.#typed.text + event.key : event.key
    // A space alone is the button's own.
    if (text.trim() === '') return
    event.preventDefault()
    this.#typed = { text, until: event.timeStamp + TYPING_MS }
    const place = typedAhead(this.list.rows, text, this.#currentPlace)
    if (place !== null) void this.#moveTo(place)
  }
}

const keyOf = (items: FloorRows['items'], index: number): string => {
  const item = items[index]
  return item === undefined ? '' : isHead(item) ? `head ${item.key}` : item.agent.agentId
}

customElements.define('rch-agent-list', AgentList)

declare global {
  interface HTMLElementTagNameMap {
    'rch-agent-list': AgentList
  }
}
