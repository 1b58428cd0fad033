import { css, html, LitElement, nothing } from 'lit'
import { DialogController } from '../controllers/dialog-controller.ts'
import type { Floor } from '../floor/floor.ts'
import type { Settings } from '../preferences/settings.ts'
import { shared } from '../styles/shared.ts'
import { texts } from '../words/texts.ts'
import { properties } from './properties.ts'

const words = texts.header

/** Opens the settings, which are loaded then. */
export class SettingsButton extends LitElement {
  static override properties = properties<SettingsButton>('settings', 'floor', 'version')
  static override styles = [
    shared,
    css`
      :host {
        display: inline-block;
      }
      /* A sign stands for the word; what follows the wheel has it drawn as text. */
      button {
        font-size: 0;
      }
      button::before {
        content: '⚙︎' / '';
        font-size: 13px;
      }
    `,
  ]
  declare settings: Settings | undefined
  declare floor: Floor
  /** Changes whenever the floor has. */
  declare version: number
  readonly #dialog = new DialogController(this)

  override render(): unknown {
    const { settings, floor, version } = this
    if (!settings) return nothing
    return html`<button aria-haspopup="dialog" title=${words.settings} @click=${this.#dialog.open}>
        ${words.settings}
      </button>
      ${this.#dialog.show(
        () =>
          html`<rch-settings-dialog .settings=${settings} .floor=${floor} .version=${version}></rch-settings-dialog>`,
      )}`
  }
}

customElements.define('rch-settings-button', SettingsButton)

declare global {
  interface HTMLElementTagNameMap {
    'rch-settings-button': SettingsButton
  }
}
