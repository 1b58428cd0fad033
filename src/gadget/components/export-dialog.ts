import { css, html, LitElement, nothing } from 'lit'
import { ownTimeZone } from '../../history/local-time.ts'
import type { Window } from '../../history/window.ts'
import { RelayError } from '../connection/relay-error.ts'
import { followFloor } from '../controllers/followers.ts'
import { chosenAgents, isChosenEntry } from '../export/export-choice.ts'
import { type ExportFormat, EXPORT_FORMATS, runExport } from '../export/export-job.ts'
import {
  download,
  ExportError,
  type ExportErrorCode,
  type FilePicker,
  MAX_HELD_BYTES,
  openSink,
} from '../export/export-sinks.ts'
import type { Floor } from '../floor/floor.ts'
import { RelayReports } from '../reports/relay-reports.ts'
import { fieldOf, presentWindow, type ReportRange } from '../reports/report-range.ts'
import type { Filters } from '../selectors/floor-rows.ts'
import { shared } from '../styles/shared.ts'
import type { Thresholds } from '../thresholds/thresholds.ts'
import { listed } from '../words/localise.ts'
import { reportFault } from '../words/report-words.ts'
import type { Formats } from '../words/formats.ts'
import { reportsTexts } from '../words/reports-texts.ts'
import { texts } from '../words/texts.ts'
import { properties } from './properties.ts'
import './modal-dialog.ts'
import './report-range-picker.ts'

const words = reportsTexts.export

const TYPES = { csv: 'text/csv', jsonl: 'application/x-ndjson' } satisfies Record<ExportFormat, string>

/** How far an export is, 0 to 1, or in words what came of it. */
type Progress = number | { readonly said: string; readonly isFault?: boolean }

const READY: Progress = { said: '' }

/** The browser's way to write a file as it comes, where it has one. */
const browserPicker = (): FilePicker | null => {
  const { showSaveFilePicker } = globalThis as { showSaveFilePicker?: FilePicker }
  return showSaveFilePicker ? (options) => showSaveFilePicker(options) : null
}

/** Writes what is filtered, of any range, into a file, and says how far it is. */
export class ExportDialog extends LitElement {
  static override properties = properties<ExportDialog>(
    'floor',
    'filters',
    'thresholds',
    'agentId',
    'formats',
    'range',
    'window',
    'format',
    'hasBom',
    'isFiltered',
    'progress',
  )
  static override styles = [
    shared,
    css`
      fieldset {
        display: grid;
        gap: 8px;
        margin: 0;
        padding: 0;
        border: 0;
      }
      label {
        display: flex;
        align-items: center;
        gap: 6px;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 14px;
      }
      .end {
        margin-top: 14px;
        justify-content: flex-end;
      }
      progress {
        flex: 1 1 160px;
        accent-color: var(--accent);
      }
      .fault {
        color: var(--bad);
      }
    `,
  ]
  declare floor: Floor
  /** What the list shows. */
  declare filters: Filters
  declare thresholds: Thresholds
  /** One agent alone; null: those of the filters. */
  declare agentId: string | null
  declare formats: Formats
  declare range: ReportRange
  declare window: Window | null
  declare format: ExportFormat
  declare hasBom: boolean
  /** Only entries of the kind that the list is filtered by. */
  declare isFiltered: boolean
  declare progress: Progress
  #abort: AbortController | null = null

  constructor() {
    super()
    followFloor(this)
    this.range = 'today'
    this.window = null
    this.format = 'csv'
    this.hasBom = true
    this.isFiltered = true
    this.progress = READY
    this.addEventListener('rch-report-range', ({ detail: { range, window } }) => {
      this.range = range
      this.window = window
    })
  }

  override willUpdate(): void {
    if (!this.hasUpdated) this.#begin()
  }

