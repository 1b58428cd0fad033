import { css, html, LitElement, nothing } from 'lit'
import type { Totals } from '../../history/totals.ts'
import { followClock } from '../controllers/followers.ts'
import type { Floor } from '../floor/floor.ts'
import { shownWords } from '../selectors/entry-words.ts'
import type { Filters, FloorRows } from '../selectors/floor-rows.ts'
import { floorTotals } from '../selectors/floor-totals.ts'
import type { Formats } from '../words/formats.ts'
import { texts } from '../words/texts.ts'
import { properties } from './properties.ts'
import './totals.ts'

/** The sums are made anew after so many seconds, this many agents in a frame, so that nobody notices. */
const SECONDS = 5
/** Of a large floor so many are summed up in a second at most. */
const AGENTS_PER_SECOND = 100
const AGENTS_PER_FRAME = 20

const isSameSize = (a: FloorRows, b: FloorRows | undefined): boolean =>
  a.rows.length === b?.rows.length && a.all === b.all

/** How many are listed, and what today comes to for them. */
export class FloorFooter extends LitElement {
  static override properties = {
    ...properties<FloorFooter>('floor', 'filters', 'formats', 'totals'),
    list: { attribute: false, hasChanged: (list: FloorRows, before?: FloorRows) => !isSameSize(list, before) },
  }
  static override styles = css`
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 16px;
      padding: 6px 14px;
      border-top: 1px solid var(--line);
      font-size: 12px;
      color: var(--muted);
    }
    rch-totals {
      flex: 1 1 320px;
    }
    [role] {
      position: absolute;
      width: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }
    :host(.both) rch-totals {
      text-align: end;
    }
    @container gadget (max-width: 859px) {
      :host {
        flex-wrap: nowrap;
        padding: 4px 10px;
      }
      span {
        white-space: nowrap;
      }
      rch-totals {
        flex-basis: 0;
        min-width: 0;
      }
    }
    @container gadget (max-width: 480px) {
      :host {
        gap: 8px;
        padding: 4px 8px;
        font-size: 11px;
      }
    }
  `
  declare floor: Floor
  declare list: FloorRows
  /** What the list shows. */
  declare filters: Filters
  declare formats: Formats
  declare totals: Totals | null
  /** Until the sums are made anew. */
  #seconds = SECONDS
  #frame = 0
  /** What is read out: how many another choice of filters lists, not how that changes later. */
  #said = ''

  constructor() {
    super()
    this.totals = null
    followClock(
      this,
      () => this.floor.clock,
      () => {
        this.#seconds -= 1
        if (this.#seconds <= 0 && this.#frame === 0) this.#count()
      },
    )
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
  }

  override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.get('filters')) this.#said = this.#shown
    // Others are looked at: their sums are wanted at once. Where one comes or goes by himself, soon is enough.
    if (changed.has('floor') || changed.has('filters')) this.#count()
    else if (changed.has('list')) this.#seconds = Math.min(this.#seconds, this.list.rows.length / AGENTS_PER_SECOND)
  }

  override render(): unknown {
    const { totals } = this
    return html`<span>${this.#shown}</span> <span role="status">${this.#said}</span> ${
        totals
          ? html`<rch-totals
              class="line"
              .totals=${totals}
              .day=${texts.list.today}
              .whom=${texts.totals.everyone}
              .formats=${this.formats}
            ></rch-totals>`
          : nothing
      }`
  }

  get #shown(): string {
    return shownWords(this.list.rows.length, this.list.all)
  }

  /** Sums up anew; a sum that is under way is dropped. */
  #count(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    const agentIds = this.list.rows.map(({ agent }) => agent.agentId)
    this.#seconds = Math.max(SECONDS, agentIds.length / AGENTS_PER_SECOND)
    const steps = floorTotals(this.floor, agentIds, AGENTS_PER_FRAME)
    const step = (): void => {
      const { done, value } = steps.next()
      this.#frame = done === true ? 0 : requestAnimationFrame(step)
      if (done === true) this.totals = value
    }
    // The first step at once: a small floor needs no more.
    step()
  }
}

customElements.define('rch-floor-footer', FloorFooter)

declare global {
  interface HTMLElementTagNameMap {
    'rch-floor-footer': FloorFooter
  }
}
