import { beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { FinesseError, type FinesseErrorCode } from '../../../src/finesse/errors.ts'
import { LabelKeeper } from '../../../src/relay/finesse/label-keeper.ts'
import { createLog } from '../../../src/relay/log.ts'

beforeEach(() => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
})

/** How often a Finesse that fails so is asked for labels within an hour, and what became of it. */
async function askedInAnHour(code: FinesseErrorCode): Promise<{ asked: number; refusals: readonly FinesseError[] }> {
  const refusals: FinesseError[] = []
  const keeper = new LabelKeeper({
    deployment: 'uccx',
    onChange: () => undefined,
    onRefused: (error) => refusals.push(error),
    log: createLog('silent'),
  })
  const call = vi.fn<() => Promise<never>>(async () => Promise.reject(new FinesseError(code, 'no')))
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