  /** One button goes and another comes, at another place, lest a double click begin and cancel: the focus goes with them. */
  override updated(changed: ReadonlyMap<PropertyKey, unknown>): void {
    const before = changed.get('progress')
    if (before !== undefined && typeof before !== typeof this.progress) {
      this.renderRoot.querySelector<HTMLElement>('.end button')?.focus()
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#abort?.abort()
  }

  override render(): unknown {
    const { floor, progress, window } = this
    const isRunning = typeof progress === 'number'
    const count = this.#agentIds().length
    return html`<rch-modal-dialog .heading=${words.title}>
      <fieldset ?disabled=${isRunning}>
        <p>
          <bdi>${this.agentId === null ? words.whom(count) : floor.roster.nameOf(this.agentId)}</bdi> ${this.#among()}
        </p>
        <rch-report-range-picker
          .range=${this.range}
          .window=${window}
          .floor=${floor}
          .formats=${this.formats}
        ></rch-report-range-picker>
        ${this.#kinds()} ${this.#formats()}
        <p class="small">${words.contents}</p>
        ${browserPicker() ? nothing : html`<p class="small">${words.held(this.formats.megabytes(MAX_HELD_BYTES / 2 ** 20))}</p>`}
      </fieldset>
      <div role="status">${this.#said()}</div>
      <div class="row end">
        ${
          isRunning
            ? html`<button @click=${() => this.#abort?.abort()}>${reportsTexts.progress.cancel}</button>
                <progress max="1" .value=${progress} aria-label=${words.title}></progress>`
            : html`<button class="primary" ?disabled=${!window || count === 0} @click=${this.#start}>
                ${words.start}
              </button>`
        }
      </div>
    </rch-modal-dialog>`
  }

  /** What the agents of the list were chosen by. */
  #among(): unknown {
    const { teamId, search } = this.filters
    if (this.agentId !== null) return nothing
    return [this.floor.teams?.find(({ id }) => id === teamId)?.name, search.trim()].map((by) =>
      by ? html`<bdi class="tag">${by}</bdi> ` : nothing,
    )
  }

  /** Which entries of the agents are written. */
  #kinds(): unknown {
    const { filters } = this
    const names = [
      filters.onlyDifferences ? texts.header.onlyDifferences : null,
      filters.onlyOver ? texts.header.onlyOver : null,
      filters.group === null ? null : texts.stateGroups[filters.group],
      filters.reason,
    ].filter((name) => name !== null)
    if (names.length === 0 || this.agentId !== null) return html`<p class="small">${words.everyEntry}</p>`
    return html`<label
      ><input type="checkbox" .checked=${this.isFiltered} @change=${() => (this.isFiltered = !this.isFiltered)} /><span
        >${words.filters} <span class="small"><bdi>${listed(names)}</bdi></span></span
      ></label
    >`
  }

  #formats(): unknown {
    return html`<div class="row" role="radiogroup" aria-label=${words.format}>
      ${EXPORT_FORMATS.map(
        (format) =>
          html`<label
            ><input
              type="radio"
              name="format"
              .checked=${format === this.format}
              @change=${() => (this.format = format)}
            />${words[format]}</label
          >`,
      )}
      ${
        this.format === 'csv'
          ? html`<label
              ><input
                type="checkbox"
                name="bom"
                .checked=${this.hasBom}
                @change=${() => (this.hasBom = !this.hasBom)}
              />${words.bom}</label
            >`
          : nothing
      }
    </div>`
  }

  #said(): unknown {
    const { progress, formats } = this
    return typeof progress === 'number'
      ? html`<p class="small">${words.progress(formats.share(Math.floor(progress * 20) / 20))}</p>`
      : html`<p class=${progress.isFault ? 'fault' : ''}>${progress.said}</p>`
  }

  #agentIds(): readonly string[] {
    return this.agentId === null ? chosenAgents(this.floor.roster, this.filters) : [this.agentId]
  }

  /** The dialog may have been open for long. */
  #begin(): void {
    this.window = presentWindow(this.range, this.window, this.floor.clock.now())
  }

  readonly #start = async (): Promise<void> => {
    this.#begin()
    const { floor, window, format, hasBom, filters } = this
    if (!window) return
    const { history } = floor
    const abort = new AbortController()
    this.#abort = abort
    this.progress = READY
    try {
      const sink = await openSink({
        name: `reason-codes ${fieldOf(window.from)} ${fieldOf(window.to)}.${format}`.replaceAll(':', ''),
        type: TYPES[format],
        picker: browserPicker(),
        save: download,
      })
      if (!sink) return
      this.progress = 0
      const entries = await runExport({
        reports: new RelayReports(floor),
        agentIds: this.#agentIds(),
        window,
        isWanted:
          this.isFiltered && this.agentId === null
            ? isChosenEntry(filters, this.thresholds, floor.clock.now())
            : () => true,
        format,
        bom: hasBom,
        context: {
          catalogue: history.catalogue,
          deploymentOf: floor.deploymentOf,
          timeZone: ownTimeZone(),
          nameOf: (agentId) => floor.roster.get(agentId)?.name ?? null,
        },
        sink,
        signal: abort.signal,
        onProgress: (share) => {
          this.progress = share
        },
      })
      this.progress = { said: words.written(entries) }
    } catch (error) {
      this.progress = abort.signal.aborted
        ? { said: words.cancelled }
        : { said: words.failed(faultWords(error)), isFault: true }
    }
  }
}

function faultWords(error: unknown): string {
  if (error instanceof ExportError) return words.faults[error.code satisfies ExportErrorCode]
  if (error instanceof RelayError) return reportFault(error.code)
  console.error('Reason Code History: an export failed.', error)
  return String(error)
}

customElements.define('rch-export-dialog', ExportDialog)

declare global {
  interface HTMLElementTagNameMap {
    'rch-export-dialog': ExportDialog
  }
}
