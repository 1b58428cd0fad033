import { join } from 'node:path'
import { afterEach, expect, it, onTestFinished, vi } from 'vitest'
import { HistoryError } from '../../../src/relay/history/history-error.ts'
import type { HistoryStore } from '../../../src/relay/history/history-store.ts'
import { Housekeeping, type HousekeepingOptions } from '../../../src/relay/history/housekeeping.ts'
import { draftOf } from '../../../src/relay/history/journal.ts'
import { createLog } from '../../../src/relay/log.ts'
import { createMetrics } from '../../../src/relay/metrics.ts'
import { OtherClocks } from '../../../src/relay/other-clocks.ts'
import { ctiObservation, MORNING } from '../../support/observations.ts'
import { openSqlite } from '../../support/sqlite-history.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { PATIENCE } from '../../support/patience.ts'

// Pauses by the timers that a test may fake.
vi.mock(import('node:timers/promises'), async (importOriginal) => {
  const original = await importOriginal()
  return {
    ...original,
    setTimeout: (ms, value, options) =>
      options ? original.setTimeout(ms, value, options) : new Promise((resolve) => setTimeout(resolve, ms)),
  }
})

const DAY_MS = 86_400_000

afterEach(() => void vi.useRealTimers())

type Clocks = Pick<HousekeepingOptions, 'now' | 'steady' | 'clocks'>

function keep(store: HistoryStore, clock: Clocks = { now: () => MORNING, steady: () => 0 }) {
  const metrics = createMetrics()
  const log = createLog('silent')
  const warn = vi.spyOn(log, 'warn')
  const options = { retentionDays: 30, metrics, log, ...clock }
  const housekeeping = new Housekeeping({ ...options, store })
  onTestFinished(() => housekeeping.stop())
  const valueOf = async (metric: 'historyBytes' | 'historyOldest' | 'historyFree' | 'retentionWaits' | 'clockAhead') =>
    (await metrics[metric].get()).values[0]?.value ?? NaN
  return { housekeeping, warn, valueOf }
}

/** A history that has nothing to do but what is given, and goes on up to now. */
const partly = (methods: Partial<HistoryStore>): HistoryStore =>
  ({
    lastSeq: 2,
    prunedTo: 0,
    readAfter: async () => [MORNING - 4 * DAY_MS, MORNING].map((at) => ({ seq: 1, agentId: null, at, body: '' })),
    size: async () => ({ bytes: 1, asideBytes: 0, freeBytes: Infinity, rows: 1, oldest: 1 }),
    prune: async () => 0,
    sortPast: async () => 0,
    ...methods,
  }) as Partial<HistoryStore> as HistoryStore

const event = (at: number) => draftOf(ctiObservation('anna', at))

it('removes what is past the retention in small steps, between which events are written, and measures what is left', async () => {
  const store = await openSqlite(join(tempFolder(), 'history.db'))
  onTestFinished(() => store.close())
  await store.append(Array.from({ length: 350 }, (_, index) => event(MORNING - 31 * DAY_MS + index)))
  await store.append(Array.from({ length: 10 }, (_, index) => event(MORNING - 29 * DAY_MS + index)))
  await store.append([event(MORNING - 4 * DAY_MS), event(MORNING)])
  const steps: number[] = []
  const prune = store.prune.bind(store)
  vi.spyOn(store, 'prune').mockImplementation(async (before, limit) => {
    const removed = await prune(before, limit)
    await store.append([event(MORNING)])
    steps.push(removed)
    return removed
  })
  const { housekeeping, valueOf } = keep(store)
  housekeeping.start()
  await vi.waitFor(() => expect(steps.at(-1)).toBe(0), PATIENCE)
  expect(steps).toEqual([...Array.from({ length: 14 }, () => 25), 0])
  expect(store.prunedTo).toBe(350)
  expect(await store.size()).toMatchObject({ rows: 12 + steps.length, oldest: MORNING - 29 * DAY_MS })
  await vi.waitFor(async () => expect(await valueOf('historyBytes')).toBeGreaterThan(10_000), PATIENCE)
  expect(housekeeping.keptSince).not.toBe(null)
  expect(await valueOf('historyOldest')).toBe((housekeeping.keptSince ?? NaN) / 1000)
})

it('tells of what fails once, until it has worked again', async () => {
  vi.useFakeTimers()
  const full = new HistoryError('history-disk-full', 'full')
  const size = vi.fn<HistoryStore['size']>(async () => Promise.reject(full))
  const { housekeeping, warn } = keep(partly({ size }))
  housekeeping.start()
  await vi.advanceTimersByTimeAsync(10 * 60_000)
  expect(size.mock.calls.length).toBeGreaterThan(10)
  expect(warn.mock.calls.map(([fields]) => fields)).toEqual([{ err: full, what: 'to measure the history' }])
  size.mockImplementationOnce(async () => ({ bytes: 1, asideBytes: 0, freeBytes: Infinity, rows: 1, oldest: 1 }))
  await vi.advanceTimersByTimeAsync(2 * 60_000)
  expect(warn).toHaveBeenCalledTimes(2)
})

