import { expect, test } from 'vitest'
import { FloorSelection, NO_FILTERS } from '../../../src/gadget/selectors/floor-rows.ts'
import { typedAhead } from '../../../src/gadget/selectors/type-ahead.ts'
import { NO_THRESHOLDS } from '../../../src/gadget/thresholds/thresholds.ts'
import { floorOf, user } from '../floor-fixture.ts'

const NAMES = ['Ana Lopez', 'Anton Berg', 'Bo Andersen', 'Özge Kaya']
const { floor } = floorOf([], {
  users: NAMES.map((name, index) => user(`u${index}`, ...(name.split(' ') as [string, string]))),
})
const { rows } = new FloorSelection().select(floor, NO_FILTERS, NO_THRESHOLDS, 0)
const names = rows.map(({ agent }) => agent.name)
const from = (typed: string, at: number): string | null => {
  const place = typedAhead(rows, typed, at)
  return place === null ? null : (names[place] ?? null)
}

test('a letter goes to the next name that begins with it, around the end', () => {
  expect(from('a', 0)).toBe('Anton Berg')
  expect(from('a', 1)).toBe('Ana Lopez')
  expect(from('b', 0)).toBe('Bo Andersen')
  expect(from('ö', 0)).toBe('Özge Kaya')
})

test('more letters go on with the name that is reached as long as it fits', () => {
  expect(from('an', 0)).toBe('Ana Lopez')
  expect(from('ant', 0)).toBe('Anton Berg')
  expect(from('ana l', 1)).toBe('Ana Lopez')
})

test('one letter again and again goes from one name to the next', () => {
  expect(from('aa', 0)).toBe('Anton Berg')
  expect(from('aaa', 1)).toBe('Ana Lopez')
})

test('letters that fit nobody lead nowhere', () => {
  expect(from('xy', 0)).toBe(null)
  expect(typedAhead([], 'a', 0)).toBe(null)
})
