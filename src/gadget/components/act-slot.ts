import { css, html, LitElement, nothing } from 'lit'
import type { Floor } from '../floor/floor.ts'
import { shared } from '../styles/shared.ts'
import { detailTexts } from '../words/detail-texts.ts'
import { properties } from './properties.ts'
import './act-panel.ts'

/** Offers to change an agent's state. */
export class ActSlot extends LitElement {
  static override properties = properties<ActSlot>('floor', 'agentId', 'version', 'isOpen')
  static override styles = [
    shared,
    css`
      /* The button in a line with others, and below that line what it opens. */
      :host {
        display: contents;
      }
      rch-act-panel {
        flex: 1 1 100%;
        order: 1;
      }
      @container gadget (max-width: 480px) {
        button {
          padding-inline: 6px;
        }
      }
    `,
  ]
  declare floor: Floor
  declare agentId: string
  /** Changes whenever the floor has. */
  declare version: number
  declare isOpen: boolean

  constructor() {
    super()
    this.isOpen = false
  }

  override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.has('agentId')) this.isOpen = false
  }

  override render(): unknown {
    const { floor, agentId, version, isOpen } = this
    return html`<button aria-expanded=${isOpen} @click=${this.#toggle}>${detailTexts.detail.changeState}</button> ${
        isOpen ? html`<rch-act-panel .floor=${floor} .agentId=${agentId} .version=${version}></rch-act-panel>` : nothing
      }`
  }

  /** The second of two clicks was not meant to close it. */
  readonly #toggle = ({ detail }: MouseEvent): void => {
    if (detail < 2) this.isOpen = !this.isOpen
  }
}

customElements.define('rch-act-slot', ActSlot)

declare global {
  interface HTMLElementTagNameMap {
    'rch-act-slot': ActSlot
  }
}