it('sorts the days that are over, and does not begin again while that goes on', async () => {
  vi.useFakeTimers()
  const { promise, resolve } = Promise.withResolvers<number>()
  const sortPast = vi.fn<HistoryStore['sortPast']>(async () => promise)
  const { housekeeping } = keep(partly({ sortPast }))
  housekeeping.start()
  await vi.advanceTimersByTimeAsync(60 * 60_000)
  expect(sortPast).toHaveBeenCalledTimes(1)
  resolve(7)
  await vi.advanceTimersByTimeAsync(10 * 60_000)
  expect(sortPast).toHaveBeenCalledTimes(2)
})

it('ends in the middle of removing, and begins nothing more, once it is stopped', async () => {
  const prune = vi.fn<HistoryStore['prune']>(async () => 25)
  const sortPast = vi.fn<HistoryStore['sortPast']>(async () => 0)
  vi.useFakeTimers()
  const { housekeeping } = keep(partly({ prune, sortPast }))
  housekeeping.start()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(prune, 'there is a pause between two steps').toHaveBeenCalledTimes(1_000 / 20 + 1)
  housekeeping.stop()
  prune.mockClear()
  sortPast.mockClear()
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect([prune, sortPast].map(({ mock }) => mock.calls.length)).toEqual([0, 0])
})

it('removes nothing on the word of a clock that is far ahead, tells so once, and does when it has gone on for days', async () => {
  vi.useFakeTimers()
  const prune = vi.fn<HistoryStore['prune']>(async () => 0)
  const size = async () => ({ bytes: 1, asideBytes: 0, freeBytes: Infinity, rows: 1, oldest: MORNING - 40 * DAY_MS })
  const store = partly({ prune, size, readAfter: async () => [] })
  const started = Date.now()
  const { housekeeping, warn, valueOf } = keep(store, {
    now: () => MORNING + Date.now() - started,
    steady: () => Date.now(),
  })
  housekeeping.start()
  await vi.advanceTimersByTimeAsync(3 * DAY_MS - 60_000)
  expect(prune).not.toHaveBeenCalled()
  expect(await valueOf('retentionWaits')).toBe(1)
  expect(warn.mock.calls).toEqual([
    [
      {
        clock: new Date(MORNING).toISOString(),
        oldest: new Date(MORNING - 40 * DAY_MS).toISOString(),
        until: new Date(MORNING + 3 * DAY_MS).toISOString(),
      },
      expect.stringContaining('Check the clock') as string,
    ],
  ])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(prune).toHaveBeenCalledWith(MORNING + 3 * DAY_MS - 30 * DAY_MS, 25)
  expect(await valueOf('retentionWaits')).toBe(0)
})

it('of two clocks the earlier counts: nothing is removed before another was heard, and then by that', async () => {
  vi.useFakeTimers()
  const prune = vi.fn<HistoryStore['prune']>(async () => 0)
  const ahead = 2 * DAY_MS
  const started = Date.now()
  const clocks = new OtherClocks(() => Date.now())
  const daily = Array.from({ length: 9 }, (_, day) => ({ seq: 1, agentId: null, at: MORNING - day * DAY_MS, body: '' }))
  const { housekeeping, warn, valueOf } = keep(partly({ prune, readAfter: async () => daily }), {
    now: () => MORNING + Date.now() - started,
    steady: () => Date.now(),
    clocks,
  })
  housekeeping.start()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(prune).not.toHaveBeenCalled()
  clocks.told('finesse', MORNING + 60_000 - ahead)
  await vi.advanceTimersByTimeAsync(20 * 60_000)
  expect(prune.mock.calls.map(([before]) => before)).toEqual(
    [10, 20].map((minute) => MORNING + minute * 60_000 - ahead - 30 * DAY_MS),
  )
  expect(await valueOf('clockAhead')).toBe(ahead / 1000)
  expect(warn.mock.calls.map(([fields]) => fields)).toEqual([
    {
      clock: new Date(MORNING + 600_000).toISOString(),
      others: new Date(MORNING + 600_000 - ahead).toISOString(),
    },
  ])
  // Behind: what is past the retention is so by every clock.
  clocks.told('finesse', MORNING + 21 * 60_000 + ahead)
  await vi.advanceTimersByTimeAsync(10 * 60_000)
  expect(prune).toHaveBeenLastCalledWith(MORNING + 30 * 60_000 - 30 * DAY_MS, 25)
})

it('tells once when the disk is nearly full, and when nothing is kept any more', async () => {
  vi.useFakeTimers()
  let [freeBytes, oldest]: [number, number | null] = [3 * 1024 ** 3, MORNING]
  const size = async () => ({ bytes: 1, asideBytes: 0, freeBytes, rows: 1, oldest })
  const { housekeeping, warn, valueOf } = keep(partly({ size }))
  housekeeping.start()
  await vi.advanceTimersByTimeAsync(60_000)
  expect([await valueOf('historyFree'), await valueOf('historyOldest')]).toEqual([freeBytes, MORNING / 1000])
  expect(warn).not.toHaveBeenCalled()
  freeBytes = 1024 ** 3
  oldest = null
  await vi.advanceTimersByTimeAsync(10 * 60_000)
  expect([await valueOf('historyFree'), await valueOf('historyOldest')]).toEqual([freeBytes, 0])
  expect(warn.mock.calls).toEqual([[{ freeBytes }, 'the disk of the history is nearly full']])
})
