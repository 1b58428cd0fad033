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
