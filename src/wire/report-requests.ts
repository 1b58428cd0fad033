import * as v from 'valibot'
import { DEPLOYMENTS } from '../history/catalogue.ts'
import { MAX_FRAME, MAX_REPORT_AGENTS } from './protocol.ts'
import { agentIdSchema, instantSchema, textSchema } from './schemas.ts'

/** Clocks that differ by more than this are set wrong. */
const MAX_AHEAD_MS = 24 * 3_600_000

/** What every request for a report says. */
const common = {
  /** Chosen by the gadget; the answers carry it. No other request that waits may have the same. */
  id: v.pipe(v.number(), v.safeInteger()),
  /** Of a supervised team only; of all when absent. */
  teamId: v.optional(textSchema),
  /** Of these agents only; of all when absent. */
  agentIds: v.optional(v.pipe(v.array(agentIdSchema), v.minLength(1), v.maxLength(MAX_REPORT_AGENTS))),
  /** Finesse's clock minus the relay's as the gadget knows it, milliseconds. Default: 0. */
  finesseAheadMs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(-MAX_AHEAD_MS), v.maxValue(MAX_AHEAD_MS))),
}

/** A stretch of time; `to` is not part of it. */
const stretch = { from: instantSchema, to: instantSchema }

export const totalsRequestSchema = v.object({ type: v.literal('totals'), ...common, ...stretch })

/** What lasted in the stretch; where both ends are one moment, what lasted then. */
export const entriesRequestSchema = v.object({ type: v.literal('entries'), ...common, ...stretch })

/** The first difference that began after a moment, or the last one before it. */
export const differenceRequestSchema = v.object({
  type: v.literal('difference'),
  ...common,
  from: instantSchema,
  direction: v.picklist(['next', 'previous']),
})

/** What the bytes of a CTI event say, field by field. */
export const frameRequestSchema = v.object({
  type: v.literal('frame'),
  id: common.id,
  dialect: v.picklist(DEPLOYMENTS),
  /** Whom it is about. */
  agentId: agentIdSchema,
  /** The whole frame as hex. */
  raw: v.pipe(v.string(), v.maxLength(MAX_FRAME), v.regex(/^(?:[0-9a-f]{2}){8,}$/)),
})

/** Ends a report that is being made; it is answered no more. */
export const cancelSchema = v.object({ type: v.literal('cancel'), id: common.id })

export type TotalsRequest = v.InferOutput<typeof totalsRequestSchema>
export type EntriesRequest = v.InferOutput<typeof entriesRequestSchema>
export type DifferenceRequest = v.InferOutput<typeof differenceRequestSchema>
export type FrameRequest = v.InferOutput<typeof frameRequestSchema>
export type ReportRequest = TotalsRequest | EntriesRequest | DifferenceRequest
