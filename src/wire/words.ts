import { MAX_AGENT_ID } from '../cti/agent-key.ts'
import { isReasonCode, type ReasonCode } from '../cti/reason-code.ts'
import { isReasonCodeId, type ReasonCodeId } from '../finesse/reason-code-id.ts'
import { AGENT_STATES } from '../history/agent-state.ts'
import type { Instant } from '../history/observation.ts'
import { type Check, isInteger, isOneOf, isText } from './checks.ts'
import { MAX_TEXT } from './short-text.ts'

/** A number of things, a sum of milliseconds, or a place in the relay's history, where 0 stands before the first observation. */
export const isCount: Check<number> = (value): value is number => isInteger(value) && value >= 0

/** A part of a whole, 0 to 1. */
export const isShare: Check<number> = (value): value is number => typeof value === 'number' && value >= 0 && value <= 1

/** A moment: UTC, ISO 8601 with milliseconds and `Z`. */
export const isInstant: Check<Instant> = (value): value is Instant =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) &&
  !Number.isNaN(Date.parse(value))

export const isAgentId = isText(MAX_AGENT_ID, 1)

export const isShortText = isText(MAX_TEXT)

/** What a person wrote, or the relay for one: as long as the message lets it be. */
export const isAnyText = isText(Infinity)

export const isState = isOneOf(AGENT_STATES)

export const isCode: Check<ReasonCode> = (value): value is ReasonCode =>
  typeof value === 'number' && isReasonCode(value)

export const isCodeId: Check<ReasonCodeId> = (value): value is ReasonCodeId =>
  typeof value === 'number' && isReasonCodeId(value)
