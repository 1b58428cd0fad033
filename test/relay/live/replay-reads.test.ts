import { expect, it, onTestFinished, vi } from 'vitest'
import type { HistoryStore } from '../../../src/relay/history/history-store.ts'
import { packRows } from '../../../src/relay/history/packed-rows.ts'
import { type ReplayPage, ReplayReads } from '../../../src/relay/live/replay-reads.ts'

const ROWS = [
  { seq: 1, agentId: 'agent1', body: '{"kind":"cti","n":1}' },
  { seq: 2, agentId: 'agent1', body: '{"kind":"call","n":2}' },
]
const SCOPE = { agentIds: ['agent1'], after: { seq: 0 }, upTo: 1_000 }

function open(seqs = Float64Array.of(1, 2)) {
  const store = {
    epoch: 'first',
    listSeqs: vi.fn<HistoryStore['listSeqs']>(async () => seqs),
    readPacked: vi.fn<HistoryStore['readPacked']>(async () => packRows(ROWS)),
  }
  const reads = new ReplayReads(store as unknown as HistoryStore)
  const read = async (scope = SCOPE): Promise<readonly ReplayPage[]> => {
    const pages: ReplayPage[] = []
    for await (const page of reads.pages(scope)) pages.push(page)
    return pages
  }
  return { store, read }
}

it('reads once what several have missed, and builds the frame of it once', async () => {
  const { store, read } = open()
  const [[one], [other]] = await Promise.all([read(), read(), read()])
  expect(store.listSeqs).toHaveBeenCalledTimes(1)
  expect(store.readPacked).toHaveBeenCalledTimes(1)
  expect(one?.frame(() => true).data).toBe(other?.frame(() => true).data)
  expect(one?.frame(() => true).data.toString()).toBe(
    '{"type":"observations","seq":1000,"observations":[{"seq":1,"kind":"cti","n":1},{"seq":2,"kind":"call","n":2}]}',
  )
})

it('leaves out what somebody may not have, and says another cursor where it is asked to', async () => {
  const [page] = await open().read()
  expect(page?.frame(({ kind }) => kind === 'cti', 7).data.toString()).toBe(
    '{"type":"observations","seq":7,"observations":[{"seq":1,"kind":"cti","n":1}]}',
  )
  expect(page?.frame(() => false).data.toString()).toBe('{"type":"observations","seq":1000,"observations":[]}')
})

it('says with each page how far it reaches: the last one to the end of the scope', async () => {
  const { read } = open(Float64Array.from({ length: 300 }, (_, index) => index + 1))
  expect((await read()).map(({ upTo }) => upTo)).toEqual([256, 1_000])
})

it('reads apart what is another scope or another epoch', async () => {
  const { store, read } = open()
  await read()
  await read({ ...SCOPE, agentIds: ['agent2'] })
  store.epoch = 'second'
  await read()
  expect(store.listSeqs).toHaveBeenCalledTimes(3)
  expect(store.readPacked).toHaveBeenCalledTimes(3)
})

it('reads again after a failure, and after two seconds', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const { store, read } = open()
  store.readPacked.mockRejectedValueOnce(new Error('away'))
  await expect(read()).rejects.toThrow('away')
  await read()
  await read()
  expect(store.readPacked).toHaveBeenCalledTimes(2)
  await vi.advanceTimersByTimeAsync(2_000)
  await read()
  expect(store.readPacked).toHaveBeenCalledTimes(3)
})

it('keeps only so many bytes of pages', async () => {
  const rows = [{ seq: 1, agentId: 'agent1', body: `{"kind":"cti","raw":"${'f'.repeat(10 * 2 ** 20)}"}` }]
  const { store, read } = open(Float64Array.of(1))
  store.readPacked.mockImplementation(async () => packRows(rows))
  const of = (agentId: string) => read({ ...SCOPE, agentIds: [agentId] })
  await of('agent1')
  await of('agent1')
  expect(store.readPacked).toHaveBeenCalledTimes(1)
  await of('agent2')
  await of('agent1')
  expect(store.readPacked).toHaveBeenCalledTimes(3)
})

it('has room again for what comes after what it has let go', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const rows = [{ seq: 1, agentId: 'agent1', body: `{"kind":"cti","raw":"${'f'.repeat(10 * 2 ** 20)}"}` }]
  const { store, read } = open(Float64Array.of(1))
  store.readPacked.mockImplementation(async () => packRows(rows))
  for (const agentId of ['agent1', 'agent2', 'agent3']) {
    await read({ ...SCOPE, agentIds: [agentId] })
    await vi.advanceTimersByTimeAsync(2_000)
  }
  for (let n = 0; n < 5; n++) await read()
  expect(store.readPacked).toHaveBeenCalledTimes(4)
})
