import * as v from 'valibot'
import type { FrameReading } from '../cti/frame-fields.ts'
import { AGENT_STATES } from '../history/agent-state.ts'
import { LABEL_ORIGINS } from '../history/catalogue.ts'
import { type Entry, VERDICTS } from '../history/entry.ts'
import type { Totals } from '../history/totals.ts'
import {
  agentIdSchema,
  ctiObservationSchema,
  finesseObservationSchema,
  reasonCodeSchema,
  textSchema,
} from './observation-schema.ts'

const integerSchema = v.pipe(v.number(), v.safeInteger())
const sumSchema = v.pipe(integerSchema, v.minValue(0))

/** The last moment whose year has four digits, as in an instant: what is beyond it could not be shown. */
const LAST_MOMENT = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/** Milliseconds since 1970 UTC. */
const momentSchema = v.pipe(integerSchema, v.minValue(-LAST_MOMENT), v.maxValue(LAST_MOMENT))
const stateSchema = v.picklist(AGENT_STATES)

/** Accepts an entry as the relay reduced it; the type is the history's own. The bytes of the event (`raw`) are left out. */
export const entrySchema: v.GenericSchema<unknown, Entry> = v.object({
  agentId: agentIdSchema,
  state: stateSchema,
  from: momentSchema,
  to: v.nullable(momentSchema),
  endedByGap: v.boolean(),
  cti: v.nullable(ctiObservationSchema),
  finesse: v.nullable(finesseObservationSchema),
  ctiWatched: v.boolean(),
  finesseWatched: v.boolean(),
  reason: v.nullable(
    v.object({
      code: reasonCodeSchema,
      label: v.nullable(textSchema),
      origin: v.picklist(['finesse', 'cti']),
      labelOrigin: v.nullable(v.picklist(LABEL_ORIGINS)),
      otherLabels: v.array(textSchema),
    }),
  ),
  verdict: v.picklist(VERDICTS),
  lag: v.nullable(integerSchema),
})

const key = { agentId: agentIdSchema, from: momentSchema }

/** Accepts sums over a stretch of time; the type is the history's own. */
const totalsSchema: v.GenericSchema<unknown, Totals> = v.object({
  reasons: v.array(
    v.object({
      state: stateSchema,
      code: v.nullable(reasonCodeSchema),
      label: v.nullable(textSchema),
      timeMs: sumSchema,
      count: sumSchema,
      longestMs: sumSchema,
    }),
  ),
  longest: v.nullable(v.object({ ...key, timeMs: sumSchema })),
  notReadyMs: sumSchema,
  notReadyWatchedMs: sumSchema,
  notReadyWithoutFinesseMs: sumSchema,
  shareWithoutFinesse: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  worstLag: v.nullable(v.object({ ...key, lag: integerSchema })),
  verdicts: v.object(v.entriesFromList(VERDICTS, sumSchema)),
})

/** What every part of an answer says: it comes in parts, the last of which is `complete`. */
const part = {
  id: v.number(),
  /** How much of the work is done, 0 to 1. */
  progress: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  complete: v.boolean(),
}

export const totalsPartSchema = v.object({
  type: v.literal('totals'),
  ...part,
  /** Each agent's own, once; agents of whom nothing was heard are left out. */
  agents: v.array(v.object({ agentId: agentIdSchema, totals: totalsSchema })),
})

export const entriesPartSchema = v.object({
  type: v.literal('entries'),
  ...part,
  /** One agent's after another's, each oldest first. */
  entries: v.array(entrySchema),
})

export const differencePartSchema = v.object({
  type: v.literal('difference'),
  ...part,
  /** null until it is found; null in the last part where there is none. */
  entry: v.nullable(entrySchema),
})

/** Accepts what a frame says; the type is the protocol's own. Its bytes are those that were asked about. */
const frameReadingSchema: v.GenericSchema<unknown, FrameReading> = v.object({
  message: textSchema,
  fields: v.array(v.object({ name: textSchema, from: integerSchema, to: integerSchema, value: v.string() })),
})

export const framePartSchema = v.object({
  type: v.literal('frame'),
  ...part,
  /** null where it is no message that the relay knows. */
  reading: v.nullable(frameReadingSchema),
})

export type TotalsPart = v.InferOutput<typeof totalsPartSchema>
export type EntriesPart = v.InferOutput<typeof entriesPartSchema>
export type DifferencePart = v.InferOutput<typeof differencePartSchema>
export type FramePart = v.InferOutput<typeof framePartSchema>
export type ReportPart = TotalsPart | EntriesPart | DifferencePart
