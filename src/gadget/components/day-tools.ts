import { css, html, LitElement } from 'lit'
import { guard } from 'lit/directives/guard.js'
import type { Entry, Lanes } from '../../history/entry.ts'
import type { Floor } from '../floor/floor.ts'
import { rowText } from '../selectors/row-text.ts'
import type { Range } from '../selectors/time-axis.ts'
import { shared } from '../styles/shared.ts'
import { reportsTexts } from '../words/reports-texts.ts'
import { GadgetEvent } from './gadget-event.ts'
import { properties } from './properties.ts'
import './copy-button.ts'

const words = reportsTexts.tools

/** An agent's day, to be printed. */
export type PrintedDay = {
  readonly agentId: string
  readonly range: Range
  /** Until when it is known, milliseconds on the relay's clock. */
  readonly now: number
  readonly entries: readonly Entry[]
  readonly lanes: Lanes
  /** As the floor has it. */
  readonly relayAwaySince: number | null
}

/** What can be taken away of an agent's day: the chosen row, all of it on paper, or any range as a file. */
export class DayTools extends LitElement {
  static override properties = properties<DayTools>('floor', 'entry', 'day')
  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 10px;
        align-items: center;
      }
      @container gadget (max-width: 480px) {
        :host {
          column-gap: 6px;
          font-size: 11.5px;
        }
      }
    `,
  ]
  declare floor: Floor
  /** The chosen one. */
  declare entry: Entry
  declare day: PrintedDay

  override render(): unknown {
    const { floor, entry, day } = this
    return html`<rch-copy-button
        .text=${guard([floor, entry, day.relayAwaySince], () => () => this.#row())}
        .label=${reportsTexts.copy.row}
      ></rch-copy-button>
      <button class="link" @click=${() => this.dispatchEvent(new GadgetEvent('rch-print', day))}>
        ${reportsTexts.print.print}
      </button>
      <button class="link" @click=${() => this.dispatchEvent(new GadgetEvent('rch-export-agent', day.agentId))}>
        ${words.export}
      </button>`
  }

  /** The chosen entry, to be pasted. */
  #row(): string {
    const { floor, entry, day } = this
    return rowText(entry, { ...day, name: floor.roster.nameOf(entry.agentId) })
  }
}

customElements.define('rch-day-tools', DayTools)

declare global {
  interface HTMLElementTagNameMap {
    'rch-day-tools': DayTools
  }
}
