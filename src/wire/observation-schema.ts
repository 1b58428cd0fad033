import * as v from 'valibot'
import { MAX_AGENT_ID } from '../cti/agent-key.ts'
import { isReasonCode, type ReasonCode } from '../cti/reason-code.ts'
import { isReasonCodeId, type ReasonCodeId } from '../finesse/reason-code-id.ts'
import { AGENT_STATES } from '../history/agent-state.ts'
import {
  CALL_EVENTS,
  CALL_ROLES,
  type CtiObservation,
  FINESSE_VIAS,
  type FinesseObservation,
  type FinesseReason,
  type Instant,
  type Observation,
} from '../history/observation.ts'
import { MAX_TEXT } from './short-text.ts'

/** The largest CTI frame with its header, as hex. */
const MAX_RAW = 2 * (64 * 1024 + 8)

type Stored<T extends Observation> = T & { readonly seq: number }

/** Is a value what it should be? */
type Check = (value: unknown) => boolean

const isText = (max: number, min = 0): Check => {
  return (value) => typeof value === 'string' && value.length >= min && value.length <= max
}
const isOneOf = (words: readonly unknown[]): Check => {
  return (value) => words.includes(value)
}
const isNullOr = (is: Check): Check => {
  return (value) => value === null || is(value)
}

const isInstant: Check = (value) =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) &&
  !Number.isNaN(Date.parse(value))
const isAgentId = isText(MAX_AGENT_ID, 1)
const isSeq: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0
const isShortText = isText(MAX_TEXT)
const isCode: Check = (value) => typeof value === 'number' && isReasonCode(value)
const isId: Check = (value) => typeof value === 'number' && isReasonCodeId(value)
const isState = isOneOf(AGENT_STATES)

/** A moment: UTC, ISO 8601 with milliseconds and `Z`. */
export const instantSchema = v.custom<Instant>(isInstant)

export const agentIdSchema = v.custom<string>(isAgentId)

/** A place in the relay's history; 0 stands before the first observation. */
export const seqSchema = v.custom<number>(isSeq)

export const textSchema = v.custom<string>(isShortText)

export const reasonCodeSchema = v.custom<ReasonCode>(isCode)

export const reasonCodeIdSchema = v.custom<ReasonCodeId>(isId)

/**
 * An object with these fields; what else it may have stays in it. Of these two kinds an answer holds thousands: each would
 * take valibot's own `object` five times as long, which makes a copy and several objects more for each field.
 */
function hasFields<T>(fields: Readonly<Record<keyof T, Check>>): Check {
  const names = Object.keys(fields) as (keyof T)[]
  return (value) =>
    typeof value === 'object' && value !== null && names.every((name) => fields[name]((value as Partial<T>)[name]))
}

const isCti = hasFields<CtiObservation>({
  kind: isOneOf(['cti']),
  seq: isSeq,
  site: isShortText,
  agentId: isAgentId,
  state: isState,
  reason: isNullOr(isCode),
  at: isInstant,
  stateDuration: (value) => typeof value === 'number' && value >= 0,
  client: isNullOr(isShortText),
  extension: isNullOr(isShortText),
  seeded: (value) => typeof value === 'boolean',
  raw: isText(MAX_RAW),
})

const isFinesse = hasFields<FinesseObservation>({
  kind: isOneOf(['finesse']),
  seq: isSeq,
  agentId: isAgentId,
  state: isState,
  reasonCodeId: isNullOr(isId),
  reason: isNullOr(hasFields<FinesseReason>({ code: isCode, label: isShortText })),
  stateChangeTime: isNullOr(isInstant),
  at: isInstant,
  via: isOneOf(FINESSE_VIAS),
})

export const ctiObservationSchema = v.custom<Stored<CtiObservation>>(isCti)

export const finesseObservationSchema = v.custom<Stored<FinesseObservation>>(isFinesse)

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
export type StoredObservation = Stored<Observation>

/** Accepts what the relay says of one observation; the type is the history's own. */
export const observationSchema: v.GenericSchema<unknown, StoredObservation> = v.union([
  // In one step: a schema that refuses makes an explanation, which nobody reads of an observation of the other kind.
  v.custom<Stored<CtiObservation | FinesseObservation>>((value) => isCti(value) || isFinesse(value)),
  v.variant('kind', [gapObservationSchema, callObservationSchema, systemObservationSchema]),
])
