import { expect, it } from 'vitest'
import { keepNewest } from '../../src/cti/keep-newest.ts'

it('keeps the newest, up to a number of them', () => {
  const kept = new Set<number>()
  for (let number = 0; number < 1_000; number++) {
    kept.add(number)
    keepNewest(kept, 100)
    expect(kept.size).toBeLessThanOrEqual(100)
  }
  expect(kept.size).toBeGreaterThanOrEqual(90)
  expect([...kept]).toEqual(Array.from({ length: kept.size }, (_, index) => 1_000 - kept.size + index))
})
