import { css, html, LitElement, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Floor } from '../floor/floor.ts'
import { comparison, toneOf } from '../selectors/comparison.ts'
import { otherSide, reasonName } from '../selectors/entry-words.ts'
import type { AgentRow, FloorRows, SortKey } from '../selectors/floor-rows.ts'
import { todaySegments } from '../selectors/today-segments.ts'
import { rowTables, shared } from '../styles/shared.ts'
import type { Formats } from '../words/formats.ts'
import { texts } from '../words/texts.ts'
import './elapsed.ts'
import './today-bar.ts'

const words = texts.list

/** A person was chosen; the detail is the agent id. */
export class AgentChosenEvent extends CustomEvent<string> {
  static readonly eventName = 'rch-agent-chosen'

  constructor(agentId: string) {
    super(AgentChosenEvent.eventName, { detail: agentId, bubbles: true, composed: true })
  }
}

/** Another order was chosen. */
export class SortEvent extends CustomEvent<SortKey> {
  static readonly eventName = 'rch-sort'

  constructor(key: SortKey) {
    super(SortEvent.eventName, { detail: key, bubbles: true, composed: true })
  }
}

/** The agents of the floor, one row each. Arrow keys move between them, Enter opens one. */
export class AgentList extends LitElement {
  static override properties = {
    floor: { attribute: false },
    list: { attribute: false },
    chosen: { attribute: false },
    sort: { attribute: false },
    formats: { attribute: false },
    version: { attribute: false },
  }
  static override styles = [
    shared,
    rowTables,
    css`
      table {
        table-layout: fixed;
      }
      th {
        position: sticky;
        top: 0;
        z-index: 1;
        font-weight: 400;
        text-transform: uppercase;
        letter-spacing: 0.03em;
        background: var(--soft);
        padding: 7px 4px;
      }
      th:first-child,
      td:first-child {
        padding-inline-start: 14px;
        width: 27%;
      }
      .state {
        width: 20%;
      }
      .since {
        width: 62px;
        text-align: end;
      }
      .today {
        width: 66px;
        padding-inline: 8px 14px;
      }
      td {
        padding: 7px 4px;
        vertical-align: middle;
      }
      tr[aria-current='true'] {
        box-shadow: inset 3px 0 var(--accent);
      }
      td button {
        display: block;
        width: 100%;
        text-align: start;
        font-weight: 600;
      }
      th button {
        min-height: 24px;
        padding: 0;
        border: 0;
        background: none;
        text-transform: inherit;
      }
      .state span {
        display: inline-flex;
        align-items: center;
        gap: 8px;
      }
      @container (max-width: 460px) {
        table,
        tbody {
          display: block;
        }
        thead,
        .today {
          display: none;
        }
        tbody tr {
          display: grid;
          grid-template-columns: 1fr auto;
          padding: 6px 12px;
          border-bottom: 1px solid var(--line);
        }
        tbody td,
        tbody td:first-child {
          border: 0;
          padding: 1px 0;
          width: auto;
        }
        td.since {
          grid-area: 1 / 2;
        }
        td.state,
        td.reason {
          grid-column: 1 / -1;
          width: auto;
        }
        button {
          display: inline;
          width: auto;
          margin-inline-end: 6px;
        }
      }
      @media (forced-colors: active) {
        tr[aria-current='true'] {
          outline: 2px solid Highlight;
          outline-offset: -2px;
        }
      }
    `,
  ]
  declare floor: Floor
  declare list: FloorRows
  /** The agent id whose history is open; null for none. */
  declare chosen: string | null
  declare sort: SortKey
  declare formats: Formats
  /** Changes whenever the floor has; the rows' bars depend on more of it than the rows say. */
  declare version: number

  constructor() {
    super()
    this.chosen = null
    this.version = 0
  }

