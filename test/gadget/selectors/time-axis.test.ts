import { describe, expect, it } from 'vitest'
import { midnightBefore, place, rangeOf, rangeSince, segments, ticks } from '../../../src/gadget/selectors/time-axis.ts'

const local = (hour: number, minute = 0): number => new Date(2026, 10, 23, hour, minute).getTime()

describe('the time axis', () => {
  it('begins today at midnight, and shows at least an hour', () => {
    expect(rangeOf('today', local(14))).toEqual({ from: local(0), to: local(14) })
    expect(rangeOf('today', local(0, 10)).from).toBe(local(0, 10) - 3_600_000)
    expect(midnightBefore(local(23, 59))).toBe(local(0))
  })

  it('has round ticks, no more than there is room for', () => {
    expect(ticks({ from: local(10, 7), to: local(14, 7) }, 4)).toEqual([11, 12, 13, 14].map((hour) => local(hour)))
    expect(ticks({ from: local(13, 50), to: local(14, 50) }, 6)).toEqual([
      local(13, 50),
      local(14),
      local(14, 10),
      local(14, 20),
      local(14, 30),
      local(14, 40),
    ])
    for (const room of [2, 3, 5, 9]) {
      expect(ticks({ from: local(0), to: local(24) }, room).length).toBeLessThanOrEqual(room + 1)
    }
  })

  it('is as short as shows everything, and four hours long at most', () => {
    const starts = [local(13, 50), local(13, 10), local(11), local(3)]
    expect(starts.map((start) => rangeSince(start, local(14)))).toEqual(['15m', '1h', '4h', '4h'])
  })

  it('keeps places within the range', () => {
    const range = { from: local(10), to: local(12) }
    expect([local(9), local(11), local(13)].map((at) => place(at, range))).toEqual([0, 0.5, 1])
  })

  it('joins neighbours that look alike, and cuts what lies outside', () => {
    const range = { from: local(10), to: local(14) }
    const stays = [
      { state: 'READY', from: local(8), to: local(9) },
      { state: 'READY', from: local(9), to: local(11) },
      { state: 'TALKING', from: local(11), to: local(12) },
      { state: 'HOLD', from: local(12), to: local(13) },
      { state: 'NOT_READY', from: local(13), to: null },
    ] as const
    expect(segments(stays, range).map(({ group, start, end }) => [group, start, end])).toEqual([
      ['ready', 0, 0.25],
      ['talking', 0.25, 0.75],
      ['not-ready', 0.75, 1],
    ])
  })
})
