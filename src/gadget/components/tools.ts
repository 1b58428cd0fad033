import { css, html, LitElement, nothing } from 'lit'
import type { Floor } from '../floor/floor.ts'
import { PastEvent } from '../past/past-floor.ts'
import type { PreferenceStore } from '../preferences/preference-store.ts'
import type { View } from '../preferences/views.ts'
import { shared } from '../styles/shared.ts'
import type { Formats } from '../words/formats.ts'
import { reportsTexts } from '../words/reports-texts.ts'
import './export-dialog.ts'
import './scrubber.ts'
import './totals-dialog.ts'
import './views-dialog.ts'

const words = reportsTexts.tools

/** What looks beyond the floor of this moment. */
const TOOLS = ['views', 'totals', 'past', 'export'] as const
type Tool = (typeof TOOLS)[number]

/** A button for each tool, and the tool that is open. */
export class Tools extends LitElement {
  static override properties = {
    floor: { attribute: false },
    view: { attribute: false },
    preferences: { attribute: false },
    formats: { attribute: false },
    open: { state: true },
  }
  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
    `,
  ]
  declare floor: Floor
  /** What is looked at now. */
  declare view: View
  declare preferences: PreferenceStore
  declare formats: Formats
  /** null: none. */
  declare open: Tool | null

  constructor() {
    super()
    this.open = null
    this.addEventListener('rch-closed', this.#close)
    // Whoever chooses an agent in a tool wants to see him.
    this.addEventListener('rch-agent-chosen', this.#close)
  }

  override updated(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.get('open') === 'past') this.dispatchEvent(new PastEvent(null))
  }

  override render(): unknown {
    return html`${TOOLS.map(
      (tool) =>
        html`<button aria-pressed=${tool === this.open ? 'true' : 'false'} @click=${this.#show(tool)}>
          ${words[tool]}
        </button>`,
    )}
    ${this.#opened()}`
  }

  #opened(): unknown {
    const { floor, view, preferences, formats } = this
    switch (this.open) {
      case 'views':
        return html`<rch-views-dialog .view=${view} .preferences=${preferences}></rch-views-dialog>`
      case 'totals':
        return html`<rch-totals-dialog .floor=${floor} .formats=${formats}></rch-totals-dialog>`
      case 'past':
        return html`<rch-scrubber .floor=${floor} .teamId=${view.filters.teamId} .formats=${formats}></rch-scrubber>`
      case 'export':
        return html`<rch-export-dialog
          .floor=${floor}
          .filters=${view.filters}
          .formats=${formats}
        ></rch-export-dialog>`
      case null:
        return nothing
    }
  }

  readonly #close = (): void => {
    this.open = null
  }

  #show(tool: Tool) {
    return (): void => {
      this.open = this.open === tool ? null : tool
    }
  }
}

customElements.define('rch-tools', Tools)

declare global {
  interface HTMLElementTagNameMap {
    'rch-tools': Tools
  }
}
