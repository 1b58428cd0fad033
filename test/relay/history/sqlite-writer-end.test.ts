import { randomUUID } from 'node:crypto'
import { mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import type { Worker, WorkerOptions } from 'node:worker_threads'
import * as fc from 'fast-check'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { draftOf, Journal } from '../../../src/relay/history/journal.ts'
import type { Draft, Lease, Row } from '../../../src/relay/history/history-store.ts'
import type { ThreadData } from '../../../src/relay/history/sqlite-calls.ts'
import { ctiObservation, MORNING } from '../../support/observations.ts'
import { PATIENCE } from '../../support/patience.ts'
import { openSqlite } from '../../support/sqlite-history.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { type Moment, MOMENTS, type Orders } from './thread-orders.ts'

/** The moment and the count that writers are told, and all threads of histories that were begun. */
const { orders, threads } = vi.hoisted(() => ({
  orders: new Int32Array(new SharedArrayBuffer(8)),
  threads: [] as { mode: string; worker: Worker }[],
}))

// Histories write in threads that can be told when to end.
vi.mock(import('node:worker_threads'), async (importOriginal) => {
  const original = await importOriginal()
  return {
    ...original,
    Worker: class extends original.Worker {
      constructor(url: URL, options: WorkerOptions) {
        const data = options.workerData as ThreadData
        const workerData = { ...data, orders } satisfies Orders
        super(data.mode === 'read' ? url : new URL('./ending-worker.ts', import.meta.url), { ...options, workerData })
        threads.push({ mode: data.mode, worker: this })
      }
    },
  }
})

/** The writer ends at a moment when it has come so many times. */
function endAt(moment: Moment, times: number): void {
  orders[0] = MOMENTS.indexOf(moment)
  Atomics.store(orders, 1, times)
}

const newest = (mode: string): Worker => threads.findLast((thread) => thread.mode === mode)!.worker

/** A history in which threads may end, and what its followers are told. */
async function opened(file = join(tempFolder(), 'history.db')) {
  Atomics.store(orders, 1, 0)
  threads.length = 0
  const ended: unknown[] = []
  const store = await openSqlite(file, undefined, ended)
  onTestFinished(() => store.close())
  const told: Row[] = []
  store.follow((rows) => void told.push(...rows))
  return { store, ended, told }
}

const draft = (agentId: string, n: number): Draft => draftOf(ctiObservation(agentId, MORNING + n, { reason: n }))

const bodiesOf = (rows: readonly Row[], agentId?: string): readonly string[] =>
  rows.filter((row) => row.agentId === (agentId ?? row.agentId)).map(({ body }) => body)

/** Appends a batch, again and again until it is there. */
async function appendAtLast(lease: Lease, drafts: readonly Draft[], batch: string): Promise<void> {
  for (;;) {
    try {
      await lease.append(drafts, batch)
      return
    } catch {
      await turn()
    }
  }
}

describe('a writer that ends by itself', () => {
  test.each(MOMENTS)('%s, loses nothing and writes nothing twice', async (moment) => {
    const { store, ended, told } = await opened()
    const troubles: (string | null)[] = []
    const journal = new Journal({
      store: await store.lead('ccx1'),
      onDurable: () => undefined,
      onTrouble: (error) => void troubles.push(error?.code ?? null),
      onLoss: () => expect.unreachable(),
      now: () => MORNING,
    })
    onTestFinished(() => journal.close())
    const said = Array.from({ length: 30 }, (_, n) => ctiObservation('anna', MORNING + n, { reason: n }))
    for (const observation of said.slice(0, 10)) journal.push(observation)
    await journal.flush()
    endAt(moment, moment === 'within a batch' ? 5 : 1)
    for (const observation of said.slice(10, 20)) journal.push(observation)
    await journal.flush()
    for (const observation of said.slice(20)) journal.push(observation)
    await journal.flush()
    expect(ended).toMatchObject([{ code: 'history-failed', message: 'A thread of the history ended by itself.' }])
    // On a slow machine it is called slow as well.
    expect(new Set(troubles.filter((code) => code !== 'history-slow'))).toEqual(new Set(['history-failed', null]))
    expect(troubles.at(-1)).toBe(null)
    expect(bodiesOf(told)).toEqual(said.map((observation) => draftOf(observation).body))
    expect(told.map(({ seq }) => seq)).toEqual(said.map((_, n) => n + 1))
    expect(told).toMatchObject(await store.readRows(Float64Array.from(said.keys()).map((n) => n + 1)))
    expect(store.lastSeq).toBe(30)
  })

  test('while nothing is written, is replaced by the next that is', async () => {
    const { store, ended } = await opened()
    const { epoch } = store
    await store.append([draft('anna', 1)])
    await newest('own').terminate()
    expect(ended).toHaveLength(1)
    expect(await store.append([draft('anna', 2)])).toBe(2)
    expect([store.epoch, store.lastSeq]).toEqual([epoch, 2])
  })

  test('has what it made durable told in order, also where another site is the first to go on', async () => {
    const { store, told } = await opened()
    const [one, other] = [await store.lead('ccx1'), await store.lead('ccx2')]
    const [first, second] = [randomUUID(), randomUUID()]
    endAt('after its commit, before it is answered', 1)
    const failed = [one.append([draft('anna', 1), draft('anna', 2)], first), other.append([draft('ben', 3)], second)]
    expect(await Promise.allSettled(failed)).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }])
    expect(await other.append([draft('ben', 3)], second)).toBe(3)
    expect(await one.append([draft('anna', 1), draft('anna', 2)], first)).toBe(1)
    expect(told.map(({ seq, agentId }) => [seq, agentId])).toEqual([
      [1, 'anna'],
      [2, 'anna'],
      [3, 'ben'],
    ])
    expect(store.lastSeq).toBe(3)
  })

  test('again and again, at any moment, with several sites: everything is there once, in the order of each site', async () => {
    const step = fc.oneof(
      fc.record({
        site: fc.integer({ min: 0, max: 2 }),
        count: fc.integer({ min: 1, max: 40 }),
        isAwaited: fc.boolean(),
      }),
      fc.record({ moment: fc.constantFrom(...MOMENTS), times: fc.integer({ min: 1, max: 3 }) }),
      fc.constant('terminate' as const),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async (steps) => {
        const { store, told } = await opened()
        const sites = await Promise.all(
          ['anna', 'ben', 'carl'].map(async (agentId, n) => ({
            agentId,
            lease: await store.lead(`ccx${n}`),
            said: [] as Draft[],
            writing: Promise.resolve(),
          })),
        )
        for (const next of steps) {
          if (next === 'terminate') await newest('own').terminate()
          else if ('moment' in next) endAt(next.moment, next.times)
          else {
            const site = sites[next.site]!
            const drafts = Array.from({ length: next.count }, () => {
              site.said.push(draft(site.agentId, site.said.length))
              return site.said.at(-1)!
            })
            const batch = randomUUID()
            site.writing = site.writing.then(() => appendAtLast(site.lease, drafts, batch))
            if (next.isAwaited) await site.writing
          }
        }
        for (const { writing } of sites) await writing
        expect(told.map(({ seq }) => seq)).toEqual(told.map((_, index) => index + 1))
        for (const { agentId, said } of sites) expect(bodiesOf(told, agentId)).toEqual(bodiesOf(said as never))
        expect((await store.readAfter(0, 10_000)).map(({ seq, body }) => [seq, body])).toEqual(
          told.map(({ seq, body }) => [seq, body]),
        )
        await store.close()
      }),
      { numRuns: 5 },
    )
  })

  test('when the file cannot be opened, is replaced as soon as it can; meanwhile not each call tries', async () => {
    const folder = join(tempFolder(), 'disk')
    mkdirSync(folder)
    const { store, told } = await opened(join(folder, 'history.db'))
    const lease = await store.lead('ccx1')
    await lease.append([draft('anna', 1)], randomUUID())
    renameSync(folder, `${folder} away`)
    await newest('own').terminate()
    const begun = threads.length
    const batch = randomUUID()
    for (let call = 0; call < 50; call++) {
      await expect(lease.append([draft('anna', 2)], batch)).rejects.toMatchObject({ code: 'history-unreachable' })
    }
    expect(threads.length - begun).toBeLessThan(25)
    renameSync(`${folder} away`, folder)
    await vi.waitFor(() => lease.append([draft('anna', 2)], batch), PATIENCE)
    expect(told.map(({ seq }) => seq)).toEqual([1, 2])
  })
})

test('of many who read when the thread that reads has ended, one begins another', async () => {
  const { store, ended } = await opened()
  await store.append([draft('anna', 1)])
  await newest('read').terminate()
  const begun = threads.length
  const read = await Promise.all(Array.from({ length: 20 }, () => store.readAfter(0, 10)))
  expect(read.map((rows) => rows.length)).toEqual(read.map(() => 1))
  expect(threads.length - begun).toBe(1)
  expect(ended).toHaveLength(1)
})
