import { css, html, LitElement, nothing } from 'lit'
import { DialogController } from '../controllers/dialog-controller.ts'
import { PartController } from '../controllers/part-controller.ts'
import type { Floor } from '../floor/floor.ts'
import type { PreferenceStore } from '../preferences/preference-store.ts'
import type { Toast } from '../preferences/settings.ts'
import type { AgentRow } from '../selectors/agent-row.ts'
import { shared } from '../styles/shared.ts'
import type { Formats } from '../words/formats.ts'
import { texts } from '../words/texts.ts'
import { properties } from './properties.ts'

/**
 * Opens the thresholds and what is over them, and has it said when somebody goes over one. What that takes is loaded when
 * somebody wants it.
 */
export class ThresholdsSlot extends LitElement {
  static override properties = properties<ThresholdsSlot>(
    'floor',
    'rows',
    'hasThresholds',
    'preferences',
    'toast',
    'formats',
  )
  static override styles = [
    shared,
    css`
      b {
        font-weight: 600;
        color: var(--bad);
      }
      /* In a narrow column a sign stands for the word, as it does for the other tools. */
      @container gadget (max-width: 480px) {
        button {
          min-width: 32px;
          padding: 0 7px;
          font-size: 0;
        }
        button::before {
          content: '△' / '';
          font-size: 14px;
        }
        b {
          margin-inline-start: 3px;
          font-size: 13px;
        }
      }
    `,
  ]
  declare floor: Floor
  /** Everybody's. */
  declare rows: readonly AgentRow[]
  declare hasThresholds: boolean
  declare preferences: PreferenceStore
  declare toast: Toast
  declare formats: Formats
  readonly #dialog = new DialogController(this)
  readonly #alerts = new PartController(this)

  override render(): unknown {
    const { floor, rows, preferences, toast, formats, hasThresholds } = this
    const over = rows.reduce((count, { level }) => count + Number(level === 'breach'), 0)
    if (hasThresholds) this.#alerts.prepare()
    return html`<button aria-haspopup="dialog" title=${texts.header.thresholds} @click=${this.#dialog.open}>
        ${texts.header.thresholds}${over > 0 ? html` <b>${over}</b>` : nothing}
      </button>
      ${
        hasThresholds
          ? html`<rch-breach-alerts
              .rows=${rows}
              .floor=${floor}
              .preferences=${preferences}
              .toast=${toast}
            ></rch-breach-alerts>`
          : nothing
      }
      ${this.#dialog.show(
        () =>
          html`<rch-thresholds-panel
            .floor=${floor}
            .preferences=${preferences}
            .hasToast=${toast !== null}
            .formats=${formats}
          ></rch-thresholds-panel>`,
      )}`
  }
}

customElements.define('rch-thresholds-slot', ThresholdsSlot)

declare global {
  interface HTMLElementTagNameMap {
    'rch-thresholds-slot': ThresholdsSlot
  }
}
