/**
 * The states of an agent, spelt as Finesse spells them whichever side said them.
 * The last four exist on the CTI side only.
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
