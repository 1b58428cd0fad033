import { expect, test } from 'vitest'
import { Slices } from '../../../src/relay/reports/slices.ts'

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

/** Counts the turns of the event loop until it is told to stop. */
function countTurns() {
  let turns = 0
  let goesOn = true
  const turn = (): void => {
    turns += 1
    if (goesOn) setImmediate(turn)
  }
  setImmediate(turn)
  return () => {
    goesOn = false
    return turns
  }
}

test('what takes long is cut into slices, with a turn of the event loop between them', async () => {
  let clock = 0
  const slices = new Slices(() => clock)
  const turns = countTurns()
  const done: number[] = []
  await slices.forEach(range(50), (item) => {
    done.push(item)
    clock += 1
  })
  expect(done).toEqual(range(50))
  // 50 steps of 1 ms in slices of 5 ms.
  const count = turns()
  expect(count).toBeGreaterThanOrEqual(9)
  expect(count, 'a step does not wait for a turn of its own').toBeLessThan(50)
})

test('several works take turns: there is one slice per turn of the event loop, whoever does how much', async () => {
  let clock = 0
  const slices = new Slices(() => clock)
  let inThisTurn = 0
  let most = 0
  let goesOn = true
  const turn = (): void => {
    most = Math.max(most, inThisTurn)
    inThisTurn = 0
    if (goesOn) setImmediate(turn)
  }
  setImmediate(turn)
  const work = () =>
    slices.forEach(range(20), () => {
      inThisTurn += 1
      clock += 1
    })
  await Promise.all([work(), work(), work()])
  goesOn = false
  expect(most).toBeLessThanOrEqual(6)
})

test('only so many works are under way; who comes later waits for a place, also after one that failed', async () => {
  const slices = new Slices()
  const ends: (() => void)[] = []
  const begun: number[] = []
  const works = range(6).map((index) =>
    slices.admit(async () => {
      begun.push(index)
      await new Promise<void>((resolve) => ends.push(resolve))
      if (index === 0) throw new Error('broken')
    }),
  )
  expect(begun).toEqual([0, 1, 2, 3])
  ends[0]?.()
  await expect(works[0]).rejects.toThrow('broken')
  await expect.poll(() => begun).toEqual([0, 1, 2, 3, 4])
  ends[1]?.()
  await works[1]
  await expect.poll(() => begun).toEqual([0, 1, 2, 3, 4, 5])
  for (const end of ends) end()
  await Promise.all(works.slice(1))
  await slices.admit(async () => void begun.push(6))
  expect(begun.at(-1), 'all places are free again').toBe(6)
})

test('small steps share a slice, in the order in which they came, and one that fails is no other’s fault', async () => {
  let clock = 0
  const slices = new Slices(() => clock)
  const turns = countTurns()
  const done: number[] = []
  const steps = range(20).map((index) =>
    slices.step(() => {
      clock += 1
      if (index === 3) throw new Error('broken')
      done.push(index)
      return index
    }),
  )
  await expect(steps[3]).rejects.toThrow('broken')
  expect(await steps[19]).toBe(19)
  expect(await slices.step(() => 'later'), 'what comes when all was done').toBe('later')
  expect(done).toEqual(range(20).filter((index) => index !== 3))
  // 20 steps of 1 ms in slices of 5 ms.
  expect(turns()).toBeGreaterThanOrEqual(3)
})
