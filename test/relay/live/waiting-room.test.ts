import { expect, test } from 'vitest'
import { WaitingRoom } from '../../../src/relay/live/waiting-room.ts'

test('lets in as many as it holds, then the oldest goes for each newcomer', () => {
  const room = new WaitingRoom<string>({ all: 2, perAddress: 2 })
  expect(['a', 'b', 'c', 'd'].map((guest) => room.enter(guest, guest))).toEqual([null, null, 'a', 'b'])
  expect(room.size).toBe(2)
})

test('one address pushes out its own oldest, nobody else', () => {
  const room = new WaitingRoom<string>({ all: 10, perAddress: 1 })
  expect(room.enter('other', 'elsewhere')).toBe(null)
  expect(room.enter('first', 'here')).toBe(null)
  expect(room.enter('second', 'here')).toBe('first')
  expect(room.enter('third', 'here')).toBe('second')
  expect(room.size).toBe(2)
})

test.each([2, 10])('who has left makes room and is not made to leave (of %i in all)', (all) => {
  const room = new WaitingRoom<string>({ all, perAddress: 2 })
  room.enter('a', 'x')
  room.enter('b', 'x')
  room.leave('a')
  room.leave('a')
  expect(room.enter('c', 'x')).toBe(null)
  expect(room.enter('d', 'x')).toBe('b')
})
