import { expect, test } from 'vitest'
import { ListLayout } from '../../../src/gadget/selectors/list-layout.ts'

const HEIGHTS = { row: 50, head: 30 }

test('rows lie below each other, heads among them', () => {
  const layout = new ListLayout(5, [0, 3], HEIGHTS)
  expect([0, 1, 2, 3, 4].map((index) => layout.startOf(index))).toEqual([0, 30, 80, 130, 160])
  expect([0, 1, 3].map((index) => layout.heightOf(index))).toEqual([30, 50, 30])
  expect(layout.height).toBe(210)
})

test('each place belongs to the row that covers it, beyond the ends to the first or the last', () => {
  const layout = new ListLayout(5, [0, 3], HEIGHTS)
  expect([-9, 0, 29, 30, 129, 130, 209, 999].map((y) => layout.indexAt(y))).toEqual([0, 0, 0, 1, 2, 3, 4, 4])
})

test('what is in sight has some more around it, and never what is not there', () => {
  const layout = new ListLayout(2000, [], HEIGHTS)
  expect(layout.window(0, 500, 3)).toEqual({ from: 0, to: 14 })
  expect(layout.window(50_000, 50_500, 3)).toEqual({ from: 997, to: 1014 })
  expect(layout.window(99_800, 100_300, 3)).toEqual({ from: 1993, to: 2000 })
  expect(new ListLayout(0, [], HEIGHTS).window(0, 500, 3)).toEqual({ from: 0, to: 0 })
})
