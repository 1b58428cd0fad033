import { beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { FinesseError } from '../../../src/finesse/errors.ts'
import type { FinesseAs } from '../../../src/relay/finesse/finesse-gateway.ts'
import { REFUSED_MS, WitnessAccount } from '../../../src/relay/finesse/witness-account.ts'

const REFUSAL = new FinesseError('finesse-unauthorized', 'no', { status: 401 })

let password: string
let asked: string[]
let accepted: number
let inVain: unknown[]
let account: WitnessAccount

/** A Finesse whose administrator has the password `right`. */
const signedIn = (given: string): FinesseAs => ({
  call: async <T>() => {
    asked.push(given)
    if (given !== 'right') throw REFUSAL
    return 'answer' as T
  },
})

const ask = (): Promise<unknown> => account.call((client) => client.getReasonCodes('ALL'))

beforeEach(() => {
  vi.useFakeTimers()
  password = 'wrong'
  asked = []
  accepted = 0
  inVain = []
  account = new WitnessAccount({
    signIn: () => signedIn(password),
    onAccepted: () => (accepted += 1),
    onTriedInVain: (cause) => inVain.push(cause),
  })
  onTestFinished(() => {
    account.close()
    vi.useRealTimers()
  })
})

it('asks nothing while it is refused but once an hour, by itself', async () => {
  account.refuse(REFUSAL)
  account.refuse(REFUSAL)
  await expect(ask()).rejects.toBe(REFUSAL)
  await vi.advanceTimersByTimeAsync(REFUSED_MS - 1)
  expect(asked).toEqual([])
  await vi.advanceTimersByTimeAsync(9 * REFUSED_MS + 1)
  await expect(ask()).rejects.toBe(REFUSAL)
  expect(asked).toEqual(Array(10).fill('wrong'))
  expect(inVain).toHaveLength(10)
  expect(new Set(inVain)).toEqual(new Set([REFUSAL]))
  expect([account.isRefused, accepted]).toEqual([true, 0])
})

it('goes on with the password as it is then, once that is accepted', async () => {
  account.refuse(REFUSAL)
  password = 'right'
  await vi.advanceTimersByTimeAsync(REFUSED_MS)
  expect([account.isRefused, accepted, inVain]).toEqual([false, 1, []])
  expect(await ask()).toBe('answer')
  await vi.advanceTimersByTimeAsync(10 * REFUSED_MS)
  expect(asked).toEqual(['right', 'right'])
  account.refuse(REFUSAL)
  await expect(ask()).rejects.toBe(REFUSAL)
})

it('is not accepted any more by an answer that comes after its end', async () => {
  account.refuse(REFUSAL)
  password = 'right'
  vi.advanceTimersByTime(REFUSED_MS)
  expect(asked).toEqual(['right'])
  account.close()
  await vi.advanceTimersByTimeAsync(10 * REFUSED_MS)
  expect([accepted, asked.length]).toEqual([0, 1])
})

it('asks nothing after its end', async () => {
  account.refuse(REFUSAL)
  account.close()
  await vi.advanceTimersByTimeAsync(10 * REFUSED_MS)
  expect(asked).toEqual([])
})
