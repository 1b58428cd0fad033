import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Ending } from '../../src/sandbox/ending.ts'

const exit = vi.spyOn(process, 'exit')
const written = vi.spyOn(process.stderr, 'write')

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  // A process that exits runs nothing more; here only the call is looked at.
  exit.mockReset().mockImplementation(() => undefined as never)
  written.mockReset().mockReturnValue(true)
})
afterEach(() => {
  vi.useRealTimers()
  process.exitCode = 0
})

it('closes what was opened last first, and ends with the code', async () => {
  const closed: string[] = []
  const ending = new Ending()
  ending.onEnd(() => closed.push('first'))
  ending.onEnd(async () => closed.push('second'))
  await ending.end(2)
  expect(closed).toEqual(['second', 'first'])
  expect(exit.mock.calls).toEqual([[2]])
})

it('ends within two seconds, whatever does not close', () => {
  const ending = new Ending()
  ending.onEnd(() => new Promise(() => {}))
  void ending.end(0)
  expect(ending.signal.aborted).toBe(true)
  vi.advanceTimersByTime(1_999)
  expect(exit.mock.calls).toEqual([[1]])
})

it('goes on closing after one that failed, says so, and does not end well', async () => {
  const closed: string[] = []
  const ending = new Ending()
  ending.onEnd(() => closed.push('first'))
  ending.onEnd(() => {
    throw new Error('the disk is gone')
  })
  await ending.end(0)
  expect(closed).toEqual(['first'])
  expect(written.mock.calls.map(([text]) => text)).toEqual(['Error: the disk is gone\n'])
  expect(exit.mock.calls).toEqual([[1]])
})
