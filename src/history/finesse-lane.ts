import type { ReasonCode } from '../cti/reason-code.ts'
import type { AgentState } from './agent-state.ts'
import {
  addReading,
  compareReadings,
  type FinesseReading,
  hasReason,
  lastOf,
  mergeReadings,
  withoutStaleReason,
} from './finesse-readings.ts'
import { type Gap, silenceIn } from './gap-book.ts'
import { millisOf } from './instant.ts'
import type { FinesseObservation } from './observation.ts'
import { firstIndex, insertSorted } from './sorted.ts'

/** One stay as Finesse alone tells it. It ends where the next begins or where Finesse falls silent. */
export type FinesseStay = {
  /** Finesse's stateChangeTime brought to the relay's clock; where it gave none, when it was first received. */
  readonly from: number
  readonly state: AgentState
  readonly code: ReasonCode | null
  /** True also where Finesse named a reason by its id alone. */
  readonly hasReason: boolean
  /** Its readings made one. */
  readonly observation: FinesseObservation
  /** When it was last received: until then it lasted, whatever gap there was between. */
  readonly lastAt: number
  /** As of a FinesseReading. */
  readonly liveAt: number
  /** Index of the mark that opened it. */
  readonly mark: number
}

/** Do two stays name one reason, by its code or by its id? */
export const isSameReason = (
  a: Pick<FinesseStay, 'code' | 'observation'>,
  b: Pick<FinesseStay, 'code' | 'observation'>,
): boolean =>
  (a.code !== null && a.code === b.code) ||
  (a.observation.reasonCodeId !== null && a.observation.reasonCodeId === b.observation.reasonCodeId)

/** Where Finesse says that a stay begins, before repeats are folded. */
type Mark = {
  readonly from: number
  /** The group it is of; null where nothing dates it. */
  readonly key: string | null
  readonly state: AgentState
  readonly reading: FinesseReading
}

/** What Finesse said with one state and one stateChangeTime. */
type Group = {
  readonly state: AgentState
  readonly stateChangeTime: number
  readonly readings: readonly FinesseReading[]
}

/** Of two that Finesse dates alike the one that it said first comes first. */
const compareMarks = (a: Mark, b: Mark): number =>
  a.from - b.from || Number(a.key === null) - Number(b.key === null) || compareReadings(a.reading, b.reading)

const groupKey = (state: AgentState, stateChangeTime: number): string => `${state} ${stateChangeTime}`

/** When Finesse fell silent on a stay before a moment; null where it did not, or spoke of the stay again. */
export const finesseSilence = (stay: FinesseStay, before: number, gaps: readonly Gap[]): number | null =>
  silenceIn(gaps, Math.max(stay.from, stay.lastAt), before, 'finesse')

/** What Finesse said about one agent, in order, and the stays it makes. */
export class FinesseLane {
  /** Oldest first. Up to date after `fold`. */
  readonly stays: FinesseStay[] = []
  #marks: Mark[] = []
  readonly #groups = new Map<string, Group>()
  #hasUndated = false
  #aheadMs: number

  /** @param aheadMs Finesse's clock minus the relay's. */
  constructor(aheadMs: number) {
    this.#aheadMs = aheadMs
  }

