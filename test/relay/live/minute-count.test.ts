import { expect, test } from 'vitest'
import { MinuteCount } from '../../../src/relay/live/minute-count.ts'

test('counts by key and in all, and begins anew with each minute', () => {
  const count = new MinuteCount()
  const noon = 1_763_985_600_000
  count.add('a', noon)
  count.add('a', noon + 59_999)
  count.add('b', noon + 59_999)
  expect([count.of('a', noon + 59_999), count.of('b', noon + 59_999), count.total(noon + 59_999)]).toEqual([2, 1, 3])
  expect([count.of('a', noon + 60_000), count.total(noon + 60_000)]).toEqual([0, 0])
})
