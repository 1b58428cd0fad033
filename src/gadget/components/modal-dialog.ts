import { css, html, LitElement } from 'lit'
import { shared } from '../styles/shared.ts'
import { reportsTexts } from '../words/reports-texts.ts'
import { GadgetEvent } from './gadget-event.ts'
import { properties } from './properties.ts'

/**
 * A page over the gadget, with its content in the slot. It opens as soon as it is in the page, takes the focus, and gives
 * it back when it goes; who shows it hears `rch-closed` and takes it away.
 */
export class ModalDialog extends LitElement {
  static override properties = properties<ModalDialog>('heading')
  static override styles = [
    shared,
    css`
      dialog {
        width: min(560px, calc(100vw - 24px));
        max-height: calc(100vh - 24px);
        /* Also where the tools around it have gone meanwhile. */
        visibility: visible;
        padding: 0;
        overflow: auto;
        color: var(--text);
        background: var(--page);
        border: 1px solid var(--edge);
        border-radius: 10px;
      }
      :host(.wide) dialog {
        width: min(1080px, calc(100vw - 24px));
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 40%);
      }
      section {
        position: sticky;
        top: 0;
        z-index: 1;
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 12px;
        padding: 10px 16px;
        border-bottom: 1px solid var(--line);
        background: var(--page);
      }
      h2 {
        font-size: 16px;
        font-weight: 600;
      }
      div {
        padding: 12px 16px 16px;
      }
    `,
  ]
  declare heading: string

  override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal()
  }

  override render(): unknown {
    return html`<dialog
      aria-labelledby="heading"
      @close=${() => this.dispatchEvent(new GadgetEvent('rch-closed', null))}
      @keydown=${(event: KeyboardEvent) => event.stopPropagation()}
    >
      <section>
        <h2 id="heading">${this.heading}</h2>
        <button @click=${this.#close}>${reportsTexts.close}</button>
      </section>
      <div><slot></slot></div>
    </dialog>`
  }

  readonly #close = (): void => {
    this.renderRoot.querySelector('dialog')?.close()
  }
}

customElements.define('rch-modal-dialog', ModalDialog)

declare global {
  interface HTMLElementTagNameMap {
    'rch-modal-dialog': ModalDialog
  }
}
