import { expect, test } from 'vitest'
import { PacedQueue } from '../../../src/relay/finesse/paced-queue.ts'

test('work is taken when it is due, the longest due first', () => {
  const queue = new PacedQueue<number>(1000)
  queue.put('late', 1, 200)
  queue.put('early', 2, 100)
  expect(queue.take(99)).toEqual({ waitUntil: 100 })
  expect(queue.take(300)).toEqual({ key: 'early', value: 2 })
  expect(queue.take(301)).toEqual({ key: 'late', value: 1 })
  expect(queue.take(302)).toEqual({ waitUntil: null })
})

test('work is never taken faster than the rate', () => {
  const queue = new PacedQueue<number>(5)
  for (let n = 0; n < 3; n++) queue.put(`k${n}`, n, 0)
  expect(queue.take(0)).toMatchObject({ key: 'k0' })
  expect(queue.take(100)).toEqual({ waitUntil: 200 })
  expect(queue.take(200)).toMatchObject({ key: 'k1' })
})

test('a key that waits already keeps its moment and takes the newer value', () => {
  const queue = new PacedQueue<string>(5)
  queue.put('a', 'old', 100)
  queue.put('a', 'new', 500)
  expect(queue.size).toBe(1)
  expect(queue.take(100)).toEqual({ key: 'a', value: 'new' })
})

test('a pause holds everything up', () => {
  const queue = new PacedQueue<number>(5)
  queue.put('a', 1, 0)
  queue.pauseUntil(5_000)
  expect(queue.take(4_999)).toEqual({ waitUntil: 5_000 })
  expect(queue.take(5_000)).toMatchObject({ key: 'a' })
})

test('a clock that is set back holds nothing up', () => {
  const queue = new PacedQueue<number>(5)
  for (const key of ['a', 'b']) queue.put(key, 1, 10_000)
  expect(queue.take(10_000)).toMatchObject({ key: 'a' })
  expect(queue.take(4_000)).toEqual({ waitUntil: 4_200 })
  expect(queue.take(4_200)).toMatchObject({ key: 'b' })
})
