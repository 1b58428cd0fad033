import { css, html, LitElement } from 'lit'
import type { FrameField, FrameReading } from '../../cti/frame-fields.ts'
import { MAX_FRAME } from '../../wire/protocol.ts'
import type { RelayStatus } from '../connection/relay-client.ts'
import { ReportController } from '../controllers/report-controller.ts'
import type { Floor } from '../floor/floor.ts'
import { RelayReports } from '../reports/relay-reports.ts'
import { besideByKey } from '../selectors/row-keys.ts'
import { shared } from '../styles/shared.ts'
import { detailTexts } from '../words/detail-texts.ts'
import { properties } from './properties.ts'

const words = detailTexts.evidence

/**
 * The bytes of a CTI event, and what each of them says as far as the relay tells: pointing at either marks the other.
 */
export class RawFrame extends LitElement {
  static override properties = properties<RawFrame>('raw', 'floor', 'relayStatus', 'site', 'agentId', 'marked')
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 240px), 1fr));
        gap: 6px 16px;
        direction: ltr;
      }
      h4 {
        grid-column: 1 / -1;
        margin: 0;
        font-size: 11.5px;
        font-weight: 600;
      }
      .bytes {
        display: flex;
        flex-wrap: wrap;
        align-content: start;
        gap: 2px 6px;
      }
      button,
      button:hover {
        min-height: 0;
        padding: 0 2px;
        border: 0;
        border-radius: 3px;
        background: none;
        font-family: var(--mono);
        font-size: 11.5px;
        text-align: start;
        white-space: normal;
      }
      button:nth-child(even) {
        color: var(--muted);
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
        font-size: 11.5px;
      }
      li {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 8px;
        padding: 0 2px;
        border-radius: 3px;
        cursor: default;
        overflow-wrap: anywhere;
      }
      li span:first-child {
        color: var(--muted);
      }
      .marked,
      button.marked:hover {
        background: var(--accent-soft);
        color: var(--accent);
        outline: 1px solid var(--accent);
        outline-offset: 0;
      }
    `,
  ]
  /** The whole frame as hex. */
  declare raw: string
  declare floor: Floor
  /** The floor's: what the relay could not be asked is asked once it is there. */
  declare relayStatus: RelayStatus
  /** Whose CTI server said it. */
  declare site: string
  declare agentId: string
  /** The field that is pointed at; null for none. */
  declare marked: number | null
  readonly #report = new ReportController<FrameReading | null>(this)

  constructor() {
    super()
    this.marked = null
  }

  override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    const isBack =
      changed.has('relayStatus') && this.relayStatus.phase === 'open' && this.#report.state.phase === 'failed'
    if (!changed.has('raw') && !isBack) return
    this.marked = null
    const { raw, floor, site, agentId } = this
    const about = { dialect: floor.deploymentOf(site), agentId }
    this.#report.run(async (options) =>
      raw.length > MAX_FRAME ? null : new RelayReports(floor).frame(raw, about, options),
    )
  }

  override render(): unknown {
    const { state } = this.#report
    const reading = state.phase === 'ready' ? state.value : null
    const bytes = this.raw.match(/../g) ?? []
    if (!reading) return html`<p class="mono bytes">${bytes.join(' ')}</p>`
    return html`<h4>${words.raw}: ${reading.message}</h4>
      <div class="bytes" role="group" aria-label=${words.raw} @keydown=${this.#onKey}>
        ${reading.fields.map((field, index) => this.#bytes(field, index, bytes))}
      </div>
      <ul>
        ${reading.fields.map(
          ({ name, value }, index) =>
            html`<li
              class=${index === this.marked ? 'marked' : ''}
              @pointerenter=${() => this.#mark(index)}
              @pointerleave=${this.#unmark}
            >
              <span>${name}</span><span><bdi>${value}</bdi></span>
            </li>`,
        )}
      </ul>`
  }

  #bytes({ name, value, from, to }: FrameField, index: number, bytes: readonly string[]): unknown {
    const shown = bytes.slice(from, to).join(' ')
    return html`<button
      class=${index === this.marked ? 'marked' : ''}
      tabindex=${index === (this.marked ?? 0) ? 0 : -1}
      title=${`${name}: ${value}`}
      @pointerenter=${() => this.#mark(index)}
      @pointerleave=${this.#unmark}
      @focus=${() => this.#mark(index)}
    >
      ${shown}
    </button>`
  }

  #mark(index: number): void {
    this.marked = index
  }

  /** What has the focus stays marked. */
  readonly #unmark = (): void => {
    const buttons = [...this.renderRoot.querySelectorAll('button')]
    const focused = buttons.findIndex((button) => button.matches(':focus'))
    this.marked = focused < 0 ? null : focused
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const buttons = [...this.renderRoot.querySelectorAll('button')]
    const to = besideByKey(event.key, this.marked ?? 0, buttons.length)
    if (to === null) return
    event.preventDefault()
    buttons[to]?.focus()
  }
}

customElements.define('rch-raw-frame', RawFrame)

declare global {
  interface HTMLElementTagNameMap {
    'rch-raw-frame': RawFrame
  }
}
