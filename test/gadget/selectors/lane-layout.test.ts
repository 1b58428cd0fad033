import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bars, fitting, silences } from '../../../src/gadget/selectors/lane-layout.ts'
import type { Range } from '../../../src/gadget/selectors/time-axis.ts'

const RANGE: Range = { from: 1000, to: 2000 }
const part = (from: number, to: number | null) => ({ from, to })

describe('the bars of a lane', () => {
  it('stand where their parts do, cut at the edges; what lasts goes to now', () => {
    const parts = [part(0, 500), part(900, 1100), part(1100, 1500), part(1500, null)]
    expect(bars(parts, RANGE, 1800, 500)).toMatchObject([
      { left: 0, width: 50, parts: [parts[1]] },
      { left: 50, width: 200, parts: [parts[2]] },
      { left: 250, width: 150, parts: [parts[3]] },
    ])
  })

  it('are one where several parts are too narrow to be told apart', () => {
    const parts = [part(1000, 1001), part(1001, 1002), part(1002, 1003), part(1003, 1500), part(1500, 1501)]
    const drawn = bars(parts, RANGE, 2000, 1000)
    expect(drawn.map(({ parts: members }) => members.length)).toEqual([3, 1, 1])
  })

  it('hold every part in view once, in order, and are no more than the pixels can show', () => {
    const anyParts = fc.array(fc.tuple(fc.nat(30), fc.nat(50)), { maxLength: 300 }).map((steps) => {
      let at = 900
      return steps.map(([pause, length]) => {
        const from = at + pause
        at = from + length
        return part(from, at)
      })
    })
    fc.assert(
      fc.property(anyParts, fc.integer({ min: 1, max: 400 }), (parts, width) => {
        const drawn = bars(parts, RANGE, 2000, width)
        expect(drawn.flatMap(({ parts: members }) => members)).toEqual(
          parts.filter(({ from, to }) => (to ?? 0) >= RANGE.from && from <= RANGE.to),
        )
        for (const [index, bar] of drawn.entries()) {
          expect(bar.left + bar.width).toBeLessThanOrEqual((drawn[index + 1]?.left ?? Infinity) + 1e-9)
        }
      }),
    )
  })

  it('of a day of a thousand short stays are few', () => {
    const parts = Array.from({ length: 1000 }, (_, index) => part(1000 + index, 1001 + index))
    expect(bars(parts, RANGE, 2000, 600).length).toBeLessThan(150)
  })
})

describe('silences', () => {
  it('are where no part is, until now', () => {
    expect(silences([part(0, 1100), part(1200, 1300), part(1300, 1500)], RANGE, 1900)).toEqual([
      { from: 1100, to: 1200 },
      { from: 1500, to: 1900 },
    ])
    expect(silences([part(1200, null)], RANGE, 1900)).toEqual([{ from: 1000, to: 1200 }])
    expect(silences([], RANGE, 1900)).toEqual([{ from: 1000, to: 1900 }])
    expect(silences([], RANGE, 900)).toEqual([])
    expect(silences([part(1950, null)], RANGE, 1900)).toEqual([{ from: 1000, to: 1900 }])
    expect(silences([part(1200, null)], RANGE, 1900, [1150, 900, 1100, 1200])).toEqual([
      { from: 1000, to: 1100 },
      { from: 1100, to: 1150 },
      { from: 1150, to: 1200 },
    ])
  })
})

const measure = (text: string): number => text.length

it('a label is the longest that fits, or none', () => {
  expect(fitting(['71 LUNCH', '71'], 8, measure)).toBe('71 LUNCH')
  expect(fitting(['71 LUNCH', '71'], 7, measure)).toBe('71')
  expect(fitting(['71 LUNCH', '71'], 1, measure)).toBe(null)
  expect(fitting(['', ''], 100, measure)).toBe(null)
})
