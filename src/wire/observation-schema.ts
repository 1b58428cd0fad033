import * as v from 'valibot'
import { MAX_AGENT_ID } from '../cti/agent-key.ts'
import { isReasonCode, type ReasonCode } from '../cti/reason-code.ts'
import { isReasonCodeId, type ReasonCodeId } from '../finesse/reason-code-id.ts'
import { AGENT_STATES } from '../history/agent-state.ts'
import { CALL_EVENTS, CALL_ROLES, FINESSE_VIAS, type Observation } from '../history/observation.ts'
import { MAX_TEXT } from './short-text.ts'

/** The largest CTI frame with its header, as hex. */
const MAX_RAW = 2 * (64 * 1024 + 8)

/** A moment: UTC, ISO 8601 with milliseconds and `Z`. */
export const instantSchema = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  v.check((text) => !Number.isNaN(Date.parse(text))),
)

export const agentIdSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_AGENT_ID))

/** A place in the relay's history; 0 stands before the first observation. */
export const seqSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

export const textSchema = v.pipe(v.string(), v.maxLength(MAX_TEXT))

export const reasonCodeSchema = v.custom<ReasonCode>((value) => typeof value === 'number' && isReasonCode(value))

export const reasonCodeIdSchema = v.custom<ReasonCodeId>((value) => typeof value === 'number' && isReasonCodeId(value))

export const ctiObservationSchema = v.object({
  seq: seqSchema,
  kind: v.literal('cti'),
  site: textSchema,
  agentId: agentIdSchema,
  state: v.picklist(AGENT_STATES),
  reason: v.nullable(reasonCodeSchema),
  at: instantSchema,
  stateDuration: v.pipe(v.number(), v.minValue(0)),
  client: v.nullable(textSchema),
  extension: v.nullable(textSchema),
  seeded: v.boolean(),
  raw: v.pipe(v.string(), v.maxLength(MAX_RAW)),
})

export const finesseObservationSchema = v.object({
  seq: seqSchema,
  kind: v.literal('finesse'),
  agentId: agentIdSchema,
  state: v.picklist(AGENT_STATES),
  reasonCodeId: v.nullable(reasonCodeIdSchema),
  reason: v.nullable(v.object({ code: reasonCodeSchema, label: textSchema })),
  stateChangeTime: v.nullable(instantSchema),
  at: instantSchema,
  via: v.picklist(FINESSE_VIAS),
})

const gapObservationSchema = v.object({
  seq: seqSchema,
  kind: v.literal('gap'),
  source: v.optional(v.picklist(['cti', 'finesse']), 'cti'),
  site: textSchema,
  from: instantSchema,
  to: v.nullable(instantSchema),
  why: textSchema,
})

const callObservationSchema = v.object({
  seq: seqSchema,
  kind: v.literal('call'),
  site: textSchema,
  agentId: agentIdSchema,
  event: v.picklist(CALL_EVENTS),
  role: v.picklist(CALL_ROLES),
  callId: v.pipe(v.number(), v.safeInteger()),
  at: instantSchema,
  extension: v.nullable(textSchema),
  caller: v.nullable(textSchema),
  cause: v.nullable(textSchema),
})

const systemObservationSchema = v.object({
  seq: seqSchema,
  kind: v.literal('system'),
  site: textSchema,
  agentId: v.nullable(agentIdSchema),
  event: textSchema,
  at: instantSchema,
  extension: v.nullable(textSchema),
  text: v.nullable(textSchema),
})

/** An observation that has its place in the relay's history. */
export type StoredObservation = Observation & { readonly seq: number }

/** Accepts what the relay says of one observation; the type is the history's own. */
export const observationSchema: v.GenericSchema<unknown, StoredObservation> = v.variant('kind', [
  ctiObservationSchema,
  finesseObservationSchema,
  gapObservationSchema,
  callObservationSchema,
  systemObservationSchema,
])
