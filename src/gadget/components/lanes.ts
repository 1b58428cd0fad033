import { html, LitElement, nothing } from 'lit'
import type { Call } from '../../history/calls.ts'
import type { Entry, Lanes, Stay } from '../../history/entry.ts'
import { entryAt } from '../../history/entry-at.ts'
import type { SystemObservation } from '../../history/observation.ts'
import { Gestures } from '../controllers/gestures.ts'
import { WidthController } from '../controllers/width-controller.ts'
import { type Bar, bars, fitting, type LanePart, silences } from '../selectors/lane-layout.ts'
import {
  callWords,
  edgesOf,
  entryAfter,
  gapsOf,
  isReasonMissing,
  type LaneName,
  LANES,
  silenceWords,
  spanWords,
  stayLabels,
  stayWords,
  systemWords,
} from '../selectors/lane-words.ts'
import { besideByKey } from '../selectors/row-keys.ts'
import { stateGroup } from '../selectors/state-group.ts'
import { place, type Range, ticks, tickStep } from '../selectors/time-axis.ts'
import { panned, within, ZOOM_STEP, zoomed } from '../selectors/zoom.ts'
import { lanesStyle, NAMES_WIDTH } from '../styles/lanes-style.ts'
import { shared } from '../styles/shared.ts'
import type { Formats } from '../words/formats.ts'
import { detailTexts } from '../words/detail-texts.ts'
import { texts } from '../words/texts.ts'
import { GadgetEvent } from './gadget-event.ts'
import { properties } from './properties.ts'

const words = detailTexts.lanes

/** A label of the axis needs about this much room, in pixels; one with seconds somewhat more. */
const TICK_WIDTH = 72

/** The room that a bar's label leaves at its sides, in pixels. */
const PADDING = 12

/** The width of a mark, in pixels. */
const MARK = 10

/** Within this time the axis shows seconds. Milliseconds. */
const SECONDS_BELOW = 10 * 60_000

/** To be set as a property: no Content-Security-Policy that forbids inline styles lets in a style attribute. */
const boxStyle = (left: number, width: number): string => `left: ${left.toFixed(1)}px; width: ${width.toFixed(1)}px`

/** One thing that can be pointed at in a lane, and what is said of it. */
type Item = {
  readonly left: number
  readonly width: number
  readonly classes: string
  readonly label?: string | null
  readonly words: string
  readonly isChosen?: boolean
  readonly choose?: (() => void) | null
  readonly inside?: unknown
}

