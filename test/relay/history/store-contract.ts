import { describe, expect, onTestFinished, test } from 'vitest'
import { draftOf } from '../../../src/relay/history/journal.ts'
import type { Draft, HistoryStore } from '../../../src/relay/history/history-store.ts'
import { ctiObservation, gapObservation, MORNING } from '../../support/observations.ts'

/** Opens the same history again each time it is called; what was opened before is closed already. */
export type OpenStore = () => Promise<HistoryStore>

const event = (agentId: string, second: number, reason = 71): Draft =>
  draftOf(ctiObservation(agentId, MORNING + second * 1000, { reason }))
const gap = (from: number, to: number | null): Draft =>
  draftOf(gapObservation(MORNING + from * 1000, to === null ? null : MORNING + to * 1000))

/**
 * What every engine of the history must do.
 * @param prepare Makes an empty history and answers how to open it.
 */
export function historyStoreContract(engine: string, prepare: () => OpenStore | Promise<OpenStore>): void {
  const start = async () => {
    const open = await prepare()
    const store = await open()
    onTestFinished(() => store.close().catch(() => undefined))
    return { store, reopen: open }
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
      const { store } = await start()
      expect(await store.append([event('a', 0), event('b', 1)])).toBe(1)
      expect(await store.append([event('a', 2)])).toBe(3)
      expect(store.lastSeq).toBe(3)
    })

    test('epoch, seqs and rows are the same after closing and opening', async () => {
      const { store, reopen } = await start()
      await store.append([event('a', 0), gap(1, null)])
      const { epoch } = store
      await store.close()
      const again = await reopen()
      onTestFinished(() => again.close())
      expect(again.epoch).toBe(epoch)
      expect(again.lastSeq).toBe(2)
      expect(await again.readRows(Float64Array.of(1, 2))).toEqual([
        { seq: 1, agentId: 'a', body: event('a', 0).body },
        { seq: 2, agentId: null, body: gap(1, null).body },
      ])
    })

    test('a scope lists the rows of its agents and the gaps, after a place and up to a place', async () => {
      const { store } = await start()
      await store.append([event('a', 0), event('b', 1), gap(2, null), event('a', 3), event('c', 4), event('a', 5)])
      const list = (after: { seq: number } | { time: number }, upTo: number) =>
        store.listSeqs({ agentIds: ['a', 'c'], after, upTo }).then((seqs) => [...seqs])
      expect(await list({ seq: 0 }, 6)).toEqual([1, 3, 4, 5, 6])
      expect(await list({ seq: 1 }, 5)).toEqual([3, 4, 5])
      expect(await list({ time: MORNING + 3000 }, 6)).toEqual([4, 5, 6])
      expect(await list({ time: -Infinity }, 2)).toEqual([1])
    })

    test("an agent's range has his observations and the gaps, oldest first, the end left out", async () => {
      const { store } = await start()
      await store.append([event('a', 10), event('a', 5), gap(6, 7), event('b', 6), event('a', 20)])
      const seqs = async (from: number, to: number, limit = 100) =>
        (await store.readAgent('a', MORNING + from * 1000, MORNING + to * 1000, limit)).map(({ seq }) => seq)
      expect(await seqs(0, 20)).toEqual([2, 3, 1])
      expect(await seqs(5, 21)).toEqual([2, 3, 1, 5])
      expect(await seqs(0, 21, 2)).toEqual([2, 3])
    })

    test('retention removes the oldest in steps, remembers how far, and never gives a seq again', async () => {
      const { store, reopen } = await start()
      await store.append([event('a', 0), event('a', 1), event('a', 2)])
      expect(await store.prune(MORNING + 2000, 1)).toBe(1)
      expect(store.prunedTo).toBe(1)
      expect(await store.prune(MORNING + 9000, 100)).toBe(2)
      expect(await store.prune(MORNING + 9000, 100)).toBe(0)
      expect(store.prunedTo).toBe(3)
      await store.close()
      const again = await reopen()
      onTestFinished(() => again.close())
      expect(again.prunedTo).toBe(3)
      expect(await again.append([event('a', 10)])).toBe(4)
    })

    test('forgetting a person removes his observations and nobody else’s', async () => {
      const { store } = await start()
      await store.append([event('a', 0), event('b', 1), event('a', 2), gap(3, 4)])
      expect(await store.forget('a')).toBe(2)
      expect((await store.readRows(Float64Array.of(1, 2, 3, 4))).map(({ seq }) => seq)).toEqual([2, 4])
      expect(await store.forget('nobody')).toBe(0)
    })

    test('the last moment of listening is kept per site, and a later event counts as one', async () => {
      const { store } = await start()
      expect(await store.lastListening('ccx1')).toBe(null)
      await store.noteListening('ccx1', MORNING)
      expect(await store.lastListening('ccx1')).toBe(MORNING)
      expect(await store.lastListening('ccx2')).toBe(null)
      await store.append([event('a', 2)])
      expect(await store.lastListening('ccx1')).toBe(MORNING + 2000)
    })

    test('what is read may be told apart from what is written meanwhile', async () => {
      const { store } = await start()
      const batches = Array.from({ length: 50 }, (_, n) => store.append([event('a', n), event('b', n)]))
      const [seqs] = await Promise.all([store.listSeqs({ agentIds: ['a'], after: { seq: 0 }, upTo: 100 }), ...batches])
      const later = await store.listSeqs({ agentIds: ['a'], after: { seq: 0 }, upTo: 100 })
      expect([...later]).toHaveLength(50)
      expect([...later].slice(0, seqs.length)).toEqual([...seqs])
    })
  })
}
