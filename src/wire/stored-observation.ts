import {
  CALL_EVENTS,
  CALL_ROLES,
  type CallObservation,
  type CtiObservation,
  FINESSE_VIAS,
  type FinesseObservation,
  type FinesseReason,
  type GapObservation,
  type Observation,
  type SystemObservation,
} from '../history/observation.ts'
import { type Check, hasFields, isAnyOf, isBoolean, isInteger, isNullOr, isOneOf, isText } from './checks.ts'
import { isAgentId, isCode, isCodeId, isCount, isInstant, isShortText, isState } from './words.ts'

/** The largest CTI frame with its header, as hex. */
const MAX_RAW = 2 * (64 * 1024 + 8)

type Stored<T extends Observation> = T & { readonly seq: number }

/** An observation that has its place in the relay's history. */
export type StoredObservation = Stored<Observation>

export const isCtiObservation = hasFields<Stored<CtiObservation>>({
  kind: isOneOf(['cti']),
  seq: isCount,
  site: isShortText,
  agentId: isAgentId,
  state: isState,
  reason: isNullOr(isCode),
  at: isInstant,
  stateDuration: (value): value is number => typeof value === 'number' && value >= 0,
  client: isNullOr(isShortText),
  extension: isNullOr(isShortText),
  seeded: isBoolean,
  raw: isText(MAX_RAW),
})

export const isFinesseObservation = hasFields<Stored<FinesseObservation>>({
  kind: isOneOf(['finesse']),
  seq: isCount,
  agentId: isAgentId,
  state: isState,
  reasonCodeId: isNullOr(isCodeId),
  reason: isNullOr(hasFields<FinesseReason>({ code: isCode, label: isShortText })),
  stateChangeTime: isNullOr(isInstant),
  at: isInstant,
  via: isOneOf(FINESSE_VIAS),
})

const isGapObservation = hasFields<Stored<GapObservation>>({
  kind: isOneOf(['gap']),
  seq: isCount,
  source: isOneOf(['cti', 'finesse']),
  site: isShortText,
  from: isInstant,
  to: isNullOr(isInstant),
  why: isShortText,
  agentIds: isOneOf([undefined]),
})

const isCallObservation = hasFields<Stored<CallObservation>>({
  kind: isOneOf(['call']),
  seq: isCount,
  site: isShortText,
  agentId: isAgentId,
  event: isOneOf(CALL_EVENTS),
  role: isOneOf(CALL_ROLES),
  callId: isInteger,
  at: isInstant,
  extension: isNullOr(isShortText),
  caller: isNullOr(isShortText),
  cause: isNullOr(isShortText),
})

const isSystemObservation = hasFields<Stored<SystemObservation>>({
  kind: isOneOf(['system']),
  seq: isCount,
  site: isShortText,
  agentId: isNullOr(isAgentId),
  event: isShortText,
  at: isInstant,
  extension: isNullOr(isShortText),
  text: isNullOr(isShortText),
})

/** Accepts what the relay says of one observation. */
export const isStoredObservation: Check<StoredObservation> = isAnyOf<StoredObservation>(
  isCtiObservation,
  isFinesseObservation,
  isGapObservation,
  isCallObservation,
  isSystemObservation,
)
