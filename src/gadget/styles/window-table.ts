import { css } from 'lit'

/** A table of which only the rows in sight are there: its host scrolls, and the rows are put into their places. */
export const windowTables = css`
  :host {
    overflow: auto;
    overflow-anchor: none;
  }
  @container gadget (max-width: 480px) {
    :host {
      scrollbar-width: thin;
    }
  }
  table,
  tbody {
    display: block;
  }
  thead {
    display: block;
    position: sticky;
    top: 0;
    z-index: 1;
    background: var(--soft);
  }
  tbody {
    position: relative;
  }
  tr {
    display: grid;
    align-items: center;
    width: 100%;
  }
  tbody tr {
    position: absolute;
    inset-block-start: 0;
    inset-inline-start: 0;
    border-bottom: 1px solid var(--line);
    contain: strict;
  }
  th {
    padding: 0 4px;
    overflow: hidden;
  }
  td {
    border: 0;
    padding: 0 4px;
    overflow: hidden;
  }
  td > *,
  td div {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  th button {
    min-height: 24px;
    padding: 0;
    border: 0;
    background: none;
    text-transform: inherit;
    max-width: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    outline-offset: -2px;
  }
  th button + button {
    margin-inline-start: 8px;
  }
  /* The whole row has the mark of the focus: around its button it would be cut off. */
  tbody tr:has(:focus-visible) {
    outline: 2px solid var(--accent);
    outline-offset: -2px;
  }
  tr:has(:focus-visible) td button {
    outline: none;
  }
  tr[aria-current='true'] {
    box-shadow: inset 3px 0 var(--accent);
  }
  tr[aria-current='true']:dir(rtl) {
    box-shadow: inset -3px 0 var(--accent);
  }
  @media (forced-colors: active) {
    tr[aria-current='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`
