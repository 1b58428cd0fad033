import { beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { FinesseError, type FinesseErrorCode } from '../../../src/finesse/errors.ts'
import type { ReasonCodeRecord } from '../../../src/finesse/reason-codes.ts'
import type { CatalogueEntry } from '../../../src/history/catalogue.ts'
import { LabelKeeper } from '../../../src/relay/finesse/label-keeper.ts'
import { createLog } from '../../../src/relay/log.ts'
import { code, id } from '../../history/heard.ts'

beforeEach(() => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
})

/** How often a Finesse that fails so is asked for labels within an hour, and what became of it. */
async function askedInAnHour(
  fault: FinesseErrorCode,
): Promise<{ asked: number; refusals: readonly FinesseError[]; told: number }> {
  const refusals: FinesseError[] = []
  const log = createLog('silent')
  const warn = vi.spyOn(log, 'warn')
  const keeper = new LabelKeeper({
    deployment: 'uccx',
    onChange: async () => undefined,
    onRefused: (error) => refusals.push(error),
    log,
  })
  const call = vi.fn<() => Promise<never>>(async () => Promise.reject(new FinesseError(fault, 'no')))
  keeper.follow({ call })
  await vi.advanceTimersByTimeAsync(3_600_000 - 1)
  keeper.rest()
  return { asked: call.mock.calls.length, refusals, told: warn.mock.calls.length }
}

it('asks a Finesse that is away again and again, and tells so once an hour', async () => {
  expect(await askedInAnHour('finesse-unavailable')).toEqual({ asked: 120, refusals: [], told: 1 })
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

it('without an administrator, takes a reason code with another label for renamed, and leaves what a supervisor may not see', async () => {
  const keeper = new LabelKeeper({
    deployment: 'uccx',
    onChange: async () => undefined,
    onRefused: () => expect.unreachable(),
    log: createLog('silent'),
  })
  const learn = async (
    ...codes: readonly (readonly [number: number, label: string, reasonCodeId: number | null])[]
  ) => {
    const records = codes.map(([number, label, reasonCodeId]): ReasonCodeRecord => ({
      category: 'NOT_READY',
      code: code(number),
      label,
      id: reasonCodeId === null ? null : id(reasonCodeId),
      forAll: true,
      systemCode: false,
    }))
    let isFirst = true
    const call = async <T>() => {
      const answer = isFirst ? records : []
      isFirst = false
      return answer as T
    }
    await keeper.learnFrom({ call }, 'super1')
  }
  await learn([71, 'LUNCH', 4], [72, 'BREAK', 5], [73, 'OLD', null])
  await learn([71, 'Midday meal', 4], [74, 'TRAINING', 6])
  expect(keeper.catalogue.map((entry) => [entry.code, entry.label])).toEqual([
    [72, 'BREAK'],
    [73, 'OLD'],
    [71, 'Midday meal'],
    [74, 'TRAINING'],
  ])
})
