import { describe, expect, it } from 'vitest'
import {
  midnightAfter,
  midnightBefore,
  place,
  type Range,
  ticks,
  tickStep,
  todayOf,
} from '../../../src/gadget/selectors/time-axis.ts'

const ticksOf = (range: Range, atMost: number): readonly number[] => ticks(range, tickStep(range, atMost))

const local = (hour: number, minute = 0): number => new Date(2026, 10, 23, hour, minute).getTime()

describe('the time axis', () => {
  it('begins today where it is told to, never before midnight, and shows at least a quarter of an hour', () => {
    expect(todayOf(local(14), local(8))).toEqual({ from: local(8), to: local(14) })
    expect(todayOf(local(14), local(-3)).from).toBe(local(0))
    expect(todayOf(local(14), 0).from).toBe(local(0))
    expect(todayOf(local(14), local(13, 50)).from).toBe(local(13, 45))
    expect(todayOf(local(0, 10), local(0, 5)).from).toBe(local(-1, 55))
    expect(midnightBefore(local(23, 59))).toBe(local(0))
    expect(midnightAfter(local(0))).toBe(local(24))
  })

  it('has round ticks, no more than there is room for', () => {
    expect(ticksOf({ from: local(10, 7), to: local(14, 7) }, 4)).toEqual([11, 12, 13, 14].map((hour) => local(hour)))
    expect(ticksOf({ from: local(13, 50), to: local(14, 50) }, 6)).toEqual([
      local(13, 50),
      local(14),
      local(14, 10),
      local(14, 20),
      local(14, 30),
      local(14, 40),
    ])
    for (const room of [2, 3, 5, 9]) {
      expect(ticksOf({ from: local(0), to: local(24) }, room).length).toBeLessThanOrEqual(room + 1)
    }
    const close = { from: local(14) + 2500, to: local(14) + 12_500 }
    expect(ticksOf(close, 5)).toEqual([4, 6, 8, 10, 12].map((second) => local(14) + second * 1000))
  })

  it('keeps places within the range', () => {
    const range = { from: local(10), to: local(12) }
    expect([local(9), local(11), local(13)].map((at) => place(at, range))).toEqual([0, 0.5, 1])
  })
})
