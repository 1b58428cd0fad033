import { expect, test } from 'vitest'
import { FrameBudget } from '../../../src/relay/live/frame-budget.ts'

test('lets a burst pass, then so many a second', () => {
  const budget = new FrameBudget(0)
  let taken = 0
  while (budget.spend(0)) taken += 1
  expect(taken).toBe(1_000)
  taken = 0
  while (budget.spend(500)) taken += 1
  expect(taken).toBe(50)
})

test('is not filled past the burst by a long silence, nor emptied by a clock that goes back', () => {
  const budget = new FrameBudget(10_000)
  expect(budget.spend(0)).toBe(true)
  let taken = 0
  while (budget.spend(86_400_000)) taken += 1
  expect(taken).toBe(1_000)
})
