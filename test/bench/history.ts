/**
 * From observations to entries, on one core: a busy floor's day taken in at once, and one event more for an agent who has a
 * long history. The rival of the latter is what a view would do that has no incremental reducer: all of it anew, with the
 * same code. Rounds of both alternate, so that what the machine does besides strikes both.
 */
import type { ReasonCode } from '../../src/cti/reason-code.ts'
import type { ReasonCodeId } from '../../src/finesse/reason-code-id.ts'
import { Catalogue } from '../../src/history/catalogue.ts'
import { FloorHistory } from '../../src/history/floor-history.ts'
import type { Observation } from '../../src/history/observation.ts'
import { type BenchRow, median } from './bench-row.ts'

const AGENTS = 500
const OBSERVATIONS = 200_000
const FLOOR_ROUNDS = 5
const ENTRIES = 2000
const ROUNDS = 51

const MORNING = Date.parse('2026-11-23T06:00:00.000Z')
const EVENING = MORNING + 24 * 3_600_000
const EVERY_MS = 20_000
const FINESSE_LAG_MS = 180

const STATES = ['READY', 'RESERVED', 'TALKING', 'WORK', 'NOT_READY'] as const
const LUNCH = { code: 71 as ReasonCode, label: 'LUNCH' }
const CATALOGUE = new Catalogue([
  { deployment: 'uccx', category: 'NOT_READY', ...LUNCH, origin: 'finesse', reasonCodeId: 1 as ReasonCodeId },
])

/** An agent's stay with this number, as both sides tell it; every second reason was set through the CTI server. */
function stay(agentId: string, number: number): readonly [Observation, Observation] {
  const state = STATES[number % STATES.length] ?? 'READY'
  const isNotReady = state === 'NOT_READY'
  const at = MORNING + number * EVERY_MS
  const later = new Date(at + FINESSE_LAG_MS).toISOString()
  const isKnown = isNotReady && (number / STATES.length) % 2 < 1
  return [
    {
      kind: 'cti',
      site: 'ccx1',
      agentId,
      state,
      reason: isNotReady ? LUNCH.code : null,
      at: new Date(at).toISOString(),
      stateDuration: 0,
      client: null,
      extension: agentId,
      seeded: false,
      raw: '',
    },
    {
      kind: 'finesse',
      agentId,
      state,
      reasonCodeId: null,
      reason: isKnown ? LUNCH : null,
      stateChangeTime: later,
      at: later,
      via: 'notification',
    },
  ]
}

/** A history's observations in the order in which they were heard, numbered as a relay does. */
const heard = (agentIds: readonly string[], stays: number): Observation[] =>
  Array.from({ length: stays }, (_, number) => agentIds.map((agentId) => stay(agentId, number)))
    .flatMap((told) => [...told.map(([cti]) => cti), ...told.map(([, finesse]) => finesse)])
    .map((observation, index) => ({ ...observation, seq: index + 1 }))

const newHistory = (): FloorHistory => new FloorHistory({ deploymentOf: () => 'uccx', catalogue: CATALOGUE })

/** Milliseconds that some work takes. */
function timeOf(work: () => void): number {
  const started = performance.now()
  work()
  return performance.now() - started
}

function takeIn(observations: readonly Observation[], expected: number): FloorHistory {
  const history = newHistory()
  history.add(observations)
  // What comes out is counted, so that nothing may leave the work undone.
  const count = history.agentIds().reduce((sum, agentId) => sum + history.entries(agentId, EVENING).length, 0)
  if (count !== expected) throw new Error(`${count} entries instead of ${expected}`)
  return history
}

function floorRow(): BenchRow {
  const agentIds = Array.from({ length: AGENTS }, (_, index) => `cons${8510 + index}`)
  const stays = OBSERVATIONS / AGENTS / 2
  const observations = heard(agentIds, stays)
  const work = (): void => void takeIn(observations, AGENTS * stays)
  work()
  const times = Array.from({ length: FLOOR_ROUNDS }, () => timeOf(work))
  return {
    name: `${OBSERVATIONS} observations of ${AGENTS} agents to entries`,
    value: OBSERVATIONS / (median(times) / 1000),
    unit: 'observations/s',
    rival: null,
    ratio: null,
    limit: '>= 100000',
  }
}

function nextEventRows(): readonly BenchRow[] {
  const agentId = 'cons8510'
  const all = heard([agentId], ENTRIES + ROUNDS)
  const history = takeIn(all.slice(0, 2 * ENTRIES), ENTRIES)
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const end = 2 * (ENTRIES + round) + 1
    const expected = ENTRIES + round + 1
    ours.push(
      timeOf(() => {
        history.add(all.slice(end - 1, end))
        if (history.entries(agentId, EVENING).length !== expected) throw new Error('the event made no entry')
      }),
    )
    theirs.push(timeOf(() => void takeIn(all.slice(0, end), expected)))
    history.add(all.slice(end, end + 1))
    history.entries(agentId, EVENING)
  }
  const [own, rival] = [median(ours), median(theirs)]
  return [
    {
      name: `one more event and entries() of an agent with ${ENTRIES}`,
      value: own * 1000,
      unit: 'µs',
      rival: 'all of it anew',
      ratio: own / rival,
      limit: 'ratio <= 0.05',
    },
    { name: 'all of it anew', value: rival * 1000, unit: 'µs', rival: null, ratio: null, limit: null },
  ]
}

/** Measures the reducer. */
export async function bench(): Promise<readonly BenchRow[]> {
  return [floorRow(), ...nextEventRows()]
}
