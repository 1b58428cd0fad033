import * as fc from 'fast-check'
import { type AgentState, carriesReason } from '../../src/history/agent-state.ts'
import { DEFAULT_ALLOWANCE_MS } from '../../src/history/floor-history.ts'
import type { CtiObservation, FinesseObservation } from '../../src/history/observation.ts'
import { cti, finesse, instant, labelled } from './heard.ts'

/** What really happened, and how late each side told it. Seconds. */
type Step = {
  readonly pause: number
  readonly state: AgentState
  readonly reason: number
  readonly isThroughFinesse: boolean
  /** From the change to the event, to Finesse's stateChangeTime, and from that to its notification. */
  readonly ctiDelay: number
  readonly lag: number
  readonly delay: number
  /** How long after the change the witness asks, each time. */
  readonly readAfter: readonly number[]
}

/** A stay as it was: what the CTI server was given, and whether Finesse has it. */
export type Stay = {
  readonly from: number
  readonly changedAt: number
  readonly state: AgentState
  readonly reason: number
  readonly isInFinesse: boolean
  readonly step: Step
}

/** Milliseconds are as fine as any clock here is. */
const rounded = (seconds: number): number => Math.round(seconds * 1000) / 1000

const step: fc.Arbitrary<Step> = fc.record({
  pause: fc.constantFrom(0.001, 0.05, 0.3, 0.9, 2, 6, 60, 600),
  state: fc.constantFrom('NOT_READY', 'NOT_READY', 'READY', 'RESERVED', 'TALKING', 'WORK', 'LOGOUT'),
  reason: fc.constantFrom(71, 72, 0),
  isThroughFinesse: fc.boolean(),
  ctiDelay: fc.constantFrom(0, 0, 0.005, 0.2),
  lag: fc.constantFrom(0.02, 0.1, 0.4),
  delay: fc.constantFrom(0.01, 0.1, 0.3, 1),
  readAfter: fc.array(fc.constantFrom(0.4, 0.6, 1.9, 5.9, 9, 30, 100), { maxLength: 3 }),
})

/**
 * The stays of an agent.
 * @param isPlain One state comes again only when nobody takes it for the time before.
 */
export const story = (isPlain: boolean): fc.Arbitrary<readonly Stay[]> =>
  fc.array(step, { minLength: 1, maxLength: 14 }).map((steps) => {
    const stays: Stay[] = []
    let now = 0
    for (const each of steps) {
      now = rounded(now + each.pause)
      const { state, lag } = each
      const reason = carriesReason(state) ? each.reason : 0
      const last = stays.at(-1)
      const isSame = last?.state === state && last.reason === reason
      const isNear = stays.some((other) => other.state === state && now - other.from < DEFAULT_ALLOWANCE_MS / 1000 + 1)
      if (isSame || (isPlain && isNear)) continue
      const changedAt = Math.max(rounded(now + lag), rounded((last?.changedAt ?? -1) + 0.001))
      stays.push({
        from: now,
        changedAt,
        state,
        reason,
        isInFinesse: each.isThroughFinesse && reason !== 0,
        step: each,
      })
    }
    return stays
  })

const word = ({ reason, isInFinesse }: Stay) =>
  isInFinesse ? labelled(reason, reason === 71 ? 'LUNCH' : 'IN MEETING', reason - 70) : {}

/** The events, as the relay hears them: in order, and numbered. */
export function eventsOf(stays: readonly Stay[]): readonly CtiObservation[] {
  let at = 0
  return stays.map(({ from, state, reason, step: { ctiDelay } }, index) => {
    at = Math.max(at, rounded(from + ctiDelay))
    return cti(at, state, reason, { seq: index + 1 })
  })
}

/** What Finesse notifies a gadget of that listens: everything, in order. */
export function notificationsOf(stays: readonly Stay[]): readonly FinesseObservation[] {
  let at = 0
  return stays.map((stay) => {
    at = Math.max(at, rounded(stay.changedAt + stay.step.delay))
    return finesse(at, stay.state, { ...word(stay), reasonCodeId: null, stateChangeTime: instant(stay.changedAt) })
  })
}

/** What the witness finds: the stay that lasts for Finesse when he asks. */
export const readingsOf = (stays: readonly Stay[]): readonly FinesseObservation[] =>
  stays.flatMap(({ from, step: { readAfter } }) =>
    readAfter.flatMap((after) => {
      const at = rounded(from + after)
      const found = stays.findLast(({ changedAt }) => changedAt <= at)
      if (!found) return []
      return finesse(at, found.state, { ...word(found), via: 'witness', stateChangeTime: instant(found.changedAt) })
    }),
  )
