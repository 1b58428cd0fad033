import { expect, it } from 'vitest'
import { besideByKey, rowByKey } from '../../../src/gadget/selectors/row-keys.ts'

const KEYS = ['ArrowDown', 'ArrowUp', 'Home', 'End', 'PageDown', 'PageUp', 'Enter']

const from = (at: number, page = 10): unknown[] => KEYS.map((key) => rowByKey(key, at, page, 50))

const along = (at: number): unknown[] =>
  ['ArrowRight', 'ArrowLeft', 'Home', 'End', 'ArrowDown'].map((key) => besideByKey(key, at, 5))

it('keys lead from row to row, by a page and to both ends, and no further', () => {
  expect(from(20)).toEqual([21, 19, 0, 49, 30, 10, null])
  expect(from(0)).toEqual([1, 0, 0, 49, 10, 0, null])
  expect(from(49)).toEqual([49, 48, 0, 49, 49, 39, null])
  expect(from(20, 0), 'where not one row has room').toEqual([21, 19, 0, 49, 21, 19, null])
})

it('other keys lead along a line of things, and no further than its ends', () => {
  expect(along(2)).toEqual([3, 1, 0, 4, null])
  expect(along(0)).toEqual([1, 0, 0, 4, null])
  expect(along(4)).toEqual([4, 3, 0, 4, null])
})