  /**
   * Takes in an observation; returns from when on stays may be others, or null where it says nothing new.
   * @param floor What is not later was trimmed away. What Finesse dates back to that time, of a stay that is not there any
   * more or was never heard of, holds from when it was received.
   */
  insert(heard: FinesseObservation, floor: number): number | null {
    const observation = withoutStaleReason(heard)
    const at = millisOf(observation.at)
    const reading: FinesseReading = {
      observation,
      firstAt: at,
      lastAt: at,
      liveAt: observation.via === 'witness' ? -Infinity : at,
    }
    const { state, stateChangeTime } = observation
    if (at <= floor) return null
    const changed = stateChangeTime === null ? -Infinity : millisOf(stateChangeTime)
    const key = groupKey(state, changed)
    const group = this.#groups.get(key)
    if (!group && changed - this.#aheadMs <= floor) {
      // Nothing dates it, so that two of them are one only where one stay can be meant: see fold.
      this.#hasUndated = true
      return insertSorted(this.#marks, { from: at, key: null, state, reading }, compareMarks) ? at : null
    }
    const readings = addReading(group?.readings ?? [], reading)
    if (readings === null) return null
    const next: Group = { state, stateChangeTime: changed, readings }
    if (group) this.#marks = this.#marks.filter((mark) => mark.key !== key)
    this.#groups.set(key, next)
    for (const mark of this.#marksOf(next)) insertSorted(this.#marks, mark, compareMarks)
    return changed - this.#aheadMs
  }

  /** Makes the stays anew that began at `from` or later; returns from when on they may be others. */
  fold(from: number, gaps: readonly Gap[]): number {
    this.stays.length = firstIndex(this.stays, (stay) => stay.from >= from)
    let index = firstIndex(this.#marks, (mark) => mark.from >= from)
    let changed = from
    // The stay before may have been held up by undated readings that come after `from`.
    const before = this.#hasUndated ? this.stays.pop() : undefined
    if (before) {
      index = before.mark
      changed = before.from
    }
    for (; index < this.#marks.length; index++) this.#foldOne(index, gaps)
    return changed
  }

  /** Takes another difference of the clocks; `fold` must follow from the beginning. */
  setAhead(aheadMs: number): void {
    this.#aheadMs = aheadMs
    this.#marks = [
      ...this.#marks.filter(({ key }) => key === null),
      ...[...this.#groups.values()].flatMap((group) => this.#marksOf(group)),
    ].toSorted(compareMarks)
  }

  /**
   * Forgets what was said before the stay with this index, or before an earlier one where Finesse said both at once.
   * Returns how many stays were dropped.
   */
  trim(index: number): number {
    let count = index
    let first = this.stays[count]
    while (first && this.#splitsGroup(first.mark)) first = this.stays[--count]
    if (!first || count === 0) return 0
    for (const mark of this.#marks.splice(0, first.mark)) this.#groups.delete(mark.key ?? '')
    this.stays.splice(0, count)
    for (const [at, stay] of this.stays.entries()) this.stays[at] = { ...stay, mark: stay.mark - first.mark }
    return count
  }

  #splitsGroup(mark: number): boolean {
    const before = new Set(this.#marks.slice(0, mark).map(({ key }) => key))
    return this.#marks.slice(mark).some(({ key }) => key !== null && before.has(key))
  }

  /** A second reason with one stateChangeTime came later than the state: it holds from when it was first received. */
  #marksOf({ state, stateChangeTime, readings }: Group): readonly Mark[] {
    const from = stateChangeTime - this.#aheadMs
    return mergeReadings(readings).map((reading, index) => ({
      from: index === 0 ? from : Math.max(from, reading.firstAt),
      key: groupKey(state, stateChangeTime),
      state,
      reading,
    }))
  }

  #foldOne(index: number, gaps: readonly Gap[]): void {
    const mark = this.#marks[index]
    if (!mark) return
    const { from, key, state, reading } = mark
    const { observation, lastAt, liveAt } = reading
    const code = observation.reason?.code ?? null
    const last = this.stays.at(-1)
    const repeats =
      key === null &&
      last?.state === state &&
      (!hasReason(observation) || isSameReason({ code, observation }, last)) &&
      finesseSilence(last, from, gaps) === null
    if (!repeats) {
      this.stays.push({
        from,
        state,
        code,
        hasReason: hasReason(observation),
        observation,
        lastAt,
        liveAt,
        mark: index,
      })
      return
    }
    this.stays[this.stays.length - 1] = { ...last, ...lastOf(last, reading) }
  }
}
