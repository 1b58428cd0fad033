import type { AgentState } from '../../history/agent-state.ts'

/** States that look and count alike. The names are also those of the colours. */
export const STATE_GROUPS = ['not-ready', 'ready', 'reserved', 'talking', 'work', 'out', 'unknown'] as const
export type StateGroup = (typeof STATE_GROUPS)[number]

const GROUP_OF: Readonly<Record<AgentState, StateGroup>> = {
  NOT_READY: 'not-ready',
  READY: 'ready',
  RESERVED: 'reserved',
  RESERVED_OUTBOUND: 'reserved',
  RESERVED_OUTBOUND_PREVIEW: 'reserved',
  TALKING: 'talking',
  HOLD: 'talking',
  BUSY_OTHER: 'talking',
  ACTIVE: 'talking',
  PAUSED: 'talking',
  INTERRUPTED: 'talking',
  WORK: 'work',
  WORK_READY: 'work',
  LOGOUT: 'out',
  NOT_ACTIVE: 'out',
  LOGIN: 'unknown',
  UNKNOWN: 'unknown',
}

/** The group of a state; of an agent of whom nothing is known, `unknown`. */
export const stateGroup = (state: AgentState | null | undefined): StateGroup => (state ? GROUP_OF[state] : 'unknown')
