import { describe, expect, it } from 'vitest'
import type { Entry } from '../../../src/history/entry.ts'
import type { Window } from '../../../src/history/window.ts'
import type { HistoryStore } from '../../../src/relay/history/history-store.ts'
import { EntryReader } from '../../../src/relay/reports/entry-reader.ts'
import { Slices } from '../../../src/relay/reports/slices.ts'
import { MORNING } from '../../support/observations.ts'
import { AGENTS, CATALOGUE, DAY, HOUR, NOW, recordedFloor, reduced, storeOf } from './recorded-floor.ts'

const FLOOR = recordedFloor()
const expected = reduced(FLOOR)

async function read(store: HistoryStore, agentId: string, window: Window) {
  const reader = await EntryReader.open({
    store,
    slices: new Slices(),
    catalogue: CATALOGUE,
    deploymentOf: () => 'uccx',
    finesseAheadMs: 0,
    window,
    now: NOW,
    keptSince: MORNING,
  })
  const entries: Entry[] = []
  const shares: number[] = []
  for await (const page of reader.entries(agentId)) {
    entries.push(...page.entries)
    shares.push(page.share)
  }
  return { entries, shares }
}

const WINDOWS: readonly (readonly [string, Window])[] = [
  ['all of it', { from: MORNING, to: NOW }],
  ['a week', { from: MORNING + 2 * DAY, to: MORNING + 9 * DAY }],
  ['a morning', { from: MORNING + 4 * DAY, to: MORNING + 4 * DAY + 4 * HOUR }],
  ['a quiet night', { from: MORNING + DAY + 12 * HOUR, to: MORNING + DAY + 16 * HOUR }],
  ['the weekend', { from: MORNING + 5 * DAY, to: MORNING + 7 * DAY - HOUR }],
  ['today', { from: NOW - 12 * HOUR, to: NOW }],
  ['what lies before everything', { from: MORNING - 2 * DAY, to: MORNING - DAY }],
  ['what is yet to come', { from: NOW + HOUR, to: NOW + DAY }],
]

describe('the entries of a window', () => {
  it.each(WINDOWS)('of %s are those that all observations together make', async (_, window) => {
    const store = await storeOf(FLOOR)
    for (const agentId of AGENTS) {
      const { entries } = await read(store, agentId, window)
      expect(entries).toEqual(expected(agentId, window))
    }
  })

  it('at any moment are the one entry that lasted then', async () => {
    const store = await storeOf(FLOOR)
    let found = 0
    for (let at = MORNING - HOUR; at < NOW; at += 5.37 * HOUR) {
      const moment = Math.round(at)
      for (const agentId of AGENTS) {
        const { entries } = await read(store, agentId, { from: moment, to: moment })
        expect(entries).toEqual(expected(agentId, { from: moment, to: moment }))
        found += entries.length
      }
    }
    expect(found).toBeGreaterThan(100)
  })

  it('come in pages that say how far it is', async () => {
    const { shares } = await read(await storeOf(FLOOR), 'anna', { from: MORNING, to: NOW })
    expect(shares.length).toBeGreaterThan(2)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect(shares.at(-1)).toBe(1)
  })

  it('of nobody are none', async () => {
    expect((await read(await storeOf(FLOOR), 'nobody', { from: MORNING, to: NOW })).entries).toEqual([])
  })
})
