import { expect, it } from 'vitest'
import { packRows, piecesOf } from '../../../src/relay/history/packed-rows.ts'

const ROWS = [
  { seq: 1, agentId: 'a', body: '{"kind":"cti","client":"Zoë"}' },
  { seq: 2, agentId: 'b', body: '{"kind":"cti"}' },
  { seq: 3, agentId: 'b', body: '{"kind":"call"}' },
  { seq: 4, agentId: null, body: '{"kind":"gap"}' },
  { seq: 5, agentId: 'a', body: '{"kind":"cti"}' },
]

const textOf = (pieces: readonly Uint8Array[]): string => Buffer.concat(pieces).toString()

it('puts rows of the same agent and kind into one group', () => {
  const { groups, groupOf } = packRows(ROWS)
  expect(groups).toEqual([
    { agentId: 'a', kind: 'cti' },
    { agentId: 'b', kind: 'cti' },
    { agentId: 'b', kind: 'call' },
    { agentId: null, kind: 'gap' },
  ])
  expect([...groupOf]).toEqual([0, 1, 2, 3, 0])
})

it('gives all rows in one piece, as the wire has them', () => {
  const pieces = piecesOf(packRows(ROWS), [true, true, true, true])
  expect(pieces).toHaveLength(1)
  expect(JSON.parse(`[${textOf(pieces)}]`)).toEqual(
    ROWS.map(({ seq, body }) => ({ seq, ...(JSON.parse(body) as object) })),
  )
})

it('gives the wanted rows only, wherever they stand', () => {
  const packed = packRows(ROWS)
  const seqs = (...isWanted: boolean[]) =>
    (JSON.parse(`[${textOf(piecesOf(packed, isWanted))}]`) as { seq: number }[]).map(({ seq }) => seq)
  expect(seqs(true, false, false, false)).toEqual([1, 5])
  expect(seqs(false, true, false, true)).toEqual([2, 4])
  expect(seqs(false, false, true, false)).toEqual([3])
  expect(seqs(false, false, false, false)).toEqual([])
  expect(piecesOf(packRows([]), [])).toEqual([])
})
