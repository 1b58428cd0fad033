import { expect, test } from 'vitest'
import { keptNumber } from '../../../src/relay/cti/caller-number.ts'

test.each([
  ['masked', '+4930123456', '*****56'],
  ['masked', '12345', '*****45'],
  ['masked', '1234', '*****'],
  ['masked', '', null],
  ['full', '+4930123456', '+4930123456'],
  ['full', undefined, null],
  ['none', '+4930123456', null],
] as const)('%s: of %s is kept %s', (numbers, number, kept) => {
  expect(keptNumber(number, numbers)).toBe(kept)
})
