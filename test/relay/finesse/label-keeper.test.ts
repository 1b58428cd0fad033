import { beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { FinesseError, type FinesseErrorCode } from '../../../src/finesse/errors.ts'
import type { ReasonCodeRecord } from '../../../src/finesse/reason-codes.ts'
import type { CatalogueEntry } from '../../../src/history/catalogue.ts'
import { catalogueEntryOf, LabelKeeper } from '../../../src/relay/finesse/label-keeper.ts'
import { createLog } from '../../../src/relay/log.ts'
import { code, id } from '../../history/heard.ts'

const LUNCH: ReasonCodeRecord = {
  category: 'NOT_READY',
  code: code(71),
  label: 'LUNCH',
  id: null,
  forAll: true,
  systemCode: false,
}

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

/** A Finesse with one reason code, and what a keeper that asks it tells. */
function keepLabels(answer: () => Promise<unknown> = async () => [LUNCH]) {
  const onChange = vi.fn<(catalogue: readonly CatalogueEntry[]) => Promise<void>>(async () => undefined)
  const log = createLog('silent')
  const warn = vi.spyOn(log, 'warn')
  const keeper = new LabelKeeper({ deployment: 'uccx', onChange, onRefused: () => expect.unreachable(), log })
  onTestFinished(() => keeper.rest())
  const call = vi.fn<() => Promise<never>>(answer as () => Promise<never>)
  return { keeper, finesse: { call }, call, onChange, warn }
}

it('asks every ten minutes, however often it is told to follow, and not at all while it rests', async () => {
  const { keeper, finesse, call, onChange } = keepLabels()
  for (let times = 0; times < 3; times++) keeper.follow(finesse)
  await vi.advanceTimersByTimeAsync(600_000 - 1)
  expect(call).toHaveBeenCalledTimes(1)
  keeper.follow(finesse)
  await vi.advanceTimersByTimeAsync(1)
  expect(call).toHaveBeenCalledTimes(2)
  keeper.rest()
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(call).toHaveBeenCalledTimes(2)
  keeper.follow(finesse)
  expect(call).toHaveBeenCalledTimes(3)
  expect(onChange).toHaveBeenCalledTimes(1)
})

it('an answer that comes when it rests already changes nothing, and is followed by no other question', async () => {
  const { promise, resolve } = Promise.withResolvers<unknown>()
  const { keeper, finesse, call, onChange } = keepLabels(() => promise)
  keeper.follow(finesse)
  keeper.rest()
  resolve([LUNCH])
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(call).toHaveBeenCalledTimes(1)
  expect(onChange).not.toHaveBeenCalled()
  expect(keeper.catalogue).toEqual([])
})

it('a Finesse that is away another time is told of another time', async () => {
  let isAway = true
  const { keeper, finesse, warn } = keepLabels(async () => {
    if (isAway) throw new FinesseError('finesse-unavailable', 'no')
    return [LUNCH]
  })
  keeper.follow(finesse)
  await vi.advanceTimersByTimeAsync(60_000)
  isAway = false
  await vi.advanceTimersByTimeAsync(600_000)
  isAway = true
  await vi.advanceTimersByTimeAsync(660_000)
  expect(warn).toHaveBeenCalledTimes(2)
})

it('what another relay has learned is known, and not told again', async () => {
  const { keeper, finesse, onChange } = keepLabels()
  keeper.adopt([catalogueEntryOf(LUNCH, 'uccx')])
  expect(keeper.catalogue).toMatchObject([{ label: 'LUNCH' }])
  keeper.follow(finesse)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(onChange).not.toHaveBeenCalled()
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
  keeper.follow({ call: async <T>() => [LUNCH] as T })
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
