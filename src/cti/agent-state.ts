/**
 * AgentState as GED-188 names and numbers it. UCCX has the same numbers and calls 3 READY and 5 WORK; 6, 11 and 12 it uses for
 * internal states only.
 */
export const CTI_AGENT_STATES = [
  'LOGIN',
  'LOGOUT',
  'NOT_READY',
  'AVAILABLE',
  'TALKING',
  'WORK_NOT_READY',
  'WORK_READY',
  'BUSY_OTHER',
  'RESERVED',
  'UNKNOWN',
  'HOLD',
  'ACTIVE',
  'PAUSED',
  'INTERRUPTED',
  'NOT_ACTIVE',
] as const

/** A state by its name; a number that no guide lists keeps it, e.g. `STATE_15`. */
export type CtiAgentState = (typeof CTI_AGENT_STATES)[number] | `STATE_${number}`

/** The state with this number. */
export const agentStateOf = (value: number): CtiAgentState => CTI_AGENT_STATES[value] ?? `STATE_${value}`

/** The number of a state, or NaN where the name is none. */
export function agentStateNumber(state: string): number {
  const index = (CTI_AGENT_STATES as readonly string[]).indexOf(state)
  if (index >= 0) return index
  return /^STATE_\d{1,5}$/.test(state) ? Number(state.slice('STATE_'.length)) : NaN
}
