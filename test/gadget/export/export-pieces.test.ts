import { expect, it } from 'vitest'
import { exportPieces } from '../../../src/gadget/export/export-pieces.ts'

const DAY = 24 * 3_600_000
const agents = (count: number, length = 3): string[] =>
  Array.from({ length: count }, (_, index) => String(index).padStart(length, 'a'))

it('asks for so many agents at once as have a moderate number of days together', () => {
  expect(exportPieces(agents(130), { from: 0, to: DAY }).map(({ agentIds }) => agentIds.length)).toEqual([60, 60, 10])
  expect(exportPieces(agents(5), { from: 0, to: 30 * DAY }).map(({ agentIds }) => agentIds.length)).toEqual([2, 2, 1])
  expect(exportPieces(agents(130), { from: 0, to: DAY }).flatMap(({ agentIds }) => agentIds)).toEqual(agents(130))
})

it('cuts a long time of one agent, without a hole, and says which piece is not the first', () => {
  const pieces = exportPieces(agents(1), { from: 0, to: 150 * DAY })
  expect(pieces.map(({ window, isLater }) => [window.from / DAY, window.to / DAY, isLater])).toEqual([
    [0, 60, false],
    [60, 120, true],
    [120, 150, true],
  ])
})

it('names no more agents at once than fit a request', () => {
  const pieces = exportPieces(agents(60, 128), { from: 0, to: DAY })
  expect(pieces.length).toBeGreaterThan(1)
  expect(pieces.flatMap(({ agentIds }) => agentIds)).toEqual(agents(60, 128))
})

it('of nobody has no pieces', () => {
  expect(exportPieces([], { from: 0, to: DAY })).toEqual([])
})
