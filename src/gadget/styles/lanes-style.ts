import { css } from 'lit'

/** The room for the lanes' names before the plot, in pixels. */
export const NAMES_WIDTH = 56

/** How the lanes of an agent look. Time goes from left to right in every language. */
export const lanesStyle = css`
  :host {
    display: block;
  }
  .plot {
    position: relative;
    margin-left: ${NAMES_WIDTH}px;
    padding-top: 20px;
    direction: ltr;
    cursor: grab;
    touch-action: pan-y;
    user-select: none;
  }
  .tick {
    position: absolute;
    top: 0;
    bottom: 0;
    border-left: 1px solid var(--line);
    padding-left: 3px;
    font-size: 11px;
    line-height: 1.3;
    color: var(--muted);
    white-space: nowrap;
  }
  .lane {
    position: relative;
    height: 24px;
    margin-bottom: 8px;
  }
  .name {
    position: absolute;
    right: 100%;
    width: ${NAMES_WIDTH}px;
    line-height: 24px;
    font-size: 11.5px;
    color: var(--muted);
    cursor: default;
  }
  button {
    position: absolute;
    top: 0;
    height: 24px;
    min-height: 0;
    padding: 0;
    border: 0;
    border-radius: 2px;
    overflow: hidden;
    text-align: left;
    font-size: 11px;
    line-height: 24px;
    white-space: nowrap;
    color: var(--on-bar);
    background: var(--out);
  }
  button:focus-visible {
    z-index: 3;
    outline-offset: 2px;
  }
  button bdi {
    padding-left: 6px;
  }
  button.deaf,
  button.deaf:hover {
    background: repeating-linear-gradient(45deg, var(--hatch) 0 3px, var(--soft) 3px 7px);
    border-radius: 0;
  }
  .ready,
  .ready:hover {
    background: var(--ready);
  }
  .not-ready,
  .not-ready:hover {
    background: var(--not-ready);
  }
  .talking,
  .talking:hover {
    background: var(--talking);
  }
  .work,
  .work:hover {
    background: var(--work);
  }
  .reserved,
  .reserved:hover {
    background: var(--reserved);
  }
  .out:hover,
  .unknown:hover {
    background: var(--out);
  }
  button.seeded {
    border-bottom: 2px dotted var(--on-bar);
  }
  button.missing,
  button.missing:hover {
    background: var(--page);
    color: var(--warn);
    border: 1px dashed var(--warn);
    line-height: 22px;
  }
  .several {
    border-radius: 0;
  }
  .mark,
  .mark:hover {
    top: -5px;
    height: 9px;
    z-index: 2;
    rotate: 45deg;
    border: 1px solid var(--page);
    background: var(--muted);
  }
  .mark.bad,
  .mark.bad:hover {
    background: var(--bad);
  }
  .calls {
    height: 14px;
    margin-bottom: 4px;
  }
  .calls .name {
    line-height: 14px;
  }
  .calls button {
    height: 14px;
    min-width: 3px;
    background: none;
  }
  .calls .several,
  .calls .several:hover {
    background: var(--talking);
  }
  .calls .second {
    top: 7px;
    height: 7px;
    z-index: 1;
  }
  .call i {
    position: absolute;
    inset-block: 0;
    min-width: 2px;
    background: var(--talking);
  }
  .call .ringing,
  .call .dialling {
    background: var(--reserved);
  }
  .call .held {
    background: repeating-linear-gradient(90deg, var(--talking) 0 3px, var(--soft) 3px 6px);
  }
  .call.unanswered i {
    background: var(--bad);
  }
  button.chosen {
    box-shadow:
      0 0 0 1px var(--page),
      0 0 0 3px var(--accent);
    z-index: 2;
  }
  .now {
    position: absolute;
    top: 16px;
    bottom: 0;
    border-left: 1px solid var(--bad);
    z-index: 2;
    pointer-events: none;
  }
  .said {
    display: flex;
    gap: 12px;
    justify-content: space-between;
    min-height: 32px;
    font-size: 11.5px;
    line-height: 16px;
    color: var(--muted);
    overflow-wrap: anywhere;
  }
  .now-label {
    color: var(--bad);
    white-space: nowrap;
  }
  @media (forced-colors: active) {
    /* Their colours say which state it was, and the hatching that nobody heard. */
    button {
      border: 1px solid CanvasText;
      forced-color-adjust: none;
    }
    .now {
      border-color: Highlight;
    }
  }
`
