import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { HistoryError } from '../../../src/relay/history/history-error.ts'
import type { Draft, Row } from '../../../src/relay/history/history-store.ts'
import { draftOf, Journal, type Loss } from '../../../src/relay/history/journal.ts'
import { ctiObservation, gapObservation, instant, MORNING } from '../../support/observations.ts'
import { PATIENCE } from '../../support/patience.ts'

/** A store whose commits the test lets happen, or fail, one by one. */
class HeldStore {
  readonly commits: { drafts: readonly Draft[]; batch: string; done: (error?: Error) => void }[] = []
  #last = 0

  append(drafts: readonly Draft[], batch: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const done = (error?: Error): void => {
        if (error) return reject(error)
        const first = this.#last + 1
        this.#last += drafts.length
        resolve(first)
      }
      this.commits.push({ drafts, batch, done })
    })
  }

  /** Waits for the nth commit (from 1) and lets it end. */
  async end(nth: number, error?: Error): Promise<readonly Draft[]> {
    await vi.waitFor(() => expect(this.commits.length).toBeGreaterThanOrEqual(nth), PATIENCE)
    const { drafts, done } = this.commits[nth - 1]!
    done(error)
    return drafts
  }
}

const setUp = () => {
  const store = new HeldStore()
  const durable: Row[] = []
  const troubles: (string | null)[] = []
  const losses: Loss[] = []
  let clock = MORNING
  const journal = new Journal({
    store,
    onDurable: (rows) => void durable.push(...rows),
    onTrouble: (error) => void troubles.push(error?.code ?? null),
    onLoss: (loss) => void losses.push(loss),
    now: () => clock,
  })
  return { store, journal, durable, troubles, losses, pass: (ms: number) => (clock += ms) }
}

let scene: ReturnType<typeof setUp>
beforeEach(() => {
  scene = setUp()
})

test('nothing is published before its commit has ended', async () => {
  const { journal, store, durable } = scene
  journal.push(ctiObservation('a', MORNING))
  await vi.waitFor(() => expect(store.commits).toHaveLength(1), PATIENCE)
  expect(durable).toEqual([])
  await store.end(1)
  await journal.flush()
  expect(durable.map(({ seq, agentId }) => [seq, agentId])).toEqual([[1, 'a']])
})

test('while one batch is being committed the next one gathers, in order', async () => {
  const { journal, store, durable } = scene
  journal.push(ctiObservation('a', MORNING))
  await vi.waitFor(() => expect(store.commits).toHaveLength(1), PATIENCE)
  for (let n = 1; n <= 100; n++) journal.push(ctiObservation(`b${n}`, MORNING + n))
  expect(journal.depth).toBe(101)
  await store.end(1)
  expect(await store.end(2)).toHaveLength(100)
  await journal.flush()
  expect(durable.map(({ seq }) => seq)).toEqual(Array.from({ length: 101 }, (_, n) => n + 1))
  expect(journal.depth).toBe(0)
})

test('what is said in one turn goes into one commit, and what comes later into another, when all was written as well', async () => {
  const { journal, store, durable } = scene
  journal.push(ctiObservation('a', MORNING))
  journal.push(ctiObservation('b', MORNING))
  const flushed = vi.fn<() => void>()
  void journal.flush().then(flushed)
  expect(await store.end(1)).toHaveLength(2)
  await vi.waitFor(() => expect(flushed).toHaveBeenCalled(), PATIENCE)
  expect(durable).toHaveLength(2)
  journal.push(ctiObservation('c', MORNING))
  await store.end(2)
  await journal.flush()
  expect(durable).toHaveLength(3)
})

test('whoever waits until all is durable waits for the commit', async () => {
  const { journal, store } = scene
  const order: string[] = []
  journal.push(ctiObservation('a', MORNING))
  const flushed = journal.flush().then(() => order.push('flushed'))
  await vi.waitFor(() => expect(store.commits).toHaveLength(1), PATIENCE)
  order.push('committed')
  await store.end(1)
  await flushed
  expect(order).toEqual(['committed', 'flushed'])
})

test('everything is durable that came before what is being written, or waits for it', async () => {
  const { journal, store, pass } = scene
  expect(journal.durableUntil()).toBe(MORNING)
  pass(10)
  journal.push(ctiObservation('a', MORNING))
  pass(10)
  expect(journal.durableUntil(), 'it waits').toBe(MORNING + 10)
  await vi.waitFor(() => expect(store.commits).toHaveLength(1), PATIENCE)
  journal.push(ctiObservation('b', MORNING))
  pass(10)
  journal.push(ctiObservation('c', MORNING))
  expect(journal.durableUntil(), 'it is being written').toBe(MORNING + 10)
  await store.end(1)
  await vi.waitFor(() => expect(store.commits).toHaveLength(2), PATIENCE)
  expect(journal.durableUntil(), 'the first of those that waited').toBe(MORNING + 20)
  await store.end(2)
  await journal.flush()
  expect(journal.durableUntil()).toBe(MORNING + 30)
})

