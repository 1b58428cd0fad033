import { createHash, randomUUID } from 'node:crypto'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { draftOf } from '../../../src/relay/history/journal.ts'
import type { Draft, HistoryStore, Lease, Row } from '../../../src/relay/history/history-store.ts'
import { packRows } from '../../../src/relay/history/packed-rows.ts'
import { RetentionClock } from '../../../src/relay/history/retention-clock.ts'
import { ctiObservation, gapObservation, MORNING } from '../../support/observations.ts'
import { PATIENCE } from '../../support/patience.ts'

/** Opens the same history again each time it is called; what was opened before is closed already. */
export type OpenStore = () => Promise<HistoryStore>

const event = (agentId: string, second: number, reason = 71): Draft =>
  draftOf(ctiObservation(agentId, MORNING + second * 1000, { reason }))
const append = (lease: Lease, drafts: readonly Draft[]): Promise<number> => lease.append(drafts, randomUUID())
const patient = new AbortController().signal
const hashOf = (ticket: string): string => createHash('sha256').update(ticket).digest('hex')
const gap = (from: number, to: number | null): Draft =>
  draftOf(gapObservation(MORNING + from * 1000, to === null ? null : MORNING + to * 1000))

const again = async (reopen: OpenStore) => {
  const store = await reopen()
  onTestFinished(() => store.close())
  return store
}

/**
 * What every engine of the history must do.
 * @param prepare Makes an empty history and answers how to open it.
 */
