import { css, html, LitElement } from 'lit'
import { shared } from '../styles/shared.ts'
import { detailTexts } from '../words/detail-texts.ts'
import { properties } from './properties.ts'

const words = detailTexts.callout

/** Puts a text into the clipboard and says whether that worked: a gadget's frame may not be allowed to. */
export class CopyButton extends LitElement {
  static override properties = properties<CopyButton>('text', 'label', 'outcome')
  static override styles = [
    shared,
    css`
      :host {
        display: inline-block;
      }
    `,
  ]
  /** What is copied; a function makes it only then. */
  declare text: string | (() => string)
  /** What it is, for those who do not see where the button stands. */
  declare label: string
  declare outcome: 'none' | 'copied' | 'failed'

  constructor() {
    super()
    this.outcome = 'none'
  }

  override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.has('text')) this.outcome = 'none'
  }

  override render(): unknown {
    const said = { none: '', copied: words.copied, failed: words.copyFailed }[this.outcome]
    return html`<button class="link" title=${this.label} @click=${this.#copy}>${words.copy}</button>
      <span class="small" role="status">${said}</span>`
  }

  readonly #copy = async (): Promise<void> => {
    const { text } = this
    try {
      await navigator.clipboard.writeText(typeof text === 'string' ? text : text())
      this.outcome = 'copied'
    } catch {
      this.outcome = 'failed'
    }
  }
}

customElements.define('rch-copy-button', CopyButton)

declare global {
  interface HTMLElementTagNameMap {
    'rch-copy-button': CopyButton
  }
}
