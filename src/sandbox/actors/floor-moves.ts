import type { CtiAgentState } from '../../cti/agent-state.ts'
import type { Dialect } from '../../cti/dialect.ts'
import type { StateChange } from '../../finesse/actor.ts'

/**
 * What may happen to an agent next, and who does it:
 * - `acd`: the contact centre itself, with the system's code of this label in Finesse
 * - `application`: a program, through SET_AGENT_STATE_REQ, with one of the reasons that people may choose
 * - `agent`: the agent at his desktop, through Finesse's API, with the id of such a reason
 * - `supervisor`: his supervisor, in the same way, who may give none
 */
export type Move =
  | { readonly by: 'acd'; readonly to: CtiAgentState; readonly label?: string }
  | { readonly by: 'application'; readonly to: 'AVAILABLE' | 'NOT_READY' }
  | { readonly by: 'agent'; readonly to: StateChange['state'] }
  | { readonly by: 'supervisor'; readonly to: 'NOT_READY' | 'LOGOUT' }

/** How often compared with the others, and in which dialect if not in both. */
type Weighed = readonly [weight: number, move: Move, only?: Dialect]

const MOVES: Readonly<Partial<Record<CtiAgentState, readonly Weighed[]>>> = {
  AVAILABLE: [
    [12, { by: 'acd', to: 'RESERVED' }],
    [4, { by: 'agent', to: 'NOT_READY' }],
    [3, { by: 'application', to: 'NOT_READY' }],
    [1, { by: 'supervisor', to: 'NOT_READY' }],
    [1, { by: 'acd', to: 'NOT_READY', label: 'Offhook' }],
  ],
  RESERVED: [
    [5, { by: 'acd', to: 'TALKING' }],
    [1, { by: 'acd', to: 'NOT_READY', label: 'Call Not Answered' }],
  ],
  TALKING: [
    [6, { by: 'acd', to: 'WORK_NOT_READY' }],
    [4, { by: 'acd', to: 'AVAILABLE' }],
    [1, { by: 'agent', to: 'NOT_READY' }],
    [2, { by: 'acd', to: 'HOLD' }, 'ucce'],
  ],
  HOLD: [[1, { by: 'acd', to: 'TALKING' }]],
  WORK_NOT_READY: [
    [5, { by: 'acd', to: 'AVAILABLE' }],
    [1, { by: 'acd', to: 'NOT_READY', label: 'Wrap Up Timer Expiry' }, 'uccx'],
  ],
  NOT_READY: [
    [10, { by: 'agent', to: 'READY' }],
    [2, { by: 'application', to: 'AVAILABLE' }],
    [2, { by: 'agent', to: 'LOGOUT' }],
    [1, { by: 'acd', to: 'LOGOUT', label: 'System Disconnect' }],
    // UCCX refuses to change one reason for another.
    [2, { by: 'application', to: 'NOT_READY' }, 'ucce'],
    [1, { by: 'supervisor', to: 'LOGOUT' }],
  ],
  LOGOUT: [[1, { by: 'agent', to: 'LOGIN' }]],
}

/**
 * The next move of an agent in a state; null where he stays.
 * @param chance From 0 up to 1.
 */
export function nextMove(dialect: Dialect, state: CtiAgentState, chance: number): Move | null {
  const possible = (MOVES[state] ?? []).filter(([, , only]) => only === undefined || only === dialect)
  let point = chance * possible.reduce((sum, [weight]) => sum + weight, 0)
  return possible.find(([weight]) => (point -= weight) < 0)?.[1] ?? null
}
