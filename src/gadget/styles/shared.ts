import { css } from 'lit'

/** What every component has in common: the box model, focus that is seen, buttons, small words, numbers, tags, dots. */
export const shared = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :host([hidden]) {
    display: none;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 1px;
  }
  h2,
  h3,
  p {
    margin: 0;
  }
  button,
  select,
  input {
    font: inherit;
    color: inherit;
    background: var(--page);
    border: 1px solid var(--edge);
    border-radius: 6px;
    padding: 4px 9px;
    min-height: 28px;
  }
  button {
    cursor: pointer;
  }
  button:hover {
    background: var(--soft);
  }
  button:disabled {
    opacity: 0.5;
    cursor: default;
  }
  .primary,
  .primary:hover {
    color: var(--page);
    background: var(--accent);
    border-color: var(--accent);
  }
  [aria-pressed='true'] {
    background: var(--accent-soft) !important;
    color: var(--accent);
  }
  button.link {
    border: 0;
    padding: 0;
    min-height: 24px;
    background: none;
    color: var(--accent);
    text-align: start;
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  .part-note {
    padding: 12px 14px;
  }
  .small {
    color: var(--muted);
    font-size: 11px;
  }
  .mono {
    direction: ltr;
    unicode-bidi: isolate;
    font-family: var(--mono);
    font-size: 11.5px;
  }
  .number {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .tag {
    display: inline-block;
    font-size: 10.5px;
    line-height: 1.4;
    border-radius: 4px;
    padding: 0 5px;
    border: 1px solid var(--line);
    color: var(--muted);
    white-space: nowrap;
  }
  .tag.warn {
    border-color: var(--warn-line);
    background: var(--warn-soft);
    color: var(--warn);
  }
  .tag.good {
    border-color: var(--good-line);
    background: var(--good-soft);
    color: var(--good);
  }
  .dot {
    display: inline-block;
    flex: none;
    width: 9px;
    height: 9px;
    border-radius: 50%;
    background: var(--unknown);
    forced-color-adjust: none;
  }
  .dot.ready {
    background: var(--ready);
  }
  .dot.not-ready {
    background: var(--not-ready);
  }
  .dot.talking {
    background: var(--talking);
  }
  .dot.work {
    background: var(--work);
  }
  .dot.reserved {
    background: var(--reserved);
  }
  .dot.out,
  .dot.unknown {
    background: none;
    border: 2px solid var(--out);
  }
  .hatched {
    background: repeating-linear-gradient(45deg, var(--hatch) 0 3px, var(--soft) 3px 7px);
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (forced-colors: active) {
    /* Whatever it looks like otherwise: what is chosen is seen. */
    [aria-pressed='true'],
    .pressed {
      forced-color-adjust: none;
      color: HighlightText !important;
      background: Highlight !important;
    }
  }
`

/** Tables whose rows can be chosen; `aria-current` says which one is. */
export const rowTables = css`
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
    color: var(--muted);
  }
  td {
    border-bottom: 1px solid var(--line);
    padding: var(--cell) 4px;
    overflow-wrap: anywhere;
  }
  tbody tr {
    cursor: pointer;
  }
  tbody tr:hover {
    background: var(--soft);
  }
  tr[aria-current='true'] {
    background: var(--accent-soft);
  }
  td button,
  td button:hover {
    min-height: 24px;
    padding: 0;
    border: 0;
    background: none;
  }
  b {
    font-weight: 600;
  }
`

/** Bars of state groups in drawings. */
export const stateBars = css`
  .bar.ready {
    fill: var(--ready);
  }
  .bar.not-ready {
    fill: var(--not-ready);
  }
  .bar.talking {
    fill: var(--talking);
  }
  .bar.work {
    fill: var(--work);
  }
  .bar.reserved {
    fill: var(--reserved);
  }
  .bar.out,
  .bar.unknown {
    fill: var(--out);
  }
  @media (forced-colors: active) {
    svg {
      forced-color-adjust: none;
      border: 1px solid CanvasText;
    }
  }
`
