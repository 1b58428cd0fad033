import { expect, it } from 'vitest'
import { OtherClocks } from '../../src/relay/other-clocks.ts'
import { MORNING } from '../support/observations.ts'

const MINUTE_MS = 60_000

/** Clocks, and how time passes. */
function setUp() {
  let steady = 7_000
  return { clocks: new OtherClocks(() => steady), pass: (ms: number) => (steady += ms) }
}

it('a clock is ahead of the one that is nearest to it, or behind', () => {
  const { clocks, pass } = setUp()
  clocks.told('far', MORNING - 100 * MINUTE_MS)
  expect(clocks.aheadMs(MORNING)).toBe(100 * MINUTE_MS)
  clocks.told('near', MORNING + MINUTE_MS)
  expect(clocks.aheadMs(MORNING)).toBe(-MINUTE_MS)
  pass(10 * MINUTE_MS)
  expect(clocks.aheadMs(MORNING + 10 * MINUTE_MS), 'they go on').toBe(-MINUTE_MS)
  expect(clocks.aheadMs(MORNING + 40 * MINUTE_MS), 'it was set').toBe(29 * MINUTE_MS)
  clocks.told('near', MORNING + 40 * MINUTE_MS)
  expect(clocks.aheadMs(MORNING + 40 * MINUTE_MS)).toBe(0)
})

it('where nobody says what time it is, that is waited for, and then it is right', () => {
  const { clocks, pass } = setUp()
  for (const nothing of [NaN, 0]) clocks.told('silent', nothing)
  expect(clocks.aheadMs(MORNING)).toBe(null)
  pass(5 * MINUTE_MS - 1)
  expect(clocks.aheadMs(MORNING)).toBe(null)
  pass(1)
  expect(clocks.aheadMs(MORNING)).toBe(0)
})
