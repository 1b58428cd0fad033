import type { CtiAgentState } from '../cti/agent-state.ts'
import type { ReasonCategory } from './catalogue.ts'

/**
 * The states of an agent for voice (MRD 1), spelt as Finesse spells them whichever side said them.
 * The last five exist on the CTI side only.
 */
export const AGENT_STATES = [
  'LOGIN',
  'LOGOUT',
  'NOT_READY',
  'READY',
  'RESERVED',
  'RESERVED_OUTBOUND',
  'RESERVED_OUTBOUND_PREVIEW',
  'TALKING',
  'HOLD',
  'WORK',
  'WORK_READY',
  'UNKNOWN',
  'BUSY_OTHER',
  'ACTIVE',
  'PAUSED',
  'INTERRUPTED',
  'NOT_ACTIVE',
] as const

export type AgentState = (typeof AGENT_STATES)[number]

/** The CTI server's AgentState and what it is called here, in the order of its numbers (GED-188, 0 to 14). */
const STATE_OF_CTI = {
  LOGIN: 'LOGIN',
  LOGOUT: 'LOGOUT',
  NOT_READY: 'NOT_READY',
  AVAILABLE: 'READY',
  TALKING: 'TALKING',
  WORK_NOT_READY: 'WORK',
  WORK_READY: 'WORK_READY',
  BUSY_OTHER: 'BUSY_OTHER',
  RESERVED: 'RESERVED',
  UNKNOWN: 'UNKNOWN',
  HOLD: 'HOLD',
  ACTIVE: 'ACTIVE',
  PAUSED: 'PAUSED',
  INTERRUPTED: 'INTERRUPTED',
  NOT_ACTIVE: 'NOT_ACTIVE',
} as const satisfies Record<Exclude<CtiAgentState, `STATE_${number}`>, AgentState>

// Marked so that the gadget, which gets no numbers, goes without it.
const STATES_BY_CTI_NUMBER = /* @__PURE__ */ Object.values(STATE_OF_CTI)

/** The state that the CTI server means by a name or number; UNKNOWN for one that no guide lists. */
export const stateFromCti = (cti: CtiAgentState | number): AgentState =>
  typeof cti === 'number'
    ? (STATES_BY_CTI_NUMBER[cti] ?? 'UNKNOWN')
    : ((STATE_OF_CTI as Partial<Record<CtiAgentState, AgentState>>)[cti] ?? 'UNKNOWN')

/**
 * Does Finesse keep a reason for this state? In NOT_READY and LOGOUT only: an id that stands in any other state is left
 * over from an earlier one.
 */
export const carriesReason = (state: AgentState): boolean => state === 'NOT_READY' || state === 'LOGOUT'

const CATEGORY_OF_STATE: Readonly<Partial<Record<AgentState, ReasonCategory>>> = {
  NOT_READY: 'NOT_READY',
  LOGOUT: 'LOGOUT',
  READY: 'READY',
  WORK: 'WORK',
  WORK_READY: 'WORK',
  RESERVED: 'RESERVED',
  RESERVED_OUTBOUND: 'RESERVED',
  RESERVED_OUTBOUND_PREVIEW: 'RESERVED',
}

/** The category in which a code given with this state is looked up; null where no deployment gives one. */
export const reasonCategoryOf = (state: AgentState): ReasonCategory | null => CATEGORY_OF_STATE[state] ?? null

/**
 * Can the CTI server's state and Finesse's be one stay? The CTI server has one word, RESERVED, for what Finesse tells
 * apart by the kind of the call.
 */
export const isSameState = (cti: AgentState, finesse: AgentState): boolean =>
  cti === finesse ||
  (cti === 'RESERVED' && (finesse === 'RESERVED_OUTBOUND' || finesse === 'RESERVED_OUTBOUND_PREVIEW'))
