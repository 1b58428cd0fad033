import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { toReasonCodeId } from '../../../src/finesse/reason-code-id.ts'
import { toReasonCode } from '../../../src/cti/reason-code.ts'
import type { AgentState } from '../../../src/history/agent-state.ts'
import { Catalogue } from '../../../src/history/catalogue.ts'
import type { Entry } from '../../../src/history/entry.ts'
import { FloorHistory } from '../../../src/history/floor-history.ts'
import type { CallObservation, FinesseObservation, Observation } from '../../../src/history/observation.ts'
import { SYSTEM_CODES } from '../../../src/history/system-codes.ts'
import { lastsIn, type Window } from '../../../src/history/window.ts'
import { draftOf } from '../../../src/relay/history/journal.ts'
import type { HistoryStore } from '../../../src/relay/history/history-store.ts'
import { ctiObservation, gapObservation, instant, MORNING } from '../../support/observations.ts'
import { openSqlite } from '../../support/sqlite-history.ts'
import { tempFolder } from '../../support/temp-folder.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR

/** Two weeks and some hours after the first day began. */
export const NOW = MORNING + 14 * DAY + 5 * HOUR

export const AGENTS = ['anna', 'ben', 'carla'] as const

const STATES: readonly AgentState[] = ['READY', 'TALKING', 'NOT_READY', 'WORK', 'NOT_READY', 'READY']

/** Numbers from 0 up to 1 that look like chance and are the same each time. */
const chance = (): (() => number) => {
  let seed = 20_261_123
  return () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return seed / 2 ** 32
  }
}

const call = (agentId: string, at: number): CallObservation => ({
  kind: 'call',
  site: 'ccx1',
  agentId,
  event: 'ESTABLISHED',
  role: 'subject',
  callId: 1,
  at: instant(at),
  extension: null,
  caller: null,
  cause: null,
})

const reading = (agentId: string, state: AgentState, at: number, code: number): FinesseObservation => ({
  kind: 'finesse',
  agentId,
  state,
  reasonCodeId: code === 0 ? null : toReasonCodeId(String(code - 70)),
  reason: code === 0 ? null : { code: toReasonCode(code) ?? never(), label: `Reason ${code}` },
  stateChangeTime: instant(at - 200),
  at: instant(at),
  via: 'witness',
})

const never = (): never => {
  throw new Error('no reason code')
}

/** Two weeks of three agents: shifts with nights and a weekend between, calls, reasons that Finesse has or lacks, and gaps. */
export function recordedFloor(): readonly Observation[] {
  const next = chance()
  const heard: Observation[] = []
  for (const [index, agentId] of AGENTS.entries()) {
    for (let day = 0; day < 15; day++) {
      // The last of them works every fifth day only.
      if (day % 7 > 4 || (index === 2 && day % 5 > 0)) continue
      const start = MORNING + day * DAY + index * 20 * 60_000
      for (let at = start; at < Math.min(start + 8 * HOUR, NOW - HOUR); at += 30_000 + next() * 900_000) {
        const state = STATES[Math.floor(next() * STATES.length)] ?? 'READY'
        const reason = state === 'NOT_READY' ? 71 + Math.floor(next() * 3) : 0
        heard.push(ctiObservation(agentId, at, { state, reason }))
        if (next() < 0.9) heard.push(reading(agentId, state, at + 400, next() < 0.5 ? reason : 0))
        if (state === 'TALKING') heard.push(call(agentId, at + 50))
      }
      heard.push(ctiObservation(agentId, start + 8 * HOUR, { state: 'LOGOUT' }))
    }
  }
  for (const [from, minutes] of [
    [MORNING + 3 * DAY + 2 * HOUR, 10],
    [MORNING + 9 * DAY + 1 * HOUR, 1],
  ] as const) {
    heard.push(gapObservation(from, null), gapObservation(from, from + minutes * 60_000))
  }
  return heard.filter((each) => draftOf(each).at < NOW).toSorted((a, b) => draftOf(a).at - draftOf(b).at)
}

/** A history with these observations, until the test ends. */
export async function storeOf(observations: readonly Observation[]): Promise<HistoryStore> {
  const store = await openSqlite(join(tempFolder(), 'history.db'))
  onTestFinished(() => store.close())
  await store.append(observations.map((observation) => draftOf(observation)))
  return store
}

export const CATALOGUE = new Catalogue([], SYSTEM_CODES)

/** What of an agent lasted in a window, by all observations at once. */
export function reduced(observations: readonly Observation[], now = NOW): (agentId: string, window: Window) => Entry[] {
  const whole = new FloorHistory({ deploymentOf: () => 'uccx', catalogue: CATALOGUE })
  whole.add(observations.map((observation, index) => ({ ...observation, seq: index + 1 })))
  return (agentId, window) => whole.entries(agentId, now).filter((entry) => lastsIn(entry, window))
}
