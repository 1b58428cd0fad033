import type { FrameField, FrameReading } from '../cti/frame-fields.ts'
import { LABEL_ORIGINS } from '../history/catalogue.ts'
import { type Entry, type ShownReason, VERDICTS } from '../history/entry.ts'
import type { EntryKey, ReasonTotal, Totals } from '../history/totals.ts'
import { type Check, hasFields, isBoolean, isInteger, isListOf, isNullOr, isOneOf } from './checks.ts'
import { isCtiObservation, isFinesseObservation } from './stored-observation.ts'
import { isAgentId, isAnyText, isCode, isCount, isShare, isShortText, isState } from './words.ts'

/** What every part of an answer says: it comes in parts, the last of which is `complete`. */
type Part<Type extends string> = {
  readonly type: Type
  readonly id: number
  /** How much of the work is done, 0 to 1. */
  readonly progress: number
  readonly complete: boolean
}

const partFields = { id: isInteger, progress: isShare, complete: isBoolean }

export type TotalsPart = Part<'totals'> & {
  /** Each agent's own, once; agents of whom nothing was heard are left out. */
  readonly agents: readonly { readonly agentId: string; readonly totals: Totals }[]
}

export type EntriesPart = Part<'entries'> & {
  /** One agent's after another's, each oldest first. The bytes of the events (`raw`) are left out. */
  readonly entries: readonly Entry[]
}

export type DifferencePart = Part<'difference'> & {
  /** null until it is found; null in the last part where there is none. */
  readonly entry: Entry | null
}

export type FramePart = Part<'frame'> & {
  /** null where it is no message that the relay knows. Its bytes are those that were asked about. */
  readonly reading: FrameReading | null
}

export type ReportPart = TotalsPart | EntriesPart | DifferencePart

/** The last moment whose year has four digits, as in an instant: what is beyond it could not be shown. */
const LAST_MOMENT = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/** Milliseconds since 1970 UTC. */
const isMoment: Check<number> = (value): value is number => isInteger(value) && Math.abs(value) <= LAST_MOMENT

/** Of an entry as the relay reduced it. */
export const isEntry = hasFields<Entry>({
  agentId: isAgentId,
  state: isState,
  from: isMoment,
  to: isNullOr(isMoment),
  endedByGap: isBoolean,
  cti: isNullOr(isCtiObservation),
  finesse: isNullOr(isFinesseObservation),
  ctiWatched: isBoolean,
  finesseWatched: isBoolean,
  reason: isNullOr(
    hasFields<ShownReason>({
      code: isCode,
      label: isNullOr(isShortText),
      origin: isOneOf(['finesse', 'cti']),
      labelOrigin: isNullOr(isOneOf(LABEL_ORIGINS)),
      otherLabels: isListOf(isShortText),
    }),
  ),
  verdict: isOneOf(VERDICTS),
  lag: isNullOr(isInteger),
})

const keyFields = { agentId: isAgentId, from: isMoment }

const verdictFields = Object.fromEntries(VERDICTS.map((verdict) => [verdict, isCount]))

const isTotals = hasFields<Totals>({
  reasons: isListOf(
    hasFields<ReasonTotal>({
      state: isState,
      code: isNullOr(isCode),
      label: isNullOr(isShortText),
      timeMs: isCount,
      count: isCount,
      longestMs: isCount,
    }),
  ),
  longest: isNullOr(hasFields<EntryKey & { readonly timeMs: number }>({ ...keyFields, timeMs: isCount })),
  notReadyMs: isCount,
  notReadyWatchedMs: isCount,
  notReadyWithoutFinesseMs: isCount,
  shareWithoutFinesse: isNullOr(isShare),
  worstLag: isNullOr(hasFields<EntryKey & { readonly lag: number }>({ ...keyFields, lag: isInteger })),
  verdicts: hasFields<Totals['verdicts']>(verdictFields as Record<keyof Totals['verdicts'], Check<number>>),
})

export const isTotalsPart = hasFields<TotalsPart>({
  type: isOneOf(['totals']),
  ...partFields,
  agents: isListOf(hasFields<TotalsPart['agents'][number]>({ agentId: isAgentId, totals: isTotals })),
})

export const isEntriesPart = hasFields<EntriesPart>({
  type: isOneOf(['entries']),
  ...partFields,
  entries: isListOf(isEntry),
})

export const isDifferencePart = hasFields<DifferencePart>({
  type: isOneOf(['difference']),
  ...partFields,
  entry: isNullOr(isEntry),
})

export const isFramePart = hasFields<FramePart>({
  type: isOneOf(['frame']),
  ...partFields,
  reading: isNullOr(
    hasFields<FrameReading>({
      message: isShortText,
      fields: isListOf(hasFields<FrameField>({ name: isShortText, from: isInteger, to: isInteger, value: isAnyText })),
    }),
  ),
})
