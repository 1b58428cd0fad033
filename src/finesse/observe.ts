import type { FinesseObservation, FinesseVia, Instant } from '../history/observation.ts'
import type { FinesseUser } from './user.ts'

/** How a word of Finesse came: by which way, and when on the reader's clock. */
export type Sighting = { readonly via: FinesseVia; readonly at: Instant }

/**
 * What Finesse says of an agent, from a User or a Team's member. A reason counts in NOT_READY and LOGOUT only: elsewhere
 * Finesse leaves the id of the last one standing. -1, an empty and an absent id are null.
 */
export function observeUser(user: FinesseUser, { via, at }: Sighting): FinesseObservation {
  const { loginId, state, stateChangeTime, reasonCodeId, reasonCode } = user
  const carriesReason = state === 'NOT_READY' || state === 'LOGOUT'
  return {
    kind: 'finesse',
    agentId: loginId,
    state,
    reasonCodeId: carriesReason ? (reasonCodeId ?? reasonCode?.id ?? null) : null,
    reason: carriesReason && reasonCode ? { code: reasonCode.code, label: reasonCode.label } : null,
    stateChangeTime,
    at,
    via,
  }
}