  /** Puts the focus on an agent's row, where it is listed. */
  focusAgent(agentId: string): void {
    const buttons = [...this.renderRoot.querySelectorAll('button')]
    buttons.find(({ dataset }) => dataset['agent'] === agentId)?.focus()
  }

  override render(): unknown {
    const { rows } = this.list
    const reachable = rows.some(({ agent }) => agent.agentId === this.chosen) ? this.chosen : rows[0]?.agent.agentId
    return html`<table aria-label=${words.label} @keydown=${this.#onKey}>
      <thead>
        <tr>
          ${this.#sortable('agent')} ${this.#sortable('state')}
          <th scope="col" class="reason">${words.reason}</th>
          ${this.#sortable('since')}
          <th scope="col" class="today">${words.today}</th>
        </tr>
      </thead>
      <tbody>
        ${repeat(
          rows,
          ({ agent }) => agent.agentId,
          (row) => this.#row(row, row.agent.agentId === reachable),
        )}
      </tbody>
    </table>`
  }

  /** A head by which the rows can be ordered. */
  #sortable(key: SortKey): unknown {
    const isChosen = key === this.sort
    return html`<th scope="col" class=${key} aria-sort=${isChosen ? 'other' : 'none'}>
      <button @click=${() => this.dispatchEvent(new SortEvent(key))}>${words[key]}${isChosen ? ' ▾' : ''}</button>
    </th>`
  }

  #row({ agent, entry, group }: AgentRow, isReachable: boolean): unknown {
    const { floor, formats } = this
    const { agentId, name, extension } = agent
    const now = floor.clock.now()
    const idLine = [name === agentId ? '' : agentId, extension].filter(Boolean).join(' · ')
    return html`<tr
      aria-current=${agentId === this.chosen ? 'true' : 'false'}
      @click=${() => this.dispatchEvent(new AgentChosenEvent(agentId))}
    >
      <td>
        <button tabindex=${isReachable ? 0 : -1} data-agent=${agentId}><bdi>${name}</bdi></button>
        <span class="small">${idLine}</span>
      </td>
      <td class="state">
        <span><i class="dot ${group}"></i>${entry ? texts.states[entry.state] : words.stateNotHeard}</span>
      </td>
      <td class="reason">${this.#reason(entry)}</td>
      <td class="since">
        ${entry ? html`<rch-elapsed .clock=${floor.clock} .from=${entry.from}></rch-elapsed>` : nothing}
      </td>
      <td class="today">
        <rch-today-bar
          .parts=${todaySegments(floor.history.entries(agentId, now), now)}
          .formats=${formats}
        ></rch-today-bar>
      </td>
    </tr>`
  }

  #reason(entry: AgentRow['entry']): unknown {
    if (entry === null) return nothing
    const { reason } = entry
    const compared = comparison(entry, this.floor.relayAwaySince)
    if (compared === 'none' && reason === null) return html`<span class="small">${words.noReasonInState}</span>`
    const tone = toneOf(compared)
    const tag = texts.tags[compared]
    const second = otherSide(entry, compared)
    return html`${
      reason
        ? html`<b><bdi>${reasonName(reason)}</bdi></b>
            ${reason.label === null ? nothing : html`<span class="mono">${reason.code}</span>`}`
        : html`<span class="small">${compared === 'unknown' ? words.notHeard : words.noReason}</span>`
    }
    ${tag === '' ? nothing : html`<span class=${`tag ${tone}`}>${tag}</span>`}
    ${second === null ? nothing : html`<div class="small">${second}</div>`}`
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const buttons = [...this.renderRoot.querySelectorAll<HTMLElement>('td button')]
    const at = buttons.indexOf(event.composedPath()[0] as HTMLElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    buttons[Math.min(buttons.length - 1, Math.max(0, to))]?.focus()
  }
}

customElements.define('rch-agent-list', AgentList)

declare global {
  interface HTMLElementTagNameMap {
    'rch-agent-list': AgentList
  }
}
