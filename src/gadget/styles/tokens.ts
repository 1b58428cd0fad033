import { css } from 'lit'

/**
 * The colours, each for a light page and for a dark one, the type and the room around things, set once on the application;
 * everything below inherits them. Which of them hold say the application's attributes, as `followAppearance` sets them.
 * Contrast is held to WCAG 2.2 AA by a test that knows which colours stand on which.
 */
export const tokens = css`
  :host {
    --page: light-dark(#ffffff, #171a1e);
    --soft: light-dark(#f4f6f8, #1f2329);
    --text: light-dark(#1b1f24, #e7eaed);
    --muted: light-dark(#56616d, #a5afba);
    --line: light-dark(#e1e5ea, #31373f);
    /* The edge of what can be operated. */
    --edge: light-dark(#7d8894, #7d8894);
    --accent: light-dark(#0b62bb, #6db3f8);
    --accent-soft: light-dark(#e9f2fc, #1d2c3d);
    /* Bars and dots of the state groups; 'on-bar' is the text on them. */
    --ready: light-dark(#21804a, #23854d);
    --not-ready: light-dark(#b8560f, #b95a14);
    --talking: light-dark(#2f62c8, #4373d6);
    --work: light-dark(#7d48bd, #8e5ccc);
    --reserved: light-dark(#0d7681, #10818d);
    --out: light-dark(#66707b, #6c7783);
    --unknown: light-dark(#66707b, #6c7783);
    --on-bar: light-dark(#ffffff, #ffffff);
    /* A difference between the two sides. */
    --warn: light-dark(#8a5200, #f0b45c);
    --warn-soft: light-dark(#fdf6ea, #2c2418);
    --warn-line: light-dark(#eccb98, #6a5128);
    /* Agreement. */
    --good: light-dark(#1c6b3e, #6fd19a);
    --good-soft: light-dark(#eef8f2, #182a20);
    --good-line: light-dark(#b5d8c4, #2f5a42);
    /* A fault, and the line of the present. */
    --bad: light-dark(#b3202f, #ff8a94);
    --bad-soft: light-dark(#fdf0f1, #331d20);
    --hatch: light-dark(#d3d9e0, #3a424b);
    --mono: ui-monospace, Consolas, monospace;
    --cell: 7px;
    color-scheme: light dark;
    color: var(--text);
    background: var(--page);
    font:
      13px/1.45 'CiscoSans',
      'Segoe UI',
      system-ui,
      sans-serif;
  }
  :host([data-theme='light']) {
    color-scheme: light;
  }
  :host([data-theme='dark']) {
    color-scheme: dark;
  }
  :host([data-density='compact']) {
    --cell: 2px;
    font-size: 12px;
  }
`
