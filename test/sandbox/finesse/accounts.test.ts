import { expect, it } from 'vitest'
import { basicAuthorization, bearerAuthorization } from '../../../src/finesse/credential.ts'
import { Accounts, TOKEN_LIFETIME_MS } from '../../../src/sandbox/finesse/accounts.ts'
import { people } from '../../../src/sandbox/people.ts'

const RIGHT = basicAuthorization('super1', 'super1')
const WRONG = basicAuthorization('super1', 'wrong')
const FIVE_MINUTES = 5 * 60_000

it('knows people by their password and by nothing else', () => {
  const accounts = new Accounts(people(1))
  expect(accounts.authenticate(RIGHT, 0)?.id).toBe('super1')
  for (const header of [undefined, '', 'Basic', WRONG, bearerAuthorization('super1'), basicAuthorization('x', 'x')]) {
    expect(accounts.authenticate(header, 0)).toBeNull()
  }
})

it('locks an account for five minutes after five wrong passwords, also for the right one', () => {
  const accounts = new Accounts(people(1))
  for (let count = 0; count < 5; count += 1) accounts.authenticate(WRONG, 0)
  expect(accounts.authenticate(RIGHT, FIVE_MINUTES - 1)).toBeNull()
  expect(accounts.authenticate(basicAuthorization('admin', 'admin'), 0)?.id).toBe('admin')
  expect(accounts.authenticate(RIGHT, FIVE_MINUTES)?.id).toBe('super1')
})

it('counts anew after the right password, and after a lock', () => {
  const accounts = new Accounts(people(1))
  const fail = (times: number, now: number) => {
    for (let count = 0; count < times; count += 1) accounts.authenticate(WRONG, now)
  }
  fail(4, 0)
  expect(accounts.authenticate(RIGHT, 0)).not.toBeNull()
  fail(4, 0)
  expect(accounts.authenticate(RIGHT, 0)).not.toBeNull()
  fail(5, 0)
  fail(4, FIVE_MINUTES)
  expect(accounts.authenticate(RIGHT, FIVE_MINUTES)).not.toBeNull()
})

it('knows people by a token of single sign-on until it runs out or is taken back', () => {
  const accounts = new Accounts(people(1))
  const person = accounts.authenticate(RIGHT, 0)!
  const [first, second] = [accounts.issueToken(person, 0), accounts.issueToken(person, 0)]
  expect(first).not.toBe(second)
  expect(accounts.authenticate(bearerAuthorization(first), TOKEN_LIFETIME_MS - 1)?.id).toBe('super1')
  expect(accounts.authenticate(bearerAuthorization(first), TOKEN_LIFETIME_MS)).toBeNull()
  accounts.revokeTokens()
  expect(accounts.authenticate(bearerAuthorization(second), 0)).toBeNull()
})
