import { beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { Crowd } from '../../../src/relay/live/crowd.ts'

beforeEach(() => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
})

/** So many come to a crowd at once; answers how many have begun. */
function come(crowd: Crowd, count: number) {
  let begun = 0
  for (let index = 0; index < count; index += 1) void crowd.gather().then(() => (begun += 1))
  return () => begun
}

it('lets a few begin at once', async () => {
  const begun = come(new Crowd(), 5)
  await vi.advanceTimersByTimeAsync(0)
  expect(begun()).toBe(5)
})

it('has a crowd wait until fewer come', async () => {
  const crowd = new Crowd()
  come(crowd, 10)
  const [first, second] = [come(crowd, 20), come(crowd, 20)]
  await vi.advanceTimersByTimeAsync(100)
  expect([first(), second()]).toEqual([0, 0])
  await vi.advanceTimersByTimeAsync(100)
  expect([first(), second()]).toEqual([20, 20])
  const late = come(crowd, 1)
  await vi.advanceTimersByTimeAsync(0)
  expect(late()).toBe(1)
})

it('has nobody wait for more than some two seconds, however many come', async () => {
  const crowd = new Crowd()
  const first = come(crowd, 30)
  for (let tenths = 0; tenths < 21; tenths += 1) {
    await vi.advanceTimersByTimeAsync(100)
    come(crowd, 30)
  }
  expect(first()).toBe(30)
})
