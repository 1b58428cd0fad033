import { css, html, LitElement, nothing } from 'lit'
import { followFloor } from '../controllers/followers.ts'
import { ReportController } from '../controllers/report-controller.ts'
import type { Floor } from '../floor/floor.ts'
import { PastFloor } from '../past/past-floor.ts'
import { type Direction, RelayReports, type ReportOptions, type Whom } from '../reports/relay-reports.ts'
import { fieldOf, momentOf } from '../reports/report-range.ts'
import { midnightAfter, midnightBefore } from '../selectors/time-axis.ts'
import { shared } from '../styles/shared.ts'
import { withoutDirections } from '../words/directions.ts'
import type { Formats } from '../words/formats.ts'
import { reportsTexts } from '../words/reports-texts.ts'
import { texts } from '../words/texts.ts'
import { GadgetEvent } from './gadget-event.ts'
import { properties } from './properties.ts'
import './report-progress.ts'

const words = reportsTexts.past

const SECOND_MS = 1000

/** How far the slider's keys move, in seconds; with Shift an arrow moves by a minute. */
const LARGE_STEP_S = 600
const SHIFT_STEP_S = 60

/** Takes the whole floor back to any second that the relay keeps, from one difference to the next, and back to live. */
export class Scrubber extends LitElement {
  static override properties = properties<Scrubber>('floor', 'teamId', 'formats', 'at', 'shown', 'note')
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        flex: 1 1 100%;
        padding: 8px 10px;
        background: var(--warn-soft);
        border: 1px solid var(--warn-line);
        border-radius: 8px;
      }
      div {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 10px;
      }
      div + div {
        margin-top: 6px;
      }
      /* Time goes from left to right in every language. */
      .steps {
        direction: ltr;
      }
      b {
        font-weight: 600;
      }
      /* Until the first answer it says nothing, and takes no room. */
      b:empty {
        margin-inline-end: -10px;
      }
      input[type='range'] {
        flex: 1 1 160px;
        min-width: 0;
        padding: 0;
        accent-color: var(--accent);
      }
      @container gadget (max-width: 760px) {
        .steps button {
          order: -1;
        }
      }
      @container gadget (max-width: 480px) {
        .steps {
          gap: 6px;
        }
        .steps button {
          padding-inline: 4px;
        }
        input[type='range'] {
          flex-basis: 100%;
        }
      }
    `,
  ]
  declare floor: Floor
  /** Differences are looked for in this team; null: in all. */
  declare teamId: string | null
  declare formats: Formats
  /** The moment that was chosen, milliseconds on the relay's clock. */
  declare at: number
  /** The moment that the list shows, which is another one until the relay has answered; null: it shows the present. */
  declare shown: number | null
  /** What the last step came to, in words. */
  declare note: string
  readonly #report = new ReportController<void>(this)
  #again: () => void = () => {}
  /** Those that are to be made yet, the present one first. */
  #steps: Direction[] = []

  constructor() {
    super()
    followFloor(this)
    this.shown = null
    this.note = ''
  }

  override willUpdate(): void {
    if (this.hasUpdated) return
    this.at = Math.floor(this.floor.clock.now() / SECOND_MS) * SECOND_MS
    this.#go(this.at)
  }

  override render(): unknown {
    const { at, shown, floor, formats, note } = this
    const { state } = this.#report
    const day = midnightBefore(at)
    const now = floor.clock.now()
    const seconds = Math.floor((Math.min(midnightAfter(at), now) - day) / SECOND_MS)
    return html`<div role="group" aria-label=${words.label}>
        <b role="status">${shown === null ? nothing : words.banner(formats.moment(shown))}</b>
        <button @click=${this.#back}>${words.back}</button>
      </div>
      <div class="steps">
        <button @click=${() => this.#step('previous')}>‹ ${words.previous}</button>
        <input
          type="datetime-local"
          step="1"
          aria-label=${words.moment}
          min=${floor.keptSince === null ? nothing : fieldOf(floor.keptSince, true)}
          max=${fieldOf(now, true)}
          .value=${fieldOf(at, true)}
          @change=${this.#onField}
        />
        <input
          type="range"
          aria-label=${words.time}
          aria-valuetext=${formats.second(at)}
          title=${words.hint}
          min="0"
          max=${seconds}
          .value=${String(Math.floor((at - day) / SECOND_MS))}
          @input=${this.#onDrag}
          @change=${(event: Event) => this.#go(this.#momentOn(event))}
          @keydown=${this.#onKey}
        />
        <button @click=${() => this.#step('next')}>${words.next} ›</button>
      </div>
      <span class="small" role="status"><bdi>${note}</bdi></span>
      ${
        state.phase === 'none'
          ? nothing
          : html`<rch-report-progress
              .state=${state}
              .formats=${formats}
              @rch-cancel=${this.#cancel}
              @rch-again=${() => this.#again()}
            ></rch-report-progress>`
      }`
  }

  #momentOn(event: Event): number {
    return midnightBefore(this.at) + Number((event.target as HTMLInputElement).value) * SECOND_MS
  }

  readonly #onDrag = (event: Event): void => {
    this.at = this.#momentOn(event)
  }

  readonly #onField = (event: Event): void => {
    const field = event.target as HTMLInputElement
    const at = momentOf(field.value)
    if (at !== null) this.#go(at)
    // What is no moment, or one to come, is taken back.
    field.value = fieldOf(this.at, true)
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const forward = { ArrowRight: 1, ArrowUp: 1, PageUp: 1, ArrowLeft: -1, ArrowDown: -1, PageDown: -1 }[event.key]
    const step = event.key.startsWith('Page') ? LARGE_STEP_S : event.shiftKey ? SHIFT_STEP_S : 1
    if (forward === undefined || step === 1) return
    event.preventDefault()
    this.#go(this.at + forward * step * SECOND_MS)
  }

  /** Shows the floor at a moment, not after the present and not before what the relay keeps. */
  #go(moment: number): void {
    const { clock, keptSince } = this.floor
    const at = Math.min(Math.max(moment, keptSince ?? moment), clock.now())
    this.at = at
    this.note = ''
    this.#steps = []
    this.#read()
  }

  /** Each click is a step: those during another one are made after it, and the floor is shown where the last one ends. */
  #step(direction: Direction): void {
    if (this.#report.state.phase !== 'running') this.#steps = []
    this.#steps.push(direction)
    if (this.#steps.length > 1) return
    this.#read(async (reports, options) => {
      for (let step = this.#steps[0]; step; step = this.#steps[0]) {
        const whom: Whom = this.teamId === null ? {} : { teamId: this.teamId }
        const found = await reports.difference(whom, this.at, step, options)
        if (!found) {
          this.note = step === 'next' ? words.noNext : words.noPrevious
          this.#steps = []
          return
        }
        this.#steps.shift()
        this.at = found.from
        const name = this.floor.roster.nameOf(found.agentId)
        this.note = words.found(withoutDirections(name), texts.tags[found.verdict])
      }
    })
  }

  /** Shows the floor as it was at the chosen moment, once that is found. */
  #read(find?: (reports: RelayReports, options: ReportOptions) => Promise<void>): void {
    const { floor } = this
    this.#again = () => this.#read(find)
    const reports = new RelayReports(floor)
    this.#report.run(async (options) => {
      await find?.(reports, options)
      const { at } = this
      // Where no difference was found it is there already.
      if (find && at === this.shown) return
      const entries = await reports.entries({}, { from: at, to: at }, options)
      if (options.signal.aborted) return
      this.shown = at
      this.dispatchEvent(new GadgetEvent('rch-past', new PastFloor(floor, at, entries)))
    })
  }

  /** Stays where the list is. */
  readonly #cancel = (): void => {
    this.#report.cancel()
    if (this.shown === null) this.#back()
    else this.at = this.shown
    this.note = ''
  }

  readonly #back = (): void => {
    this.dispatchEvent(new GadgetEvent('rch-closed', null))
  }
}

customElements.define('rch-scrubber', Scrubber)

declare global {
  interface HTMLElementTagNameMap {
    'rch-scrubber': Scrubber
  }
}
