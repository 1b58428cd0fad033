import { expect, it } from 'vitest'
import { fuzzMessages } from './cti-messages.ts'
import { fuzzBodies } from './finesse-bodies.ts'

/** The long form, with other seeds, is `npm run fuzz`. */
const SEED = 1

it('mutated CTI messages give messages, nothing or typed errors, and observations that gadgets can read: 20,000 of them', () => {
  const { read, skipped, refused, sessions, observations } = fuzzMessages({ seed: SEED, count: 20_000 })
  // The mutations are worth something: each way out is taken often.
  for (const count of [read, skipped, refused, sessions, observations]) expect(count).toBeGreaterThan(500)
})

it('mutated documents as the bodies of Finesse’s answers give objects or typed errors: 1,000 of them', async () => {
  const { read, refused } = await fuzzBodies({ seed: SEED, count: 1_000 })
  for (const count of [read, refused]) expect(count).toBeGreaterThan(100)
})

it('the same seed gives the same run', () => {
  const run = { seed: 7, count: 500 }
  expect(fuzzMessages(run)).toEqual(fuzzMessages(run))
})
