import type { ReasonCode } from '../cti/reason-code.ts'
import type { ReasonCodeId } from '../finesse/reason-code-id.ts'
import { carriesReason } from './agent-state.ts'
import type { FinesseObservation } from './observation.ts'
import { compareContent, seqOf } from './sorted.ts'

/** One thing Finesse said of a stay, however often and by whichever way it came. */
export type FinesseReading = {
  /** The earliest observation of it, without a stale reason. */
  readonly observation: FinesseObservation
  /** When it was first and last received, milliseconds. */
  readonly firstAt: number
  readonly lastAt: number
  /** When a gadget last heard of it, which hears whatever follows; the relay's witness only asks. -Infinity: none did. */
  readonly liveAt: number
}

/** When either of two readings was last heard of. */
export const lastOf = (
  a: Pick<FinesseReading, 'lastAt' | 'liveAt'>,
  b: Pick<FinesseReading, 'lastAt' | 'liveAt'>,
): Pick<FinesseReading, 'lastAt' | 'liveAt'> => ({
  lastAt: Math.max(a.lastAt, b.lastAt),
  liveAt: Math.max(a.liveAt, b.liveAt),
})

/** Does Finesse name a reason, by its element or by its id alone? */
export const hasReason = ({ reason, reasonCodeId }: FinesseObservation): boolean =>
  reason !== null || reasonCodeId !== null

/**
 * Finesse leaves the id of the last Not Ready reason standing while the agent talks, and gives none in most other states:
 * only in NOT_READY and LOGOUT is a reason the state's own.
 */
export const withoutStaleReason = (observation: FinesseObservation): FinesseObservation =>
  carriesReason(observation.state) || !hasReason(observation)
    ? observation
    : { ...observation, reason: null, reasonCodeId: null }

const codeOf = ({ observation }: FinesseReading): ReasonCode | null => observation.reason?.code ?? null
const idOf = ({ observation }: FinesseReading): ReasonCodeId | null => observation.reasonCodeId

const isSameReason = (a: FinesseReading, b: FinesseReading): boolean => codeOf(a) === codeOf(b) && idOf(a) === idOf(b)

/** Earliest received first. */
export const compareReadings = (a: FinesseReading, b: FinesseReading): number =>
  a.firstAt - b.firstAt || seqOf(a.observation) - seqOf(b.observation) || compareContent(a.observation, b.observation)

/** Adds a reading to those of one state and stateChangeTime; null where it says nothing new. */
export function addReading(
  readings: readonly FinesseReading[],
  reading: FinesseReading,
): readonly FinesseReading[] | null {
  // Most stays are read once.
  if (readings.length === 0) return [reading]
  const index = readings.findIndex((other) => isSameReason(other, reading))
  const there = readings[index]
  if (there === undefined) return [...readings, reading].toSorted(compareReadings)
  const isEarlier = compareReadings(reading, there) < 0
  if (!isEarlier && reading.lastAt <= there.lastAt && reading.liveAt <= there.liveAt) return null
  const merged: FinesseReading = {
    observation: isEarlier ? reading.observation : there.observation,
    firstAt: Math.min(reading.firstAt, there.firstAt),
    ...lastOf(reading, there),
  }
  return readings.with(index, merged).toSorted(compareReadings)
}

/** Two readings of one stay are of one reason unless they name two: the Team summary has no id, and either may lack both. */
function areCompatible(a: FinesseReading, b: FinesseReading): boolean {
  const [codeA, codeB, idA, idB] = [codeOf(a), codeOf(b), idOf(a), idOf(b)]
  return (codeA === null || codeB === null || codeA === codeB) && (idA === null || idB === null || idA === idB)
}

/**
 * Makes one reading of all that can be of one reason, each taking what the other lacks; several where Finesse named
 * several reasons with one stateChangeTime. Earliest first.
 */
export function mergeReadings(readings: readonly FinesseReading[]): readonly FinesseReading[] {
  if (readings.length === 1) return readings
  const merged: FinesseReading[] = []
  for (const reading of readings) {
    const index = merged.findIndex((other) => areCompatible(other, reading))
    const there = merged[index]
    if (there === undefined) {
      merged.push(reading)
      continue
    }
    const { reason, reasonCodeId } = there.observation
    merged[index] = {
      observation: {
        ...there.observation,
        reason: reason ?? reading.observation.reason,
        reasonCodeId: reasonCodeId ?? idOf(reading),
      },
      firstAt: there.firstAt,
      ...lastOf(there, reading),
    }
  }
  return merged
}
