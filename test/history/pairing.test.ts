import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSameState } from '../../src/history/agent-state.ts'
import { type Pairable, pairStays } from '../../src/history/pairing.ts'
import { code } from './heard.ts'

const ALLOWANCE = 5000

const RESERVED: Pairable = { from: 0, state: 'RESERVED', code: null }

/** How good a way to pair is: pairs, pairs of one code, time between (negative), to be compared in this order. */
type Worth = readonly [number, number, number]

const isBetter = (a: Worth, b: Worth): boolean =>
  a[0] !== b[0] ? a[0] > b[0] : a[1] !== b[1] ? a[1] > b[1] : a[2] > b[2]

/** The best way to pair, found by trying all. */
function bestWorth(ctiStays: readonly Pairable[], finesseStays: readonly Pairable[]): Worth {
  const [first, ...others] = ctiStays
  if (!first) return [0, 0, 0]
  let best = bestWorth(others, finesseStays)
  for (const [index, finesse] of finesseStays.entries()) {
    const apart = Math.abs(finesse.from - first.from)
    if (apart > ALLOWANCE || !isSameState(first.state, finesse.state)) continue
    const [pairs, codes, time] = bestWorth(others, finesseStays.slice(index + 1))
    const worth: Worth = [pairs + 1, codes + Number(first.code !== null && first.code === finesse.code), time - apart]
    if (isBetter(worth, best)) best = worth
  }
  return best
}

const stays = fc
  .array(
    fc.record({
      from: fc.integer({ min: 0, max: 12_000 }),
      state: fc.constantFrom('NOT_READY', 'RESERVED', 'TALKING', 'RESERVED_OUTBOUND'),
      code: fc.constantFrom(null, code(71), code(72)),
    }),
    { maxLength: 6 },
  )
  .map((list): Pairable[] => list.toSorted((a, b) => a.from - b.from))

describe('pairing', () => {
  test('finds the best of all ways to pair, and never crosses', () => {
    fc.assert(
      fc.property(stays, stays, (ctiStays, finesseStays) => {
        const pairs = pairStays(ctiStays, finesseStays, ALLOWANCE)
        const made = pairs.flatMap((partner, index) => {
          const [cti, finesse] = [ctiStays[index], finesseStays[partner]]
          return cti && finesse ? [{ cti, finesse, partner }] : []
        })
        expect(made.map(({ partner }) => partner)).toEqual(made.map(({ partner }) => partner).toSorted((a, b) => a - b))
        expect(new Set(made.map(({ partner }) => partner)).size).toBe(made.length)
        const worth: Worth = [
          made.length,
          made.filter(({ cti, finesse }) => cti.code !== null && cti.code === finesse.code).length,
          made.reduce((time, { cti, finesse }) => time - Math.abs(finesse.from - cti.from), 0),
        ]
        expect(worth).toEqual(bestWorth(ctiStays, finesseStays))
      }),
      { numRuns: 3000 },
    )
  })

  test('takes the CTI word RESERVED for every kind of reservation of Finesse', () => {
    expect(pairStays([RESERVED], [{ ...RESERVED, state: 'RESERVED_OUTBOUND_PREVIEW' }], ALLOWANCE)).toEqual([0])
    expect(pairStays([{ ...RESERVED, state: 'TALKING' }], [{ ...RESERVED, state: 'HOLD' }], ALLOWANCE)).toEqual([-1])
  })
})
