import { expect, it } from 'vitest'
import { inTurns } from '../../src/gadget/in-turns.ts'

it('runs so many at the same time, begins the next when one is through, and keeps the order', async () => {
  const begun: number[] = []
  const ends = new Map<number, () => void>()
  const done = inTurns([10, 20, 30, 40], 2, async (item, index) => {
    begun.push(item)
    await new Promise<void>((resolve) => ends.set(item, resolve))
    return item + index
  })
  expect(begun).toEqual([10, 20])
  ends.get(20)?.()
  await expect.poll(() => begun).toEqual([10, 20, 30])
  ends.get(30)?.()
  await expect.poll(() => begun).toEqual([10, 20, 30, 40])
  ends.get(10)?.()
  ends.get(40)?.()
  expect(await done).toEqual([10, 21, 32, 43])
})

it('has nothing to do without items, and fails with what fails', async () => {
  expect(await inTurns([], 3, async () => 1)).toEqual([])
  await expect(inTurns([1], 3, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
})
