import { expect, test } from 'vitest'
import { LogLimiter } from '../../../src/relay/cti/log-limiter.ts'
import { MORNING } from '../../support/observations.ts'

test('after a burst of ten, one record each ten seconds says how many were left out', () => {
  const limiter = new LogLimiter()
  const admitted = Array.from({ length: 15 }, () => limiter.admit(MORNING))
  expect(admitted).toEqual([...Array.from({ length: 10 }, () => 0), ...Array.from({ length: 5 }, () => null)])
  expect(limiter.admit(MORNING + 10_000)).toBe(5)
  expect(limiter.admit(MORNING + 10_001)).toBe(null)
})

test('a clock that is set back silences nothing', () => {
  const limiter = new LogLimiter()
  for (let n = 0; n < 11; n++) limiter.admit(MORNING)
  expect(limiter.admit(MORNING - 3_600_000)).toBe(null)
  expect(limiter.admit(MORNING - 3_590_000)).toBe(2)
})
