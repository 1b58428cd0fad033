import type { Window } from '../../history/window.ts'
import type { PastFloor } from '../past/past-floor.ts'
import type { View } from '../preferences/views.ts'
import type { ReportRange } from '../reports/report-range.ts'
import type { SortKey } from '../selectors/agent-row.ts'
import type { Filters } from '../selectors/floor-rows.ts'
import type { Range } from '../selectors/time-axis.ts'
import type { PrintedDay } from './day-tools.ts'

/** Which of an agent's entries is meant: it began at `from`, milliseconds on the relay's clock. */
export type OpenedEntry = { readonly agentId: string; readonly from: number }

/** The events by which an element tells those above it what a supervisor did or wants, each with its detail. */
export type GadgetEvents = {
  /** A person was chosen: the agent id. */
  'rch-agent-chosen': string
  /** Back to the list: there is no room for both. */
  'rch-back': null
  /** A dialog was closed, by its button or by Esc, or is done with. */
  'rch-closed': null
  /** Another day was chosen: a moment in it, or null for today. */
  'rch-day': number | null
  /** An entry was chosen: the moment it began, milliseconds on the relay's clock. */
  'rch-entry-chosen': number
  /** An agent's history is to be opened with one of its entries chosen. */
  'rch-entry-opened': OpenedEntry
  /** Somebody wants an agent's entries in a file: the agent id. */
  'rch-export-agent': string
  /** Other filters were chosen: all of them. */
  'rch-filters': Filters
  /** Another moment is looked at; null: the present again. */
  'rch-past': PastFloor | null
  /** Somebody wants a day on paper. */
  'rch-print': PrintedDay
  /** Another stretch of time is to be shown in the lanes. */
  'rch-range': Range
  /** Another range of a report was chosen, and what it means now; a window of null where the fields make no range. */
  'rch-report-range': { readonly range: ReportRange; readonly window: Window | null }
  /** The head of a column was chosen, to order by it. */
  'rch-sort': SortKey
  /** Something else is to be looked at, or in another way: all of it. */
  'rch-view': View
}

/** One of them, on its way up through shadow roots. */
export class GadgetEvent<Name extends keyof GadgetEvents> extends CustomEvent<GadgetEvents[Name]> {
  constructor(name: Name, detail: GadgetEvents[Name]) {
    super(name, { detail, bubbles: true, composed: true })
  }
}

type Heard = { [Name in keyof GadgetEvents]: GadgetEvent<Name> }

declare global {
  interface HTMLElementEventMap extends Heard {}
}
