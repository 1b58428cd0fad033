import { css, html, LitElement, nothing } from 'lit'
import type { Floor } from '../floor/floor.ts'
import type { Density } from '../preferences/preferences.ts'
import type { HistoryLength } from '../preferences/views.ts'
import { shared } from '../styles/shared.ts'
import { withoutDirections } from '../words/directions.ts'
import { detailTexts } from '../words/detail-texts.ts'
import type { Formats } from '../words/formats.ts'
import { GadgetEvent } from './gadget-event.ts'
import { properties } from './properties.ts'
import './act-slot.ts'
import './agent-day.ts'

const words = detailTexts.detail

/** One agent: who he is, what can be done, and his history. */
export class AgentDetail extends LitElement {
  static override properties = properties<AgentDetail>(
    'floor',
    'agentId',
    'entryFrom',
    'length',
    'density',
    'formats',
    'hasBack',
    'version',
  )
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        padding: 12px 16px 16px;
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 4px 10px;
        margin-bottom: 10px;
      }
      h2 {
        font-size: 16px;
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      @container gadget (max-width: 480px) {
        :host {
          padding: 6px 10px 10px;
        }
        header {
          margin-bottom: 6px;
        }
      }
    `,
  ]
  declare floor: Floor
  declare agentId: string
  /** When the entry began that was asked for with the agent; null: none was. */
  declare entryFrom: number | null
  declare length: HistoryLength
  declare density: Density
  declare formats: Formats
  declare hasBack: boolean
  /** Changes whenever the floor has. */
  declare version: number

  /** The list whose place it takes has gone, and what had the focus with it. A gadget that is not looked at takes none. */
  override firstUpdated(): void {
    if (this.hasBack && document.hasFocus()) this.renderRoot.querySelector('button')?.focus()
  }

  override render(): unknown {
    const { floor, agentId, formats, version } = this
    return html`${this.#header()}
      <rch-agent-day
        .floor=${floor}
        .agentId=${agentId}
        .entryFrom=${this.entryFrom}
        .length=${this.length}
        .density=${this.density}
        .formats=${formats}
        .version=${version}
      >
        <rch-act-slot .floor=${floor} .agentId=${agentId} .version=${version}></rch-act-slot>
      </rch-agent-day>`
  }

  #header(): unknown {
    const { floor, agentId } = this
    const agent = floor.roster.get(agentId)
    const teams = (agent?.teamIds ?? []).map((id) => floor.teams?.find((team) => team.id === id)?.name ?? id)
    const about = [agentId, agent?.extension ? words.extension(agent.extension) : '', ...teams].filter(Boolean)
    return html`<header>
      ${
        this.hasBack
          ? html`<button class="link" @click=${() => this.dispatchEvent(new GadgetEvent('rch-back', null))}>
              ‹ ${words.back}
            </button>`
          : nothing
      }
      <h2><bdi>${agent?.name ?? agentId}</bdi></h2>
      <span class="small">${withoutDirections(about.join(' · '))}</span>
    </header>`
  }
}

customElements.define('rch-agent-detail', AgentDetail)

declare global {
  interface HTMLElementTagNameMap {
    'rch-agent-detail': AgentDetail
  }
}
