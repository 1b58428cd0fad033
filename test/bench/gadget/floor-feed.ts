import type { ReasonCode } from '../../../src/cti/reason-code.ts'
import type { ReasonCodeId } from '../../../src/finesse/reason-code-id.ts'
import type { CatalogueEntry } from '../../../src/history/catalogue.ts'
import type { StoredObservation } from '../../../src/wire/stored-observation.ts'
import type { Agent, RelayMessage } from '../../../src/wire/relay-messages.ts'

const STATES = ['READY', 'RESERVED', 'TALKING', 'WORK', 'NOT_READY'] as const
const REASONS = [
  { code: 71 as ReasonCode, label: 'LUNCH', reasonCodeId: 1 as ReasonCodeId },
  { code: 72 as ReasonCode, label: 'IN MEETING', reasonCodeId: 2 as ReasonCodeId },
  { code: 73 as ReasonCode, label: 'TRAINING', reasonCodeId: 3 as ReasonCodeId },
] as const
const FIRST_NAMES = ['Amira', 'Bram', 'Chidi', 'Dana', 'Emi', 'Farid', 'Greta', 'Hugo', 'Ines', 'Jonas']
const LAST_NAMES = ['Dubois', 'Garcia', 'Lindqvist', 'Okafor', 'Brandt', 'Eriksen', 'Haddad', 'Moreau', 'Sato', 'Weiss']

/** A frame as the CTI server sends it is about this long in hex. */
const RAW = '0000008c0000001e'.padEnd(300, '0')

/** Finesse follows the CTI server by this. Milliseconds. */
const LAG_MS = 180

export const TEAM = { id: '3', name: 'MN Team 1' }

export const CATALOGUE: readonly CatalogueEntry[] = REASONS.map((reason) => ({
  deployment: 'uccx',
  category: 'NOT_READY',
  origin: 'finesse',
  ...reason,
}))

export const agentsOf = (count: number): readonly Agent[] =>
  Array.from({ length: count }, (_, index) => ({
    agentId: `cons${10_000 + index}`,
    teamId: TEAM.id,
    name: `${FIRST_NAMES[index % 10] ?? ''} ${LAST_NAMES[Math.floor(index / 10) % 10] ?? ''} ${index}`,
    extension: String(10_000 + index),
  }))

const instant = (ms: number): string => new Date(ms).toISOString()

/** A busy floor as a relay tells it: the same each time. Every third reason was set through the CTI server. */
export class FloorFeed {
  readonly agents: readonly Agent[]
  readonly #stays: number[]
  #seq = 0
  #next = 0

  constructor(agentCount: number) {
    this.agents = agentsOf(agentCount)
    this.#stays = this.agents.map((_, index) => index)
  }

  /** The next stays of the next agents, as both sides tell them: two observations for each. */
  observations(stays: number, at: number): StoredObservation[] {
    const both = Array.from({ length: stays }, () => this.#stay(at))
    return [...both.map(([cti]) => cti), ...both.map(([, finesse]) => finesse)].map((observation) => ({
      ...observation,
      seq: ++this.#seq,
    }))
  }

  /** The same as the text of a frame. */
  frame(stays: number, at: number): string {
    const observations = this.observations(stays, at)
    const message: RelayMessage = { type: 'observations', seq: this.#seq, observations }
    return JSON.stringify(message)
  }

  #stay(at: number): readonly [StoredObservation, StoredObservation] {
    // A step that has no divisor in common with the number of agents comes to each of them in turn.
    this.#next = (this.#next + 7919) % this.agents.length
    const stay = (this.#stays[this.#next] ?? 0) + 1
    this.#stays[this.#next] = stay
    return stayOf(this.agents[this.#next]?.agentId ?? '', stay, at)
  }
}

/** A past day of an agent, from a moment on. */
export const dayOf = (agentId: string, stays: number, from: number, everyMs: number): StoredObservation[] =>
  Array.from({ length: stays }, (_, index) => stayOf(agentId, index, from + index * everyMs))
    .flat()
    .map((observation, index) => ({ ...observation, seq: index + 1 }))

function stayOf(agentId: string, number: number, at: number): readonly [StoredObservation, StoredObservation] {
  const state = STATES[number % STATES.length] ?? 'READY'
  const reason = state === 'NOT_READY' ? (REASONS[number % REASONS.length] ?? null) : null
  const isKnown = reason !== null && number % 3 !== 0
  const said = { agentId, state, seq: 0 }
  return [
    {
      ...said,
      kind: 'cti',
      site: 'ccx1',
      reason: reason?.code ?? null,
      at: instant(at),
      stateDuration: 0,
      client: null,
      extension: agentId.slice(4),
      seeded: false,
      raw: RAW,
    },
    {
      ...said,
      kind: 'finesse',
      reasonCodeId: isKnown ? reason.reasonCodeId : null,
      reason: isKnown ? { code: reason.code, label: reason.label } : null,
      stateChangeTime: instant(at + LAG_MS),
      at: instant(at + LAG_MS),
      via: 'witness',
    },
  ]
}
