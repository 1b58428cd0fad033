import { css } from 'lit'

/** Up to this width of the table, in pixels, an entry's parts stand below each other. */
export const NARROW = 620

/** Heights of an entry, in pixels, by density. */
export const ROW_HEIGHTS = {
  comfortable: { wide: 46, narrow: 92 },
  compact: { wide: 38, narrow: 80 },
} as const

/** The height of the columns' heads, in pixels. */
export const HEAD_HEIGHTS = { wide: 30, narrow: 30 } as const

/** How the table of entries looks, wide and narrow. */
export const entryTableStyles = css`
  :host {
    block-size: max(280px, 62vh);
    border-block-start: 1px solid var(--line);
  }
  tr {
    grid-template-columns: 92px 74px 98px minmax(0, 1fr) 60px 80px 84px 112px;
  }
  /* Where there is little room, the reason gets what the others can spare. */
  @container (max-width: 760px) {
    tr {
      grid-template-columns: 92px 66px 92px minmax(0, 1fr) 42px 76px 74px 96px;
    }
    td.state,
    td.lag,
    td.verdict {
      font-size: 12px;
    }
  }
  thead tr {
    height: ${HEAD_HEIGHTS.wide}px;
  }
  th {
    font-weight: 600;
    white-space: nowrap;
  }
  th button {
    font-weight: inherit;
    color: inherit;
  }
  .duration,
  .lag {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  td.lag {
    white-space: nowrap;
  }
  .duration .small {
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  td button {
    font-variant-numeric: tabular-nums;
  }
  td button:hover {
    text-decoration: underline;
  }
  td .small,
  td.finesse .mono,
  td.state > span {
    white-space: normal;
    line-height: 1.25;
  }
  td.verdict {
    white-space: normal;
    line-height: 1.25;
    font-weight: 600;
    color: var(--muted);
  }
  td.verdict.warn {
    color: var(--warn);
  }
  td.verdict.good {
    color: var(--good);
  }
  .label {
    display: none;
  }
  /* Moved sideways where they are more than there is room for. */
  .narrow thead tr {
    display: flex;
    gap: 8px;
    overflow-x: auto;
    scrollbar-width: none;
    height: ${HEAD_HEIGHTS.narrow}px;
  }
  .narrow th {
    flex: none;
  }
  .narrow tbody tr {
    grid-template-columns: 92px minmax(0, 1fr) auto;
    align-content: center;
    row-gap: 1px;
  }
  .narrow td {
    text-align: start;
  }
  .narrow td .small {
    white-space: nowrap;
  }
  .narrow td.state,
  .narrow td.lag {
    text-align: end;
  }
  .narrow td.reason {
    grid-column: 1 / -1;
  }
  /* What Finesse said is the longest of its line, the lag fits beside the verdict. */
  .narrow td.finesse {
    grid-column: 2 / -1;
  }
  .narrow td.lag {
    grid-area: 4 / 3;
  }
  .narrow td.verdict {
    grid-area: 4 / 1 / auto / 3;
  }
  .narrow td.reason,
  .narrow td.duration {
    display: flex;
    gap: 6px;
    align-items: baseline;
  }
  .narrow td.verdict {
    white-space: nowrap;
  }
  .narrow .label {
    display: inline;
    color: var(--muted);
    font-size: 11px;
  }
`
