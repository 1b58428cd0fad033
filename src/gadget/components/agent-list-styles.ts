import { css } from 'lit'

/** Up to this width of the list, in pixels, a row's parts stand below each other. */
export const NARROW = 460

/** Heights of rows and of the heads of groups, in pixels, by density. */
export const ROW_HEIGHTS = {
  comfortable: { wide: { row: 50, head: 30 }, narrow: { row: 74, head: 30 } },
  compact: { wide: { row: 42, head: 26 }, narrow: { row: 66, head: 26 } },
} as const

/** The height of the columns' heads, in pixels. */
export const HEAD_HEIGHT = 32

/** How the list of agents looks, wide and narrow. */
export const agentListStyles = css`
  :host {
    block-size: 100%;
    contain: strict;
  }
  /* Of a day that is past only one moment is known. */
  :host(.past) .today {
    visibility: hidden;
  }
  tr {
    grid-template-columns: 23% 19% 1fr 68px 66px;
  }
  thead tr {
    height: ${HEAD_HEIGHT}px;
  }
  th {
    font-weight: 400;
    text-transform: uppercase;
    letter-spacing: 0.03em;
  }
  .agent {
    padding-inline-start: 14px;
  }
  .since {
    text-align: end;
  }
  td.since {
    font-variant-numeric: tabular-nums;
  }
  .today {
    padding-inline: 8px 14px;
  }
  th.today {
    padding-inline-end: 0;
    text-overflow: ellipsis;
    letter-spacing: -0.03em;
  }
  /* “Aujourd’hui” has no room in capitals. */
  th.today:lang(fr) {
    text-transform: none;
    padding-inline-start: 4px;
  }
  td.since.warn {
    color: var(--warn);
    font-weight: 600;
  }
  td.since.breach {
    color: var(--bad);
    font-weight: 600;
  }
  td.since i::before {
    content: '▲';
    font-style: normal;
    font-size: 8px;
    margin-inline-start: 3px;
    vertical-align: 1px;
  }
  td.since.warn i::before {
    content: '△';
  }
  svg {
    display: block;
    width: 100%;
    height: 12px;
    border-radius: 2px;
    background: var(--soft);
  }
  td button {
    display: block;
    max-width: 100%;
    text-align: start;
    font-weight: 600;
  }
  .reason > .small {
    display: block;
  }
  /* Of a long label the end is cut, not the code after it. */
  .reason > div:first-child {
    display: flex;
    gap: 4px;
    align-items: baseline;
  }
  .reason > div > b {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .reason > div > .mono {
    flex: none;
  }
  .state span {
    display: flex;
    align-items: center;
    gap: 8px;
    line-height: 1.2;
    white-space: normal;
  }
  tr.head {
    display: block;
    background: var(--soft);
    cursor: auto;
  }
  tr.head th {
    display: block;
    padding: 6px 14px;
    font-weight: 600;
    text-transform: none;
    letter-spacing: 0;
    font-size: 12px;
    color: var(--text);
  }
  /* Nobody would see the focus on its heads: the choice of the order is among the filters. */
  .narrow thead {
    display: none;
  }
  .narrow tbody tr:not(.head) {
    grid-template-columns: 1fr auto;
    align-content: center;
    padding: 0 12px;
    column-gap: 8px;
  }
  .narrow td {
    padding: 0;
  }
  .narrow td.agent {
    display: flex;
    align-items: baseline;
    gap: 6px;
  }
  .narrow td.since {
    grid-area: 1 / 2;
  }
  .narrow td.today {
    grid-area: 2 / 2;
    width: 66px;
  }
  .narrow td.reason {
    display: flex;
    align-items: baseline;
    gap: 6px;
    grid-column: 1 / -1;
  }
  /* The reason and the tag are read, what follows is cut. */
  .narrow td.reason > div:first-child {
    flex: none;
    max-width: calc(100% - 78px);
  }
`
