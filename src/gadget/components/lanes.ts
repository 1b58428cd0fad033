import { css, html, LitElement, nothing } from 'lit'
import { carriesReason } from '../../history/agent-state.ts'
import type { Entry, Lanes, Stay } from '../../history/entry.ts'
import { WidthController } from '../controllers/width-controller.ts'
import { codeWithLabel } from '../selectors/entry-words.ts'
import { stateGroup } from '../selectors/state-group.ts'
import { place, type Range, ticks } from '../selectors/time-axis.ts'
import { shared } from '../styles/shared.ts'
import { styleMap } from '../styles/style-map.ts'
import type { Formats } from '../words/formats.ts'
import { detailTexts } from '../words/detail-texts.ts'
import { texts } from '../words/texts.ts'
import { EntryChosenEvent } from './entry-chosen.ts'

const words = detailTexts.lanes

/** A label of the axis needs about this much room, in pixels. */
const TICK_WIDTH = 72

/** From this width on a bar has its label in it, in pixels. */
const LABEL_WIDTH = 26

/** The room for the lanes' names before the plot, in pixels. */
const NAMES_WIDTH = 56

const percent = (share: number): string => `${(share * 100).toFixed(3)}%`

/** What each side said, as two lanes over one time axis. What is hatched nobody heard. */
export class LanesView extends LitElement {
  static override properties = {
    lanes: { attribute: false },
    entries: { attribute: false },
    range: { attribute: false },
    now: { attribute: false },
    chosen: { attribute: false },
    formats: { attribute: false },
  }
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      .plot {
        position: relative;
        margin-inline-start: ${NAMES_WIDTH}px;
        padding-top: 20px;
        direction: ltr;
      }
      .tick {
        position: absolute;
        top: 0;
        bottom: 16px;
        border-left: 1px solid var(--line);
        padding-left: 3px;
        font-size: 11px;
        line-height: 1.3;
        color: var(--muted);
        white-space: nowrap;
      }
      .lane {
        position: relative;
        height: 24px;
        margin-bottom: 8px;
        border-radius: 3px;
      }
      .name {
        position: absolute;
        right: 100%;
        width: ${NAMES_WIDTH}px;
        line-height: 24px;
        font-size: 11.5px;
        color: var(--muted);
      }
      .deaf {
        position: absolute;
        inset: 0 auto 0 0;
        border-radius: 3px;
      }
      button {
        position: absolute;
        top: 0;
        height: 24px;
        min-height: 0;
        min-width: 2px;
        padding: 0;
        border: 0;
        border-radius: 2px;
        overflow: hidden;
        text-align: left;
        font-size: 11px;
        line-height: 24px;
        white-space: nowrap;
        text-overflow: ellipsis;
        color: var(--on-bar);
        background: var(--out);
      }
      button:focus-visible {
        z-index: 2;
        outline-offset: 2px;
      }
      button.labelled {
        padding-left: 7px;
      }
      button.ready {
        background: var(--ready);
      }
      button.not-ready {
        background: var(--not-ready);
      }
      button.talking {
        background: var(--talking);
      }
      button.work {
        background: var(--work);
      }
      button.reserved {
        background: var(--reserved);
      }
      button.seeded {
        border-bottom: 2px dotted var(--on-bar);
      }
      button.missing {
        background: var(--page);
        color: var(--warn);
        border: 1px dashed var(--warn);
        line-height: 22px;
      }
      button.chosen {
        box-shadow:
          0 0 0 1px var(--page),
          0 0 0 3px var(--accent);
        z-index: 1;
      }
      .now {
        position: absolute;
        top: 16px;
        bottom: 14px;
        border-left: 1px solid var(--bad);
      }
      .now-label {
        text-align: end;
        font-size: 11px;
        line-height: 1.3;
        color: var(--bad);
      }
      @media (forced-colors: active) {
        button {
          border: 1px solid CanvasText;
        }
      }
    `,
  ]
  declare lanes: Lanes
  declare entries: readonly Entry[]
  declare range: Range
  /** Milliseconds on the relay's clock. */
  declare now: number
  /** When the chosen entry began; null for none. */
  declare chosen: number | null
  declare formats: Formats
  readonly #width = new WidthController(this)

  constructor() {
    super()
    this.chosen = null
  }

  override render(): unknown {
    const { range, now, formats, lanes } = this
    const plotWidth = Math.max(1, this.#width.width - NAMES_WIDTH)
    const room = Math.max(2, Math.floor(plotWidth / TICK_WIDTH))
    // A label that would run out at the end is left out.
    const labelled = {
      from: range.from,
      to: range.to - (range.to - range.from) * Math.min(0.5, TICK_WIDTH / 2 / plotWidth),
    }
    return html`<div class="plot" role="group" aria-label=${words.label} @keydown=${this.#onKey}>
      ${ticks(labelled, room).map(
        (at) =>
          html`<span class="tick" style=${styleMap({ left: percent(place(at, range)) })}>${formats.minute(at)}</span>`,
      )}
      ${this.#lane('cti', words.cti, lanes.cti)} ${this.#lane('finesse', words.finesse, lanes.finesse)}
      <i class="now" style=${styleMap({ left: percent(place(now, range)) })}></i>
      <div class="now-label">${words.now(formats.minute(now))}</div>
    </div>`
  }

  #lane(side: 'cti' | 'finesse', name: string, stays: readonly Stay[]): unknown {
    const { range, now } = this
    const shown = stays.filter(({ from, to }) => (to ?? now) > range.from && from < range.to)
    const reachable = shown.find((stay) => this.#entryOf(stay)?.from === this.chosen) ?? shown.at(-1)
    return html`<div class="lane ${side}">
      <span class="name">${name}</span>
      <i class="deaf hatched" style=${styleMap({ width: percent(place(now, range)) })}></i>
      ${shown.map((stay) => this.#bar(stay, name, side, stay === reachable))}
    </div>`
  }

  #bar(stay: Stay, sideName: string, side: 'cti' | 'finesse', isReachable: boolean): unknown {
    const { range, now, formats } = this
    const { state, from, to, code, seeded } = stay
    const start = place(from, range)
    const width = place(to ?? now, range) - start
    const entry = this.#entryOf(stay)
    const isMissing =
      side === 'finesse' && code === null && carriesReason(state) && typeof entry?.cti?.reason === 'number'
    const label = this.#label(stay, entry, isMissing)
    const said = [words.side(sideName, texts.states[state]), label].filter(Boolean).join(', ')
    const title = `${formats.second(from)} – ${to === null ? words.now(formats.second(now)) : formats.second(to)}, ${said}`
    const isLabelled = width * (this.#width.width - NAMES_WIDTH) > LABEL_WIDTH
    const classes = [
      stateGroup(state),
      isMissing && 'missing',
      seeded && 'seeded',
      isLabelled && 'labelled',
      entry !== null && entry.from === this.chosen && 'chosen',
    ]
    return html`<button
      class=${classes.filter(Boolean).join(' ')}
      style=${styleMap({ left: percent(start), width: `calc(${percent(width)} - 1px)` })}
      tabindex=${isReachable ? 0 : -1}
      title=${title}
      aria-label=${title}
      @click=${() => entry && this.dispatchEvent(new EntryChosenEvent(entry.from))}
    >
      ${isLabelled ? label : nothing}
    </button>`
  }

  #label({ code }: Stay, entry: Entry | null, isMissing: boolean): string {
    if (isMissing) return words.noReason
    if (code === null) return ''
    return codeWithLabel(code, entry?.reason?.code === code ? entry.reason.label : null)
  }

  /** The entry that a stay is a side of: the one in whose time its middle lies. */
  #entryOf({ from, to }: Stay): Entry | null {
    const middle = (from + (to ?? this.now)) / 2
    return this.entries.findLast((entry) => entry.from <= middle && middle <= (entry.to ?? Infinity)) ?? null
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const bar = event.composedPath()[0]
    if (!(bar instanceof HTMLButtonElement)) return
    const bars = [...(bar.parentElement?.querySelectorAll('button') ?? [])]
    const other = bar.parentElement?.classList.contains('cti') === true ? 'finesse' : 'cti'
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault()
      this.renderRoot.querySelector<HTMLButtonElement>(`.${other} button[tabindex='0']`)?.focus()
      return
    }
    const at = bars.indexOf(bar)
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: bars.length - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    bars[Math.min(bars.length - 1, Math.max(0, to))]?.focus()
  }
}

customElements.define('rch-lanes', LanesView)

declare global {
  interface HTMLElementTagNameMap {
    'rch-lanes': LanesView
  }
}
