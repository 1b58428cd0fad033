import { css, html, LitElement, nothing } from 'lit'
import { sorted, type SortOrder } from '../reports/totals-rows.ts'
import { sortHead } from '../selectors/sort-head.ts'
import { shared } from '../styles/shared.ts'
import { properties } from './properties.ts'

/** A column of a table: its heading, what a row has in it, and what rows are compared by. */
export type Column<Row> = {
  readonly key: string
  readonly heading: string
  readonly cell: (row: Row) => unknown
  readonly sortBy: (row: Row) => string | number
  readonly isNumber: boolean
}

/** A table of a moderate number of rows, ordered by the heading that is clicked; narrow, each row is a small list. */
export class SortableTable<Row> extends LitElement {
  static override properties = properties<SortableTable<unknown>>('label', 'columns', 'rows', 'order')
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }
      table {
        width: 100%;
        border-collapse: collapse;
      }
      th {
        text-align: start;
        font-size: 11px;
        font-weight: 600;
        padding: 2px 6px;
        border-bottom: 1px solid var(--line);
        white-space: nowrap;
      }
      th button {
        min-height: 24px;
        padding: 0;
        border: 0;
        background: none;
        color: var(--muted);
        font-weight: 600;
      }
      td {
        padding: 5px 6px;
        border-bottom: 1px solid var(--line);
        overflow-wrap: anywhere;
      }
      .number {
        text-align: end;
      }
      .bar {
        display: flex;
        min-width: 90px;
        height: 12px;
        border-radius: 2px;
        background: var(--soft);
        overflow: hidden;
      }
      .bar i {
        flex: none;
        background: var(--not-ready);
        forced-color-adjust: none;
      }
      .bar i.other {
        background: var(--work);
      }
      .bar i.without {
        background: var(--bad);
      }
      .bar i.unwatched {
        background: var(--unknown);
      }
      @media (forced-colors: active) {
        .bar,
        .bar i {
          border: 1px solid CanvasText;
        }
      }
      @container (max-width: 520px) {
        thead {
          display: block;
        }
        thead tr {
          display: flex;
          flex-wrap: wrap;
          gap: 0 10px;
        }
        th,
        th.number {
          border: 0;
          padding: 0;
          white-space: normal;
        }
        tbody tr {
          display: grid;
          grid-template-columns: repeat(2, minmax(0, 1fr));
          padding: 6px 0;
          border-bottom: 1px solid var(--line);
        }
        td,
        td.number {
          border: 0;
          padding: 1px 0;
          text-align: start;
          white-space: normal;
        }
        td:first-child,
        td.wide {
          grid-column: 1 / -1;
        }
        td[data-label]:not(:first-child)::before {
          content: attr(data-label) ': ';
          color: var(--muted);
          font-size: 11px;
        }
      }
    `,
  ]
  declare label: string
  declare columns: readonly Column<Row>[]
  declare rows: readonly Row[]
  /** null: as the rows come. */
  declare order: SortOrder | null

  constructor() {
    super()
    this.order = null
  }

  override render(): unknown {
    const { columns, order } = this
    const sortings = Object.fromEntries(columns.map(({ key, sortBy }) => [key, sortBy]))
    const rows = order ? sorted(this.rows, sortings, order) : this.rows
    return html`<table aria-label=${this.label}>
      <thead>
        <tr>
          ${columns.map((column) => this.#heading(column))}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${columns.map(
                ({ cell, heading, isNumber }) =>
                  html`<td class=${isNumber ? 'number' : nothing} data-label=${heading}>${cell(row)}</td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>`
  }

  #heading({ key, heading, isNumber }: Column<Row>): unknown {
    const { order } = this
    const isChosen = order?.key === key
    const { sort, arrow } = sortHead(isChosen ? order.isDescending : null)
    return html`<th scope="col" class=${isNumber ? 'number' : nothing} aria-sort=${sort}>
      <button
        @click=${() => {
          // Of numbers the largest, of texts the first come first.
          this.order = { key, isDescending: isChosen ? !order.isDescending : isNumber }
        }}
      >
        ${heading}<span aria-hidden="true">${arrow}</span>
      </button>
    </th>`
  }
}

customElements.define('rch-sortable-table', SortableTable)

declare global {
  interface HTMLElementTagNameMap {
    'rch-sortable-table': SortableTable<unknown>
  }
}
