import { css, html, LitElement, nothing } from 'lit'
import { CopyController, focused } from '../controllers/copy-controller.ts'
import { followPreferences } from '../controllers/followers.ts'
import type { Floor } from '../floor/floor.ts'
import type { ListedFloor } from '../floor/listed-floor.ts'
import type { PastFloor } from '../past/past-floor.ts'
import type { PreferenceStore } from '../preferences/preference-store.ts'
import type { View } from '../preferences/views.ts'
import { THRESHOLDS, thresholdsFrom } from '../thresholds/threshold-preferences.ts'
import { shared } from '../styles/shared.ts'
import type { Formats } from '../words/formats.ts'
import { reportsTexts } from '../words/reports-texts.ts'
import { GadgetEvent } from './gadget-event.ts'
import { properties } from './properties.ts'
import './export-dialog.ts'
import './print-view.ts'
import './scrubber.ts'
import './totals-dialog.ts'
import './views-dialog.ts'

const words = reportsTexts.tools

/** What looks beyond the floor of this moment. */
const TOOLS = ['views', 'totals', 'past', 'export'] as const
type Tool = (typeof TOOLS)[number]

/** A button for each tool, and the tool that is open. */
export class Tools extends LitElement {
  static override properties = properties<Tools>('floor', 'view', 'preferences', 'formats', 'person', 'open', 'agentId')
  static override styles = [
    shared,
    css`
      /* The buttons in one line with what stands around them, and what they open below it. */
      :host {
        display: contents;
      }
      div {
        display: flex;
        gap: 6px;
      }
      rch-scrubber {
        order: 1;
      }
      /* In a narrow column a sign stands for each. */
      @container gadget (max-width: 480px) {
        button {
          min-width: 32px;
          padding: 0;
          font-size: 0;
        }
        button::before {
          font-size: 15px;
        }
        button:nth-child(1)::before {
          content: '☆' / '';
        }
        button:nth-child(2)::before {
          content: 'Σ' / '';
        }
        button:nth-child(3)::before {
          content: '↺' / '';
        }
        button:nth-child(4)::before {
          content: '⇩' / '';
        }
      }
    `,
  ]
  declare floor: Floor
  /** What is looked at now. */
  declare view: View
  declare preferences: PreferenceStore
  declare formats: Formats
  /** Who is signed in: Finesse's id. */
  declare person: string
  /** null: none. */
  declare open: Tool | null
  /** The one agent whose entries are to be exported; null: those of the list. */
  declare agentId: string | null
  /** The floor as it was, while that is looked at. */
  #past: PastFloor | null = null
  #root: EventTarget | null = null

  constructor() {
    super()
    this.open = null
    this.agentId = null
    this.addController(new CopyController(this))
    followPreferences(this, () => this.preferences)
    this.addEventListener('rch-past', ({ detail }) => {
      this.#past = detail
    })
    this.addEventListener('rch-closed', this.#close)
    // Whoever chooses an agent in a tool wants to see him.
    this.addEventListener('rch-agent-chosen', this.#close)
  }

  /** The floor that the list shows. */
  get shownFloor(): ListedFloor {
    return this.#past ?? this.floor
  }

  /** What is wanted of an agent's day is said beside this element, not in it. */
  override connectedCallback(): void {
    super.connectedCallback()
    this.#root = this.getRootNode()
    this.#root.addEventListener('rch-export-agent', this.#exportAgent)
    this.#root.addEventListener('rch-print', this.#print)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#root?.removeEventListener('rch-export-agent', this.#exportAgent)
    this.#root?.removeEventListener('rch-print', this.#print)
  }

  override updated(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.get('open') !== 'past') return
    this.dispatchEvent(new GadgetEvent('rch-past', null))
    // Where nothing else opened, the focus was on what has gone.
    if (this.open === null) this.renderRoot.querySelectorAll('button')[TOOLS.indexOf('past')]?.focus()
  }

  override render(): unknown {
    return html`<div>
        ${TOOLS.map(
          (tool) =>
            html`<button title=${words[tool]} aria-pressed=${tool === this.open} @click=${this.#show(tool)}>
              ${words[tool]}
            </button>`,
        )}
      </div>
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
          .thresholds=${thresholdsFrom(preferences.get(THRESHOLDS))}
          .agentId=${this.agentId}
          .formats=${formats}
        ></rch-export-dialog>`
      case null:
        return nothing
    }
  }

  readonly #exportAgent = (event: Event): void => {
    this.agentId = (event as GadgetEvent<'rch-export-agent'>).detail
    this.open = 'export'
  }

  /** A page of its own over the gadget, which alone is printed. */
  readonly #print = (event: Event): void => {
    const { floor, formats, person } = this
    const app = this.#root instanceof ShadowRoot ? this.#root.host : null
    const asker = focused()
    const view = Object.assign(document.createElement('rch-print-view'), {
      floor,
      formats,
      person,
      day: (event as GadgetEvent<'rch-print'>).detail,
      // Keys are heard wherever one clicked.
      tabIndex: -1,
    })
    view.addEventListener('rch-closed', () => {
      view.remove()
      app?.toggleAttribute('hidden', false)
      asker?.focus()
    })
    app?.toggleAttribute('hidden', true)
    document.body.append(view)
  }

  readonly #close = (): void => {
    this.open = null
    this.agentId = null
  }

  /** The second of two clicks was not meant to close it. */
  #show(tool: Tool) {
    return ({ detail }: MouseEvent): void => {
      if (detail < 2) this.open = this.open === tool ? null : tool
    }
  }
}

customElements.define('rch-tools', Tools)

declare global {
  interface HTMLElementTagNameMap {
    'rch-tools': Tools
  }
}
