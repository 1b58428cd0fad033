import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Range } from '../../../src/gadget/selectors/time-axis.ts'
import {
  LENGTHS,
  lengthSince,
  panned,
  pinched,
  rangeIn,
  revealing,
  SHORTEST_MS,
  viewOf,
  within,
  zoomed,
} from '../../../src/gadget/selectors/zoom.ts'

const HOUR = 3_600_000
const DAY: Range = { from: 0, to: 24 * HOUR }
const hours = (from: number, to: number): Range => ({ from: Math.round(from * HOUR), to: Math.round(to * HOUR) })

describe('zooming', () => {
  it('keeps the moment under the pointer where it is', () => {
    expect(zoomed(hours(8, 12), 0.5, 0.25, DAY)).toEqual(hours(8.5, 10.5))
    expect(zoomed(hours(8, 12), 2, 0.5, DAY)).toEqual(hours(6, 14))
  })

  it('ends at the whole and at the shortest stretch', () => {
    expect(zoomed(hours(8, 12), 100, 0.5, DAY)).toEqual(DAY)
    const { from, to } = zoomed(hours(8, 12), 0, 0.5, DAY)
    expect([to - from, (from + to) / 2]).toEqual([SHORTEST_MS, 10 * HOUR])
  })

  it('and moving never leave the bounds', () => {
    expect(zoomed(hours(0, 4), 2, 1, DAY)).toEqual(hours(0, 8))
    expect(panned(hours(20, 23), 0.5, DAY)).toEqual(hours(21, 24))
    expect(panned(hours(20, 23), -10, DAY)).toEqual(hours(0, 3))
  })

  it('with two fingers keeps under both what was there', () => {
    expect(pinched(hours(8, 12), [0.25, 0.75], [0, 1], DAY)).toEqual(hours(9, 11))
    expect(pinched(hours(8, 12), [0, 0.5], [0.5, 1], DAY)).toEqual(hours(6, 10))
    expect(pinched(hours(8, 12), [0.4, 0.6], [0.5, 0.5], DAY)).toEqual(hours(8, 12))
  })

  it('shows a part of time that is out of view, and leaves one in view alone', () => {
    expect(revealing(hours(8, 12), hours(11, 13), DAY)).toEqual(hours(8, 12))
    expect(revealing(hours(8, 12), hours(14, 15), DAY)).toEqual(hours(13.6, 17.6))
    expect(revealing(hours(8, 12), hours(1, 2), DAY)).toEqual(hours(0.6, 4.6))
  })
})

describe('a view', () => {
  it('that reaches the end goes on with it, and another stays where it is', () => {
    const later: Range = { from: 0, to: 25 * HOUR }
    expect(rangeIn(viewOf(hours(20, 24), DAY), later)).toEqual(hours(21, 25))
    expect(rangeIn(viewOf(hours(8, 12), DAY), later)).toEqual(hours(8, 12))
    expect(rangeIn(viewOf(DAY, DAY), later)).toEqual(later)
  })

  it('begins as short as shows everything, and four hours long at most', () => {
    const starts = [13.9, 13.2, 11, 3]
    expect(starts.map((start) => lengthSince(start * HOUR, 14 * HOUR) / HOUR)).toEqual([0.25, 1, 4, 4])
    expect(rangeIn({ length: LENGTHS.day, end: null }, DAY)).toEqual(DAY)
  })
})

describe('whatever is done to a stretch', () => {
  const stretch = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0.001, max: 1, noNaN: true }))
  const share = fc.double({ min: -2, max: 2, noNaN: true })

  it('stays within the bounds and no shorter than the shortest', () => {
    fc.assert(
      fc.property(stretch, share, share, share, share, ([start, length], a, b, c, d) => {
        const range = within({ from: start * DAY.to, to: (start + length) * DAY.to }, DAY)
        const results = [
          range,
          zoomed(range, Math.abs(a), b, DAY),
          panned(range, c, DAY),
          pinched(range, [a, b], [c, d], DAY),
          revealing(range, { from: d * DAY.to, to: (d + 1) * DAY.to }, DAY),
        ]
        for (const { from, to } of results) {
          expect(from).toBeGreaterThanOrEqual(DAY.from)
          expect(to).toBeLessThanOrEqual(DAY.to + 1e-3)
          expect(to - from).toBeGreaterThan(SHORTEST_MS - 1e-3)
        }
      }),
    )
  })

  it('zooming in and out again about the same moment gives the same stretch back', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (about) => {
        const range = hours(8, 12)
        const back = zoomed(zoomed(range, 0.5, about, DAY), 2, about, DAY)
        expect(back.from).toBeCloseTo(range.from, 3)
        expect(back.to).toBeCloseTo(range.to, 3)
      }),
    )
  })
})
