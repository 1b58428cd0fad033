import { expect, it } from 'vitest'
import { SignInCount } from '../../../src/relay/http/sign-in-count.ts'

/** A count, and the clock that it goes by. */
function begun() {
  let steady = 1_000
  const count = new SignInCount({}, () => steady)
  const signIn = (address: string): readonly [current: number, ttl: number] => {
    let told: readonly [number, number] = [NaN, NaN]
    count.incr(address, (_error, { current, ttl }) => (told = [current, ttl]))
    return told
  }
  return { count, signIn, pass: (ms: number) => (steady += ms) }
}

it('counts the sign-ins of each address for a minute from the first on, and says for how long they still count', () => {
  const { signIn, pass } = begun()
  expect(signIn('a')).toEqual([1, 60_000])
  pass(59_999)
  expect([signIn('a'), signIn('b')]).toEqual([
    [2, 1],
    [1, 60_000],
  ])
  pass(1)
  expect([signIn('a'), signIn('b')]).toEqual([
    [1, 60_000],
    [2, 59_999],
  ])
})

it('is one count for every route', () => {
  const { count } = begun()
  expect(count.child()).toBe(count)
})