test('a batch keeps its name while it is tried again, and no two have the same', async () => {
  const { journal, store } = scene
  journal.push(ctiObservation('a', MORNING))
  await store.end(1, new Error('no answer'))
  await store.end(2)
  await journal.flush()
  journal.push(ctiObservation('b', MORNING))
  await store.end(3)
  await journal.flush()
  const [first, again, second] = store.commits.map(({ batch }) => batch)
  expect(again).toBe(first)
  expect(second).not.toBe(first)
})

test('tries come further and further apart, up to five seconds, and close together again after one that worked', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const { journal, store, troubles } = scene
  const full = new HistoryError('history-disk-full', 'full')
  /** How long it takes from a failure to the next try. */
  const pauseAfter = async (nth: number): Promise<number> => {
    await store.end(nth, full)
    let ms = 0
    for (; store.commits.length === nth; ms += 250) await vi.advanceTimersByTimeAsync(250)
    return ms
  }
  journal.push(ctiObservation('a', MORNING))
  const pauses: number[] = []
  for (let nth = 1; nth <= 7; nth++) pauses.push(await pauseAfter(nth))
  expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000])
  await store.end(8)
  await journal.flush()
  journal.push(ctiObservation('b', MORNING))
  expect(await pauseAfter(9)).toBe(250)
  await store.end(10)
  await journal.flush()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(troubles, 'neither what was written takes long nor the time between two tries').toEqual([
    'history-disk-full',
    null,
    'history-disk-full',
    null,
  ])
})

test('a failed commit is tried again with the same batch; trouble is told once, and so is its end', async () => {
  const { journal, store, durable, troubles } = scene
  journal.push(ctiObservation('a', MORNING))
  const full = new HistoryError('history-disk-full', 'full')
  await store.end(1, full)
  await vi.waitFor(() => expect(journal.fault()?.code).toBe('history-disk-full'), PATIENCE)
  await store.end(2, full)
  await store.end(3)
  await journal.flush()
  expect(durable).toHaveLength(1)
  expect(troubles).toEqual(['history-disk-full', null])
  expect(journal.fault()).toBe(null)
})

test('a commit that takes ten seconds is a fault while it lasts; what is heard meanwhile waits, and comes after it', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const { journal, store, durable, troubles, losses, pass } = scene
  journal.push(ctiObservation('a', MORNING))
  await vi.advanceTimersByTimeAsync(2_000 - 1)
  expect(store.commits).toHaveLength(1)
  expect(journal.fault()).toBe(null)
  await vi.advanceTimersByTimeAsync(1)
  expect(journal.fault()?.code).toBe('history-slow')
  for (let n = 1; n <= 8_000; n++) journal.push(ctiObservation('b', MORNING + n))
  pass(8_000)
  await vi.advanceTimersByTimeAsync(8_000)
  expect(journal.fault()?.code).toBe('history-slow')
  expect(troubles, 'it is told once').toEqual(['history-slow'])
  expect(journal.durableUntil()).toBe(MORNING)
  expect(durable).toEqual([])
  for (let nth = 1; nth <= 5; nth++) await store.end(nth)
  await journal.flush()
  expect(journal.fault()).toBe(null)
  expect(troubles).toEqual(['history-slow', null])
  expect(durable.map(({ seq }) => seq)).toEqual(Array.from({ length: 8_001 }, (_, index) => index + 1))
  expect(losses).toEqual([])
})

test('what no longer fits is dropped, counted from its first, and told when writing works again', async () => {
  const { journal, store, durable, losses } = scene
  const large = ctiObservation('a', MORNING, { raw: 'f'.repeat(1024 * 1024) })
  journal.push(large)
  await vi.waitFor(() => expect(store.commits).toHaveLength(1), PATIENCE)
  for (let n = 1; n <= 70; n++) journal.push({ ...large, at: instant(MORNING + n) })
  await store.end(1)
  await vi.waitFor(() => expect(store.commits).toHaveLength(2), PATIENCE)
  expect(losses, 'it comes after what waited').toEqual([])
  await store.end(2)
  await journal.flush()
  expect(durable).toHaveLength(64)
  journal.push(ctiObservation('a', MORNING))
  await store.end(3)
  await journal.flush()
  expect(losses).toEqual([{ from: MORNING + 64, count: 7 }])
})

test('closing ends the retries', async () => {
  const { journal, store } = scene
  journal.push(ctiObservation('a', MORNING))
  await store.end(1, new HistoryError('history-disk-full', 'full'))
  await vi.waitFor(() => expect(journal.fault()).not.toBe(null), PATIENCE)
  journal.close()
  await store.end(2, new HistoryError('history-disk-full', 'full'))
  await journal.flush()
  expect(journal.depth).toBe(1)
})

describe('a draft', () => {
  test('counts an event from when it was received and names its agent', () => {
    const { agentId, at, body } = draftOf({ ...ctiObservation('a', MORNING + 5), seq: 9 })
    expect({ agentId, at }).toEqual({ agentId: 'a', at: MORNING + 5 })
    expect(JSON.parse(body)).toEqual(ctiObservation('a', MORNING + 5))
  })

  test('counts an open gap from its start and a closed one from its end', () => {
    expect(draftOf(gapObservation(MORNING, null))).toMatchObject({ agentId: null, at: MORNING })
    expect(draftOf(gapObservation(MORNING, MORNING + 9))).toMatchObject({ agentId: null, at: MORNING + 9 })
  })
})