export function historyStoreContract(engine: string, prepare: () => OpenStore | Promise<OpenStore>): void {
  const start = async () => {
    const open = await prepare()
    const store = await open()
    onTestFinished(() => store.close().catch(() => undefined))
    return { store, lease: await store.lead('ccx1', patient), reopen: open }
  }

  describe(`${engine} keeps a history`, () => {
    test('an empty one begins before 1 and has an epoch', async () => {
      const { store } = await start()
      expect(store.lastSeq).toBe(0)
      expect(store.prunedTo).toBe(0)
      expect(store.epoch).not.toBe('')
      expect(await store.size()).toMatchObject({ rows: 0, oldest: null })
    })

    test('seqs grow by one over batches, and the answer is the first of the batch', async () => {
      const { store, lease } = await start()
      expect(await append(lease, [event('a', 0), event('b', 1)])).toBe(1)
      expect(await append(lease, [event('a', 2)])).toBe(3)
      expect(store.lastSeq).toBe(3)
    })

    test('epoch, seqs and rows are the same after closing and opening', async () => {
      const { store, lease, reopen } = await start()
      await append(lease, [event('a', 0), gap(1, null)])
      const { epoch } = store
      await store.close()
      const reopened = await again(reopen)
      expect(reopened.epoch).toBe(epoch)
      expect(reopened.lastSeq).toBe(2)
      expect(await reopened.readRows(Float64Array.of(1, 2))).toEqual([
        { seq: 1, agentId: 'a', body: event('a', 0).body },
        { seq: 2, agentId: null, body: gap(1, null).body },
      ])
    })

    test('rows can be had packed as well', async () => {
      const { store, lease } = await start()
      await append(lease, [event('a', 0), event('b', 1), gap(2, null)])
      const seqs = Float64Array.of(1, 3)
      expect(await store.readPacked(seqs)).toEqual(packRows(await store.readRows(seqs)))
    })

    test('a scope lists the rows of its agents and the gaps, after a place and up to a place', async () => {
      const { store, lease } = await start()
      await append(lease, [event('a', 0), event('b', 1), gap(2, null), event('a', 3), event('c', 4), event('a', 5)])
      const list = (after: { seq: number } | { time: number }, upTo: number) =>
        store.listSeqs({ agentIds: ['a', 'c'], after, upTo }).then((seqs) => [...seqs])
      expect(await list({ seq: 0 }, 6)).toEqual([1, 3, 4, 5, 6])
      expect(await list({ seq: 1 }, 5)).toEqual([3, 4, 5])
      expect(await list({ time: MORNING + 3000 }, 6)).toEqual([4, 5, 6])
      expect(await list({ time: -Infinity }, 2)).toEqual([1])
    })

    test("an agent's range has his observations and the gaps, oldest first, the end left out", async () => {
      const { store, lease } = await start()
      await append(lease, [event('a', 10), event('a', 5), gap(6, 7), event('b', 6), event('a', 20)])
      const seqs = async (from: number, to: number, limit = 100) =>
        (await store.readAgent('a', MORNING + from * 1000, MORNING + to * 1000, limit)).map(({ seq }) => seq)
      expect(await seqs(0, 20)).toEqual([2, 3, 1])
      expect(await seqs(5, 21)).toEqual([2, 3, 1, 5])
      expect(await seqs(0, 21, 2)).toEqual([2, 3])
    })

    test('retention removes the oldest in steps, remembers how far, and never gives a seq again', async () => {
      const { store, lease, reopen } = await start()
      await append(lease, [event('a', 0), event('a', 1), event('a', 2)])
      let removed = 0
      for (let step = -1; step !== 0; removed += step) step = await store.prune(MORNING + 2 * 86_400_000, 1)
      expect(removed).toBe(3)
      expect(store.prunedTo).toBe(3)
      await store.close()
      const reopened = await again(reopen)
      expect(reopened.prunedTo).toBe(3)
      expect(await append(await reopened.lead('ccx1', patient), [event('a', 10)])).toBe(4)
    })

    test('a clock that is far ahead of what is kept is in doubt, and the right one is not', async () => {
      const { store, lease } = await start()
      const hour = 3_600
      await append(
        lease,
        [-6, -5, -4, -3, -2, -1, 0].map((day) => event('a', 24 * day * hour)),
      )
      const doubtMs = (day: number) =>
        new RetentionClock(30 * 86_400_000).doubtMs(store, MORNING + 1000 * hour * (1 + 24 * day))
      expect(await doubtMs(0)).toBe(0)
      expect(await doubtMs(365)).toBe(3 * 86_400_000)
    })

    test('sorting what is past changes nothing that is read', async () => {
      const { store, lease } = await start()
      await append(lease, [event('b', 0), event('a', 1), gap(2, 3), event('a', 1)])
      const before = await store.readAfter(0, 10)
      await store.sortPast()
      expect(await store.readAfter(0, 10)).toEqual(before)
      expect((await store.readAgent('a', MORNING, MORNING + 9_000, 10)).map(({ seq }) => seq)).toEqual([2, 4, 3])
    })

    test('forgetting a person removes his observations and nobody else’s', async () => {
      const { store, lease } = await start()
      await append(lease, [event('a', 0), event('b', 1), event('a', 2), gap(3, 4)])
      expect(await store.forget('a')).toBe(2)
      expect((await store.readRows(Float64Array.of(1, 2, 3, 4))).map(({ seq }) => seq)).toEqual([2, 4])
      expect(await store.forget('nobody')).toBe(0)
    })

    test('of whom there is something is known', async () => {
      const { store, lease } = await start()
      await append(lease, [event('a', 0), event('b', 1), gap(2, null)])
      expect(await store.keeps(['nobody', 'b', 'a'])).toEqual(new Set(['a', 'b']))
      await store.forget('a')
      expect(await store.keeps(['a', 'b'])).toEqual(new Set(['b']))
      expect(await store.keeps([])).toEqual(new Set())
    })

    test('the last moment of listening is kept per site, and a later event counts as one', async () => {
      const { store, lease } = await start()
      expect(await store.lastListening('ccx1')).toBe(null)
      await lease.noteListening(MORNING)
      expect(await store.lastListening('ccx1')).toBe(MORNING)
      expect(await store.lastListening('ccx2')).toBe(null)
      await append(lease, [event('a', 2)])
      expect(await store.lastListening('ccx1')).toBe(MORNING + 2000)
    })

    test('what is read may be told apart from what is written meanwhile', async () => {
      const { store, lease } = await start()
      const batches = Array.from({ length: 50 }, (_, n) => append(lease, [event('a', n), event('b', n)]))
      const [seqs] = await Promise.all([store.listSeqs({ agentIds: ['a'], after: { seq: 0 }, upTo: 100 }), ...batches])
      const later = await store.listSeqs({ agentIds: ['a'], after: { seq: 0 }, upTo: 100 })
      expect([...later]).toHaveLength(50)
      expect([...later].slice(0, seqs.length)).toEqual([...seqs])
    })

    test('a follower is told of everything that is appended, in order, from where it began', async () => {
      const { store, lease } = await start()
      await append(lease, [event('a', 0)])
      const told: Row[] = []
      const unfollow = store.follow((rows) => void told.push(...rows))
      await append(lease, [event('a', 1), gap(2, null)])
      await append(lease, [event('b', 3)])
      await vi.waitFor(() => expect(told.map(({ seq }) => seq)).toEqual([2, 3, 4]), PATIENCE)
      expect(told[1]).toEqual({ seq: 3, agentId: null, body: gap(2, null).body })
      expect(store.lastSeq).toBe(4)
      unfollow()
      await append(lease, [event('a', 4)])
      await vi.waitFor(() => expect(store.lastSeq).toBe(5), PATIENCE)
      expect(told).toHaveLength(3)
    })

    test('what is appended while one page is full is read page by page', async () => {
      const { store, lease } = await start()
      await append(lease, [event('a', 0), event('b', 1), event('a', 2), gap(3, 4)])
      await store.forget('b')
      const pages = async (limit: number) => {
        const seqs: number[][] = []
        for (let after = 0; ;) {
          const rows = await store.readAfter(after, limit)
          seqs.push(rows.map(({ seq }) => seq))
          if (rows.length < limit) return seqs
          after = rows.at(-1)!.seq
        }
      }
      expect(await pages(2)).toEqual([[1, 3], [4]])
      expect(await pages(1)).toEqual([[1], [3], [4], []])
      expect((await store.readAfter(3, 1))[0]!.at).toBe(MORNING + 4000)
    })

    test('whoever leads a site is known, and may lead it again after he gave it up', async () => {
      const { store, lease } = await start()
      expect(lease.site).toBe('ccx1')
      await vi.waitFor(
        () => expect(store.leaderOf('ccx1')).toMatchObject({ isSelf: true, isAlive: true, term: lease.term }),
        PATIENCE,
      )
      expect(lease.lost.aborted).toBe(false)
      await lease.release()
      expect(lease.lost.aborted).toBe(true)
      const next = await store.lead('ccx1', patient)
      expect(await append(next, [event('a', 0)])).toBe(1)
    })

    test('a ticket is good once, before its end', async () => {
      const { store } = await start()
      const [good, late] = [hashOf('good'), hashOf('late')]
      await store.tickets.put(good, '{"agentId":"super1"}', MORNING + 30_000)
      await store.tickets.put(late, '{}', MORNING + 30_000)
      expect(await store.tickets.take(good, MORNING)).toEqual({ session: '{"agentId":"super1"}' })
      expect(await store.tickets.take(good, MORNING)).toBe('ticket-used')
      expect(await store.tickets.take(late, MORNING + 30_000)).toBe('ticket-expired')
      expect(await store.tickets.take(hashOf('invented'), MORNING)).toBe('ticket-unknown')
    })

    test('documents are known after they were put, and their changes are told', async () => {
      const { store, lease } = await start()
      const told: (readonly [string, string | null])[] = []
      store.documents.follow((key, body) => void told.push([key, body]))
      await store.documents.put('team:3', '["a","b"]')
      await lease.putDocument('feed:ccx1', '{"status":"open"}')
      await vi.waitFor(() => expect(store.documents.all.size).toBe(2), PATIENCE)
      await store.documents.put('team:3', '["a","b"]')
      await store.documents.put('team:3', '["b"]')
      await vi.waitFor(() => expect(store.documents.all.get('team:3')).toBe('["b"]'), PATIENCE)
      await store.documents.put('team:3', null)
      await store.documents.put('team:4', null)
      await vi.waitFor(() => expect([...store.documents.all.keys()]).toEqual(['feed:ccx1']), PATIENCE)
      await store.documents.put('team:3', '["b"]')
      await vi.waitFor(() => expect(store.documents.all.size).toBe(2), PATIENCE)
      expect(told).toEqual([
        ['team:3', '["a","b"]'],
        ['feed:ccx1', '{"status":"open"}'],
        ['team:3', '["b"]'],
        ['team:3', null],
        ['team:3', '["b"]'],
      ])
    })

    test('who is forgotten is gone from the documents as well', async () => {
      const { store } = await start()
      await store.documents.put('team:3', '["a","b"]')
      await store.documents.put('team:4', '["aa"]')
      await store.documents.put('agents:ccx1:3', '{"a":{"name":"Ann Poe"},"aa":{"name":"Al Poe"}}')
      await vi.waitFor(() => expect(store.documents.all.size).toBe(3), PATIENCE)
      await store.forget('a')
      await vi.waitFor(
        () =>
          expect(Object.fromEntries(store.documents.all), 'others do not lose their names').toEqual({
            'team:4': '["aa"]',
            'agents:ccx1:3': '{"aa":{"name":"Al Poe"}}',
          }),
        PATIENCE,
      )
    })
  })
}
