import { css, html, LitElement } from 'lit'
import { carriesReason } from '../../history/agent-state.ts'
import type { Entry } from '../../history/entry.ts'
import type { Explanation } from '../../history/explanation.ts'
import type { Floor } from '../floor/floor.ts'
import { setByWords } from '../selectors/why-words.ts'
import { shared } from '../styles/shared.ts'
import { type Formats, signedLag } from '../words/formats.ts'
import { detailTexts } from '../words/detail-texts.ts'
import { properties } from './properties.ts'
import './raw-frame.ts'

const words = detailTexts.evidence

/** What both sides said, field by field and byte by byte, with the name of each clock. */
export class Evidence extends LitElement {
  static override properties = properties<Evidence>('entry', 'explanation', 'floor', 'formats', 'isOpen')
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }
      summary {
        cursor: pointer;
        min-height: 24px;
        color: var(--accent);
      }
      .sides {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 12px 20px;
        padding: 6px 0 4px;
      }
      h3 {
        font-size: 12px;
      }
      dl {
        display: grid;
        grid-template-columns: fit-content(46%) 1fr;
        gap: 1px 10px;
        margin: 4px 0 0;
      }
      dt {
        color: var(--muted);
        font-size: 11.5px;
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      @container (max-width: 560px) {
        .sides {
          grid-template-columns: 1fr;
        }
      }
    `,
  ]
  declare entry: Entry
  declare explanation: Explanation
  declare floor: Floor
  declare formats: Formats
  /** Whether it is looked at: only then is the relay asked what the bytes say. */
  declare isOpen: boolean

  constructor() {
    super()
    this.isOpen = false
  }

  override render(): unknown {
    const { reason, cti } = this.entry
    return html`<details @toggle=${this.#toggle}>
      <summary>${words.label}</summary>
      ${fields([[words.setBy, setByWords(this.explanation.setBy)]])}
      <div class="sides">
        <section>
          <h3>${words.cti}</h3>
          ${this.#cti()}
        </section>
        <section>
          <h3>${words.finesse}</h3>
          ${this.#finesse()}
        </section>
      </div>
      ${
        cti && this.isOpen
          ? html`<rch-raw-frame
              .raw=${cti.raw}
              .floor=${this.floor}
              .relayStatus=${this.floor.relayStatus}
              .site=${cti.site}
              .agentId=${cti.agentId}
            ></rch-raw-frame>`
          : ''
      }
      ${reason && reason.otherLabels.length > 0 ? fields([[words.otherLabels, reason.otherLabels.join(' · ')]]) : ''}
    </details>`
  }

  readonly #toggle = (event: Event): void => {
    this.isOpen = (event.currentTarget as HTMLDetailsElement).open
  }

  #cti(): unknown {
    const { cti } = this.entry
    if (!cti) return html`<p class="small">${words.noCti}</p>`
    const { at, site, state, reason, client, extension, stateDuration, seeded } = cti
    return fields([
      [words.heardAt, this.formats.millisecond(Date.parse(at))],
      [words.site, site],
      [words.state, state],
      ['EventReasonCode', reason === null ? (seeded ? words.notCarried : words.noneGiven) : String(reason)],
      [words.client, client],
      [words.extension, extension],
      [words.stateDuration, String(stateDuration)],
    ])
  }

  #finesse(): unknown {
    const { finesse, lag } = this.entry
    if (!finesse) return html`<p class="small">${words.noFinesse}</p>`
    const { state, reason, reasonCodeId, stateChangeTime, at, via } = finesse
    const carries = carriesReason(state)
    return fields([
      [words.readAt, this.formats.millisecond(Date.parse(at))],
      [words.via, detailTexts.vias[via]],
      [words.state, state],
      ['reasonCodeId', reasonCodeId === null ? (carries ? words.absent : null) : String(reasonCodeId)],
      ['reasonCode', reason ? `${reason.code} ${reason.label}` : null],
      [words.stateChangeTime, stateChangeTime],
      [words.lag, lag === null ? null : signedLag(lag, this.formats)],
    ])
  }
}

/** A list of names and values; what has no value is left out. */
const fields = (rows: readonly (readonly [name: string, value: unknown])[]): unknown =>
  html`<dl>
    ${rows
      .filter(([, value]) => value !== null && value !== '')
      .map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd><bdi>${value}</bdi></dd>`,
      )}
  </dl>`

customElements.define('rch-evidence', Evidence)

declare global {
  interface HTMLElementTagNameMap {
    'rch-evidence': Evidence
  }
}
