import { withoutStaleReason } from '../history/finesse-readings.ts'
import type { FinesseObservation, FinesseVia, Instant } from '../history/observation.ts'
import type { FinesseUser } from './user.ts'

/** How a word of Finesse came: by which way, and when on the reader's clock. */
export type Sighting = { readonly via: FinesseVia; readonly at: Instant }

/**
 * What Finesse says of an agent, from a User or a Team's member, without a reason that is left over from an earlier state.
 * -1, an empty and an absent id are null.
 */
export function observeUser(user: FinesseUser, { via, at }: Sighting): FinesseObservation {
  const { loginId, state, stateChangeTime, reasonCodeId, reasonCode } = user
  return withoutStaleReason({
    kind: 'finesse',
    agentId: loginId,
    state,
    reasonCodeId: reasonCodeId ?? reasonCode?.id ?? null,
    reason: reasonCode && { code: reasonCode.code, label: reasonCode.label },
    stateChangeTime,
    at,
    via,
  })
}
