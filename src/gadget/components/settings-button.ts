import { css, html, LitElement, nothing } from 'lit'
import { PartController } from '../controllers/part-controller.ts'
import type { Floor } from '../floor/floor.ts'
import type { Settings } from '../preferences/settings.ts'
import { shared } from '../styles/shared.ts'
import { texts } from '../words/texts.ts'

const words = texts.header

/** Opens the settings, which are loaded then. */
export class SettingsButton extends LitElement {
  static override properties = {
    settings: { attribute: false },
    floor: { attribute: false },
    version: { attribute: false },
    isOpen: { state: true },
  }
  static override styles = [
    shared,
    css`
      :host {
        display: inline-block;
      }
    `,
  ]
  declare settings: Settings | undefined
  declare floor: Floor
  /** Changes whenever the floor has. */
  declare version: number
  declare isOpen: boolean
  readonly #panel = new PartController(this)

  constructor() {
    super()
    this.isOpen = false
    this.addEventListener('rch-closed', () => {
      this.isOpen = false
    })
  }

  override render(): unknown {
    const { settings, floor, version, isOpen } = this
    if (!settings) return nothing
    return html`<button aria-haspopup="dialog" title=${words.settings} @click=${this.#open}>
        <span aria-hidden="true">⚙&#xfe0e;</span><span class="visually-hidden">${words.settings}</span>
      </button>
      ${
        isOpen
          ? this.#panel.show(
              () =>
                html`<rch-settings-dialog
                  .settings=${settings}
                  .floor=${floor}
                  .version=${version}
                ></rch-settings-dialog>`,
            )
          : nothing
      }`
  }

  readonly #open = (): void => {
    this.isOpen = true
  }
}

customElements.define('rch-settings-button', SettingsButton)

declare global {
  interface HTMLElementTagNameMap {
    'rch-settings-button': SettingsButton
  }
}
