import { expect, test } from 'vitest'
import { CredentialMemory, REFUSED_MS } from '../../../src/relay/sessions/credential-memory.ts'
import { MORNING } from '../../support/observations.ts'

test('a refused credential is not tried again for five minutes, another one is', () => {
  const memory = new CredentialMemory()
  memory.refuse('super1', 'wrong', MORNING)
  expect(memory.look('super1', 'wrong', MORNING + REFUSED_MS - 1).verdict).toBe('refused')
  expect(memory.look('super1', 'other', MORNING).verdict).toBe('untried')
  expect(memory.look('super2', 'wrong', MORNING).verdict).toBe('untried')
  expect(memory.look('super1', 'wrong', MORNING + REFUSED_MS).verdict).toBe('untried')
})

test('after three refusals a user waits, so that Finesse does not lock him out', () => {
  const memory = new CredentialMemory()
  for (const [n, credential] of ['one', 'two', 'three'].entries()) memory.refuse('super1', credential, MORNING + n)
  expect(memory.look('super1', 'four', MORNING + 10)).toEqual({ verdict: 'too-many', retryAfterMs: REFUSED_MS - 10 })
  expect(memory.look('super1', 'four', MORNING + REFUSED_MS).verdict).toBe('untried')
})

test('what was refused before the clock was set back is forgotten: nobody waits for a year', () => {
  const memory = new CredentialMemory()
  const later = MORNING + 365 * 86_400_000
  for (const credential of ['one', 'two', 'three']) memory.refuse('super1', credential, later)
  expect(memory.look('super1', 'one', MORNING).verdict).toBe('untried')
  expect(memory.look('super1', 'four', MORNING).verdict).toBe('untried')
})

test('of however many that were refused, the last few are remembered', () => {
  const memory = new CredentialMemory()
  for (let n = 0; n < 100; n++) memory.refuse('super1', `guess ${n}`, MORNING)
  expect(memory.look('super1', 'guess 99', MORNING).verdict).toBe('refused')
  expect(memory.look('super1', 'guess 84', MORNING).verdict).toBe('refused')
  expect(memory.look('super1', 'guess 83', MORNING).verdict).toBe('too-many')
})

test('a credential that Finesse accepted is not held up by somebody else’s guesses', () => {
  const memory = new CredentialMemory()
  memory.accept('super1', 'right')
  for (const credential of ['one', 'two', 'three']) memory.refuse('super1', credential, MORNING)
  expect(memory.look('super1', 'right', MORNING).verdict).toBe('untried')
  memory.refuse('super1', 'right', MORNING)
  expect(memory.look('super1', 'right', MORNING).verdict).toBe('refused')
})

test('no credential can be read from the memory', () => {
  const memory = new CredentialMemory()
  memory.refuse('super1', 'a-secret', MORNING)
  expect(JSON.stringify(memory)).not.toContain('a-secret')
})
