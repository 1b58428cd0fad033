import { css } from 'lit'

/** The frame of a gadget belongs to it alone. A style element of its own would not be let in by every Content-Security-Policy. */
const page = css`
  html,
  body {
    height: 100%;
    margin: 0;
  }
`

/** Lets the gadget fill its frame. */
export function fillPage(document: Document): void {
  if (page.styleSheet) document.adoptedStyleSheets = [...document.adoptedStyleSheets, page.styleSheet]
}