/** What each side said, and the calls, as lanes over one time axis. What is hatched nobody heard. */
export class LanesView extends LitElement {
  static override properties = properties<LanesView>(
    'lanes',
    'calls',
    'systems',
    'entries',
    'range',
    'bounds',
    'now',
    'isLive',
    'chosen',
    'formats',
    'pointedAt',
  )
  static override styles = [shared, lanesStyle]
  declare lanes: Lanes
  declare calls: readonly Call[]
  declare systems: readonly SystemObservation[]
  /** The day's, oldest first. */
  declare entries: readonly Entry[]
  /** What is in view, and what could be. */
  declare range: Range
  declare bounds: Range
  /** Where what lasts ends: milliseconds on the relay's clock. */
  declare now: number
  /** False for a day that is over: it has no present. */
  declare isLive: boolean
  /** When the chosen entry began; null for none. */
  declare chosen: number | null
  declare formats: Formats
  /** What is said of the bar that has the pointer or the focus. */
  declare pointedAt: string
  readonly #width = new WidthController(this)
  readonly #widths = new Map<string, number>()
  readonly #pen = document.createElement('canvas').getContext('2d')
  readonly #gestures = new Gestures({
    range: () => this.range,
    bounds: () => this.bounds,
    onRange: (range) => this.#show(range),
  })

  constructor() {
    super()
    this.pointedAt = ''
  }

  override render(): unknown {
    const { range, now, formats, isLive } = this
    const { wheel, down, move, up } = this.#gestures
    const room = Math.max(2, Math.floor(this.#plotWidth / TICK_WIDTH))
    const step = tickStep(range, room)
    const time = (at: number): string =>
      range.to - range.from < SECONDS_BELOW ? formats.second(at) : formats.minute(at)
    // A label that would run out at the end is left out.
    const last = range.to - (range.to - range.from) * Math.min(0.5, TICK_WIDTH / 2 / this.#plotWidth)
    const isNowInView = isLive && now >= range.from && now <= range.to
    const left = (at: number): string => `left: ${(place(at, range) * 100).toFixed(3)}%`
    return html`<div
        class="plot"
        role="group"
        aria-label=${words.label}
        aria-description=${words.keys}
        @wheel=${wheel}
        @pointerdown=${down}
        @pointermove=${move}
        @pointerup=${up}
        @pointercancel=${up}
        @keydown=${this.#onKey}
        @pointerover=${this.#pointAt}
        @focusin=${this.#pointAt}
        @pointerout=${this.#leave}
        @focusout=${this.#leave}
      >
        ${ticks({ from: range.from, to: last }, step).map(
          (at) => html`<span class="tick" .style=${left(at)}>${time(at)}</span>`,
        )}
        ${LANES.map((name) => this.#lane(name))}
        ${isNowInView ? html`<i class="now" .style=${left(now)}></i>` : nothing}
      </div>
      <p class="said">
        <span aria-hidden="true"><bdi>${this.pointedAt || this.#chosenWords()}</bdi></span>
        ${isLive ? html`<span class="now-label">${words.now(formats.minute(now))}</span>` : nothing}
      </p>`
  }

  get #plotWidth(): number {
    return Math.max(1, this.#width.width - NAMES_WIDTH)
  }

  #lane(name: LaneName): unknown {
    // How wide the lanes are is known before anything is painted: bars of no width would be drawn for nothing.
    const items = this.#width.width === 0 ? [] : this.#itemsOf(name)
    const reachable = items.find(({ isChosen }) => isChosen) ?? items.at(-1)
    return html`<div class="lane ${name}">
      <span class="name">${words[name]}</span>
      ${items.map((item) => this.#item(item, item === reachable))}
    </div>`
  }

  #itemsOf(name: LaneName): readonly Item[] {
    return [
      ...this.#silences(name),
      ...(name === 'calls' ? this.#calls() : this.#stays(name)),
      ...(name === 'cti' ? this.#systems() : []),
    ].toSorted((a, b) => a.left - b.left)
  }

  #item(item: Item, isReachable: boolean): unknown {
    const { left, width, classes, label, isChosen, choose, inside } = item
    return html`<button
      class=${`${classes}${isChosen ? ' chosen' : ''}`}
      .style=${boxStyle(left, Math.max(1, width - 1))}
      tabindex=${isReachable ? 0 : -1}
      aria-label=${item.words}
      aria-current=${isChosen ? 'true' : nothing}
      @click=${choose}
    >
      ${inside ?? (label ? html`<bdi>${label}</bdi>` : nothing)}
    </button>`
  }

  #silences(name: LaneName): readonly Item[] {
    const { range, now, formats } = this
    // Who is heard about states is heard about calls.
    const stays = name === 'finesse' ? this.lanes.finesse : this.lanes.cti
    const gaps = gapsOf(name, this.lanes.gaps)
    return silences(stays, range, now, edgesOf(gaps)).map((silence) => ({
      ...this.#box(silence),
      classes: 'deaf hatched',
      words: silenceWords(name, silence, gaps, now, formats),
    }))
  }

  #stays(side: 'cti' | 'finesse'): readonly Item[] {
    const { range, now } = this
    return bars(this.lanes[side], range, now, this.#plotWidth).map((bar) =>
      bar.parts.length === 1 ? this.#stay(side, bar, bar.parts[0]) : this.#several(bar, this.#longest(bar.parts)),
    )
  }

  #stay(side: LaneName, { left, width }: Bar<Stay>, stay: Stay): Item {
    const { now, formats } = this
    const entry = entryAt(this.entries, (stay.from + (stay.to ?? now)) / 2)
    const label = fitting(stayLabels(side, stay, entry), width - PADDING, this.#measure)
    const isMissing = isReasonMissing(side, stay, entry)
    return {
      left,
      width,
      classes: [stateGroup(stay.state), isMissing && 'missing', stay.seeded && 'seeded'].filter(Boolean).join(' '),
      label,
      words: stayWords(side, stay, entry, now, formats),
      isChosen: entry !== null && entry.from === this.chosen,
      choose: entry && (() => this.#choose(entry)),
    }
  }

  /** The group of what lasted longest, as which several stays are shown. */
  #longest(stays: readonly [Stay, ...Stay[]]): string {
    const lengthOf = ({ from, to }: Stay): number => (to ?? this.now) - from
    return stateGroup(stays.reduce((best, stay) => (lengthOf(stay) > lengthOf(best) ? stay : best)).state)
  }

  /** Too narrow to be told apart: it leads closer. */
  #several<T extends LanePart>({ left, width, parts }: Bar<T>, classes: string): Item {
    const [{ from }] = parts
    const to = parts.at(-1)?.to ?? this.now
    return {
      left,
      width,
      classes: `${classes} several`,
      words: `${words.several(parts.length)} · ${spanWords(from, to, this.now, this.formats)}`,
      isChosen: this.chosen !== null && this.chosen >= from && this.chosen < to,
      choose: () => this.#show({ from: from - (to - from), to: to + (to - from) }),
    }
  }

  #calls(): readonly Item[] {
    const { calls, range, now } = this
    let busyUntil = -Infinity
    return bars(calls, range, now, this.#plotWidth).map((bar) => {
      const [call] = bar.parts
      const isSecond = call.from < busyUntil
      busyUntil = Math.max(busyUntil, call.to ?? now)
      return bar.parts.length === 1 ? this.#call(bar, call, isSecond) : this.#several(bar, 'call')
    })
  }

  #call({ left, width }: Bar<Call>, call: Call, isSecond: boolean): Item {
    const { now, entries, formats } = this
    const entry = call.isAnswered ? entryAt(entries, call.phases.at(-1)?.from ?? call.from) : entryAfter(call, entries)
    const isUnanswered = call.to !== null && !call.isAnswered
    return {
      left,
      width,
      classes: ['call', isSecond && 'second', isUnanswered && 'unanswered'].filter(Boolean).join(' '),
      words: callWords(call, entries, now, formats),
      choose: entry && (() => this.#choose(entry)),
      inside: call.phases.map((phase) => {
        const box = this.#box(phase)
        return html`<i class=${phase.kind} .style=${boxStyle(box.left - left, box.width)}></i>`
      }),
    }
  }

  /** Marks on the lane, one for what is too near to be told apart. */
  #systems(): readonly Item[] {
    const { systems, range, now, entries, formats } = this
    const parts = systems.map((system) => {
      const from = Date.parse(system.at)
      return { system, from, to: from }
    })
    return bars(parts, range, now, this.#plotWidth).map(({ left, parts: all }) => {
      const entry = entryAt(entries, all[0].from)
      return {
        left: left - MARK / 2,
        width: MARK,
        classes: all.some(({ system }) => /OFFLINE|OUT_OF/.test(system.event)) ? 'mark bad' : 'mark',
        words: all.map(({ system }) => systemWords(system, formats)).join(' · '),
        choose: entry && (() => this.#choose(entry)),
      }
    })
  }

  #box({ from, to }: { readonly from: number; readonly to: number | null }): { left: number; width: number } {
    const left = place(from, this.range) * this.#plotWidth
    return { left, width: place(to ?? this.now, this.range) * this.#plotWidth - left }
  }

  /** One listener for all: a busy day has hundreds of bars. */
  readonly #pointAt = ({ target }: Event): void => {
    this.pointedAt = (target instanceof Element && target.closest('button')?.getAttribute('aria-label')) || ''
  }

  readonly #leave = (): void => {
    this.pointedAt = ''
  }

  readonly #measure = (text: string): number => {
    const known = this.#widths.get(text)
    if (known !== undefined) return known
    if (this.#pen) this.#pen.font = `11px ${getComputedStyle(this).fontFamily}`
    const width = this.#pen?.measureText(text).width ?? text.length * 8
    this.#widths.set(text, width)
    return width
  }

  #chosenWords(): string {
    const { entries, chosen, now, formats } = this
    const entry = entries.find(({ from }) => from === chosen)
    return entry ? `${texts.states[entry.state]} · ${spanWords(entry.from, entry.to, now, formats)}` : ''
  }

  #choose(entry: Entry): void {
    this.dispatchEvent(new GadgetEvent('rch-entry-chosen', entry.from))
  }

  #show(range: Range): void {
    this.dispatchEvent(new GadgetEvent('rch-range', within(range, this.bounds)))
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const { range, bounds } = this
    const about = this.#focusedShare()
    const ranges: Readonly<Record<string, () => Range>> = {
      '+': () => zoomed(range, ZOOM_STEP, about, bounds),
      '=': () => zoomed(range, ZOOM_STEP, about, bounds),
      '-': () => zoomed(range, 1 / ZOOM_STEP, about, bounds),
      '0': () => bounds,
      PageUp: () => panned(range, -0.5, bounds),
      PageDown: () => panned(range, 0.5, bounds),
    }
    const to = ranges[event.key]
    if (to) this.#show(to())
    else if (!this.#moveFocus(event.key)) return
    event.preventDefault()
  }

  get #focused(): HTMLElement | null {
    const active = this.shadowRoot?.activeElement
    return active instanceof HTMLElement ? active : null
  }

  #focusedShare(): number {
    const bar = this.#focused
    return bar ? Math.min(1, Math.max(0, (bar.offsetLeft + bar.offsetWidth / 2) / this.#plotWidth)) : 0.5
  }

  /** From bar to bar by arrow keys; returns whether the key is one of them. */
  #moveFocus(key: string): boolean {
    const bar = this.#focused
    const lanes = [...this.renderRoot.querySelectorAll('.lane')]
    const lane = lanes.findIndex((each) => each === bar?.parentElement)
    const barsOf = (index: number) => [...(lanes[index]?.querySelectorAll('button') ?? [])]
    const own = barsOf(lane)
    const at = own.findIndex((each) => each === bar)
    const to = besideByKey(key, at, own.length)
    if (bar && to !== null) own[to]?.focus()
    else if (bar && (key === 'ArrowUp' || key === 'ArrowDown')) {
      const step = key === 'ArrowUp' ? -1 : 1
      const middle = bar.offsetLeft + bar.offsetWidth / 2
      for (let index = lane + step; index >= 0 && index < lanes.length; index += step) {
        const others = barsOf(index)
        const other = others.findLast(({ offsetLeft }) => offsetLeft <= middle) ?? others[0]
        if (!other) continue
        other.focus()
        break
      }
    } else return false
    return true
  }
}

customElements.define('rch-lanes', LanesView)

declare global {
  interface HTMLElementTagNameMap {
    'rch-lanes': LanesView
  }
}
