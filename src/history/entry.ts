import type { ReasonCode } from '../cti/reason-code.ts'
import type { AgentState } from './agent-state.ts'
import type { LabelOrigin } from './catalogue.ts'
import type { CtiObservation, FinesseObservation, GapObservation } from './observation.ts'

/**
 * How the two sides' words on one stay compare:
 * - `agree`: both gave the same reason, or both gave none
 * - `finesse-missing`: the CTI server gave a reason, Finesse has none
 * - `cti-missing`: Finesse has a reason, the CTI server gave none
 * - `conflict`: two different reasons
 * - `pending`: the other side may still speak, the allowance is not over
 * - `expected`: a known harmless difference, e.g. UCCX 32760 right after sign-in
 * - `unknown`: nobody heard the reason (seeded state, gap, or a side not yet watched)
 * - `none`: the state carries no reason
 */
export const VERDICTS = [
  'agree',
  'finesse-missing',
  'cti-missing',
  'conflict',
  'pending',
  'expected',
  'unknown',
  'none',
] as const
export type Verdict = (typeof VERDICTS)[number]

/** The verdicts that a supervisor should look at: the two sides do not tell the same story. */
export const DIFFERENCES: ReadonlySet<Verdict> = new Set(['finesse-missing', 'cti-missing', 'conflict'])

/** The reason to show for a stay, and where it comes from. */
export type ShownReason = {
  readonly code: ReasonCode
  /** null: nobody has a label for this code. */
  readonly label: string | null
  /** Whose word it is. Finesse's element wins over the CTI server's code. */
  readonly origin: 'finesse' | 'cti'
  readonly labelOrigin: LabelOrigin | null
  /** Further labels that the catalogue has for this code in this category. */
  readonly otherLabels: readonly string[]
}

/** One stay of one agent in one state. Times are milliseconds since 1970 UTC on the relay's clock. */
export type Entry = {
  readonly agentId: string
  readonly state: AgentState
  readonly from: number
  /** null while the stay lasts. */
  readonly to: number | null
  /** True where a gap, not a following state, ended it: what came after nobody heard. */
  readonly endedByGap: boolean
  /** What the CTI server said when the stay began; null where it said nothing. */
  readonly cti: CtiObservation | null
  /** What Finesse said of this stay, its several readings merged into one; null where it said nothing. */
  readonly finesse: FinesseObservation | null
  /** False where the CTI server was not heard when the stay began or soon after, so that its silence means nothing. */
  readonly ctiWatched: boolean
  /** False where Finesse was not watched when the stay began or soon after, so that its silence means nothing. */
  readonly finesseWatched: boolean
  readonly reason: ShownReason | null
  readonly verdict: Verdict
  /**
   * Milliseconds from the CTI event to Finesse's stateChangeTime, the difference of the clocks taken out. Null where there
   * was no event (only an answer to a question), or Finesse did not speak of the stay within the allowance.
   */
  readonly lag: number | null
}

/** One bar of one lane: what one source alone says. Times as in an Entry. */
export type Stay = {
  readonly state: AgentState
  readonly from: number
  readonly to: number | null
  /** The code that this source gave; null for none. */
  readonly code: ReasonCode | null
  /** True where this source cannot know the reason (seeded). */
  readonly seeded: boolean
}

/** The lanes of one agent, oldest first. `gaps` say where a source was deaf; outside of stays and gaps it was not watched. */
export type Lanes = {
  readonly cti: readonly Stay[]
  readonly finesse: readonly Stay[]
  readonly gaps: readonly GapObservation[]
}
