import { beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { FinesseError, type FinesseErrorCode } from '../../../src/finesse/errors.ts'
import type { ReasonCodeRecord } from '../../../src/finesse/reason-codes.ts'
import type { CatalogueEntry } from '../../../src/history/catalogue.ts'
import { LabelKeeper } from '../../../src/relay/finesse/label-keeper.ts'
import { createLog } from '../../../src/relay/log.ts'
import { code } from '../../history/heard.ts'

beforeEach(() => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
})

/** How often a Finesse that fails so is asked for labels within an hour, and what became of it. */
async function askedInAnHour(fault: FinesseErrorCode): Promise<{ asked: number; refusals: readonly FinesseError[] }> {
  const refusals: FinesseError[] = []
  const keeper = new LabelKeeper({
    deployment: 'uccx',
    onChange: async () => undefined,
    onRefused: (error) => refusals.push(error),
    log: createLog('silent'),
  })
  const call = vi.fn<() => Promise<never>>(async () => Promise.reject(new FinesseError(fault, 'no')))
  keeper.follow({ call })
  await vi.advanceTimersByTimeAsync(3_600_000 - 1)
  keeper.rest()
  return { asked: call.mock.calls.length, refusals }
}

it('asks a Finesse that is away again and again', async () => {
  expect(await askedInAnHour('finesse-unavailable')).toEqual({ asked: 120, refusals: [] })
})

it('asks nothing more as an administrator who was refused, because five failures lock the account', async () => {
  expect(await askedInAnHour('finesse-unauthorized')).toMatchObject({
    asked: 1,
    refusals: [{ code: 'finesse-unauthorized' }],
  })
})

it('tells what is new once, and again after the next reading where that failed', async () => {
  const told: (readonly CatalogueEntry[])[] = []
  let isAway = true
  const keeper = new LabelKeeper({
    deployment: 'uccx',
    onChange: async (catalogue) => {
      told.push(catalogue)
      if (isAway) throw new Error('away')
    },
    onRefused: () => expect.unreachable(),
    log: createLog('silent'),
  })
  onTestFinished(() => keeper.rest())
  const codes: readonly ReasonCodeRecord[] = [
    { category: 'NOT_READY', code: code(71), label: 'LUNCH', id: null, forAll: true, systemCode: false },
  ]
  keeper.follow({ call: async <T>() => codes as T })
  await vi.advanceTimersByTimeAsync(1_000)
  expect(told).toHaveLength(1)
  isAway = false
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(told).toHaveLength(2)
  expect(told[1]).toMatchObject([{ code: 71, label: 'LUNCH' }])
})
