import type { AgentState } from '../../history/agent-state.ts'
import type { Deployment, SystemCode } from '../../history/catalogue.ts'

/** What a supervisor may put an agent of an own team into (reference, 4). */
export const CHANGES = ['READY', 'NOT_READY', 'LOGOUT'] as const
export type Change = (typeof CHANGES)[number]

const AFTER_CALL: readonly AgentState[] = ['WORK', 'WORK_READY']
const RESERVED: readonly AgentState[] = ['RESERVED', 'RESERVED_OUTBOUND', 'RESERVED_OUTBOUND_PREVIEW']

/**
 * From which states each change is possible: Finesse's documentation of a supervisor's changes, which names the states for
 * LOGOUT and NOT_READY. For READY it names none: those in which an agent takes no calls and is on none.
 */
const POSSIBLE_FROM: Readonly<Record<Change, ReadonlySet<AgentState>>> = {
  READY: new Set<AgentState>(['NOT_READY', 'WORK']),
  NOT_READY: new Set<AgentState>(['READY', ...AFTER_CALL]),
  LOGOUT: new Set<AgentState>(['READY', 'NOT_READY', ...RESERVED, 'TALKING', 'HOLD', ...AFTER_CALL]),
}

/** May a supervisor ask for this change of an agent who is in this state? */
export const isPossible = (change: Change, from: AgentState): boolean => POSSIBLE_FROM[change].has(from)

/**
 * What the contact centre records as the reason of a change that a supervisor forces, who cannot give one himself: 999
 * (CCE), 33 or 22 (CCX). null for READY, which has no reason.
 */
export const forcedReason = (
  systemCodes: readonly SystemCode[],
  deployment: Deployment,
  change: Change,
): SystemCode | null =>
  change === 'READY'
    ? null
    : (systemCodes.find(
        (code) => code.deployment === deployment && code.category === change && code.causedBy === 'supervisor',
      ) ?? null)
