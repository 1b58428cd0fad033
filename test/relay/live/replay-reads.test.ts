import { expect, it, vi } from 'vitest'
import type { HistoryStore, Row } from '../../../src/relay/history/history-store.ts'
import { ReplayReads } from '../../../src/relay/live/replay-reads.ts'

const ROW = { seq: 1, agentId: 'agent1', body: '{"kind":"cti"}' } as unknown as Row
const SCOPE = { agentIds: ['agent1'], after: { seq: 0 }, upTo: 1_000 }
const SEQS = Float64Array.of(1, 2)

function open() {
  const store = {
    epoch: 'first',
    listSeqs: vi.fn<HistoryStore['listSeqs']>(async () => SEQS),
    readRows: vi.fn<HistoryStore['readRows']>(async () => [ROW]),
  }
  return { store, reads: new ReplayReads(store as unknown as HistoryStore) }
}

it('reads once what several have missed', async () => {
  const { store, reads } = open()
  await Promise.all([1, 2, 3].map(() => reads.listSeqs(SCOPE)))
  const [one, other] = await Promise.all([reads.readPage(SEQS), reads.readPage(SEQS.slice())])
  expect(store.listSeqs).toHaveBeenCalledTimes(1)
  expect(store.readRows).toHaveBeenCalledTimes(1)
  expect(one.frame(2)).toBe(other.frame(2))
  expect(one.frame(3).cursor).toBe(3)
})

it('reads apart what is another scope, other rows or another epoch', async () => {
  const { store, reads } = open()
  await reads.listSeqs(SCOPE)
  await reads.listSeqs({ ...SCOPE, agentIds: ['agent2'] })
  await reads.readPage(SEQS)
  await reads.readPage(Float64Array.of(1, 3))
  store.epoch = 'second'
  await reads.listSeqs(SCOPE)
  await reads.readPage(SEQS)
  expect(store.listSeqs).toHaveBeenCalledTimes(3)
  expect(store.readRows).toHaveBeenCalledTimes(3)
})

it('reads again after a failure, and after a second', async () => {
  vi.useFakeTimers()
  try {
    const { store, reads } = open()
    store.readRows.mockRejectedValueOnce(new Error('away'))
    await expect(reads.readPage(SEQS)).rejects.toThrow('away')
    await reads.readPage(SEQS)
    await reads.readPage(SEQS)
    expect(store.readRows).toHaveBeenCalledTimes(2)
    await vi.advanceTimersByTimeAsync(1_000)
    await reads.readPage(SEQS)
    expect(store.readRows).toHaveBeenCalledTimes(3)
  } finally {
    vi.useRealTimers()
  }
})
