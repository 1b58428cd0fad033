import type { ReasonCodeId } from '../../finesse/reason-code-id.ts'
import { AGENT_STATES } from '../../history/agent-state.ts'
import {
  FINESSE_VIAS,
  type FinesseObservation,
  type FinesseReason,
  type GapObservation,
  type Observation,
} from '../../history/observation.ts'

/** So many readings are kept of each agent, and so many gaps; then the oldest half goes. */
const MAX_READINGS = 10_000
const MAX_GAPS = 1000

/** A reading in numbers takes forty bytes; an object with its texts takes ten times that. */
const NUMBERS = 5

type Reason = { readonly reasonCodeId: ReasonCodeId | null; readonly reason: FinesseReason | null }

const instantOf = (ms: number): string => new Date(ms).toISOString()

/**
 * What this gadget itself heard of Finesse. The relay does not have it, so it is kept as long as the page lives, in little
 * room.
 */
export class OwnReadings {
  /** By agent, one reading after another: state, way, reason, stateChangeTime (NaN for none), and when it was received. */
  readonly #readings = new Map<string, number[]>()
  readonly #reasons: Reason[] = []
  readonly #reasonNumbers = new Map<string, number>()
  #gaps: GapObservation[] = []

  /** Keeps what was heard. */
  add(observations: readonly Observation[]): void {
    for (const observation of observations) {
      if (observation.kind === 'finesse') this.#addReading(observation)
      else if (observation.kind === 'gap' && this.#gaps.push(observation) > MAX_GAPS) {
        this.#gaps = this.#gaps.slice(MAX_GAPS / 2)
      }
    }
  }

  /** All of it, or every gap and what was read of one agent. */
  *observations(agentId: string | null = null): Iterable<Observation> {
    for (const gap of this.#gaps) {
      if (agentId === null || !gap.agentIds) yield gap
      else if (gap.agentIds.includes(agentId)) yield { ...gap, agentIds: [agentId] }
    }
    for (const id of agentId === null ? this.#readings.keys() : [agentId]) {
      const numbers = this.#readings.get(id) ?? []
      for (let index = 0; index < numbers.length; index += NUMBERS) yield this.#reading(id, numbers, index)
    }
  }

  #addReading({ agentId, state, reasonCodeId, reason, stateChangeTime, at, via }: FinesseObservation): void {
    let numbers = this.#readings.get(agentId) ?? []
    if (numbers.length >= MAX_READINGS * NUMBERS) numbers = numbers.slice(numbers.length / 2)
    numbers.push(
      AGENT_STATES.indexOf(state),
      FINESSE_VIAS.indexOf(via),
      this.#numberOf({ reasonCodeId, reason }),
      stateChangeTime === null ? NaN : Date.parse(stateChangeTime),
      Date.parse(at),
    )
    this.#readings.set(agentId, numbers)
  }

  #numberOf(reason: Reason): number {
    const key = JSON.stringify(reason)
    let number = this.#reasonNumbers.get(key)
    if (number === undefined) {
      number = this.#reasons.push(reason) - 1
      this.#reasonNumbers.set(key, number)
    }
    return number
  }

  #reading(agentId: string, numbers: readonly number[], index: number): FinesseObservation {
    const [state = 0, via = 0, reason = 0, changed = NaN, at = 0] = numbers.slice(index, index + NUMBERS)
    return {
      kind: 'finesse',
      agentId,
      state: AGENT_STATES[state] ?? 'UNKNOWN',
      reasonCodeId: this.#reasons[reason]?.reasonCodeId ?? null,
      reason: this.#reasons[reason]?.reason ?? null,
      stateChangeTime: Number.isNaN(changed) ? null : instantOf(changed),
      at: instantOf(at),
      via: FINESSE_VIAS[via] ?? 'read',
    }
  }
}
