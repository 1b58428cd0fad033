import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Observation } from '../../src/history/observation.ts'
import { addedTotals, type Totals, totals } from '../../src/history/totals.ts'
import { AGENT, at, cti, entriesOf, EVENING, finesse, gap, labelled } from './heard.ts'
import { scenario } from './scenarios.ts'

/** LUNCH once through Finesse and once not, a meeting, and READY between. */
const MORNINGS_WORK: readonly Observation[] = [
  cti(0, 'READY'),
  finesse(0.1, 'READY'),
  cti(100, 'NOT_READY', 71),
  finesse(100.2, 'NOT_READY', labelled(71, 'LUNCH', 1)),
  cti(400, 'READY'),
  finesse(400.9, 'READY'),
  cti(500, 'NOT_READY', 71),
  finesse(500.1, 'NOT_READY'),
  cti(600, 'NOT_READY', 72),
  finesse(600.1, 'NOT_READY', labelled(72, 'IN MEETING', 2)),
]

/** Of each reason, and of Not Ready, the time. */
const times = ({ reasons, notReadyMs, notReadyWatchedMs, notReadyWithoutFinesseMs }: Totals) => ({
  notReadyMs,
  notReadyWatchedMs,
  notReadyWithoutFinesseMs,
  reasons: new Map(
    reasons.flatMap(({ state, code, label, timeMs }) => (timeMs > 0 ? [[`${state} ${code} ${label}`, timeMs]] : [])),
  ),
})

const DAY = { from: at(0), to: EVENING }

const sums = (observations: readonly Observation[], window = DAY, now = at(1600)) =>
  totals(entriesOf(observations, now), window, now)

describe('totals', () => {
  test('sum up the time per reason, longest first', () => {
    const { reasons, longest, verdicts } = sums(MORNINGS_WORK)
    expect(
      reasons.map(({ state, label, timeMs, count, longestMs }) => [state, label, timeMs, count, longestMs]),
    ).toEqual([
      ['NOT_READY', 'IN MEETING', 1_000_000, 1, 1_000_000],
      ['NOT_READY', 'LUNCH', 400_000, 2, 300_000],
      ['READY', null, 200_000, 2, 100_000],
    ])
    expect(longest).toEqual({ agentId: AGENT, from: at(600), timeMs: 1_000_000 })
    expect(verdicts).toMatchObject({ agree: 2, 'finesse-missing': 1, none: 2, conflict: 0 })
  })

  test('name the longest stay wherever it stands, and no lag where there was none', () => {
    const { longest, worstLag } = sums([cti(0, 'NOT_READY', 71), cti(500, 'NOT_READY', 72), cti(600, 'READY')])
    expect(longest).toEqual({ agentId: AGENT, from: at(0), timeMs: 500_000 })
    expect(worstLag).toBeNull()
  })

  test('tell how much of Not Ready Finesse has no reason for', () => {
    expect(sums(MORNINGS_WORK)).toMatchObject({
      notReadyMs: 1_400_000,
      notReadyWatchedMs: 1_400_000,
      notReadyWithoutFinesseMs: 100_000,
      shareWithoutFinesse: 1 / 14,
    })
  })

  test('leave out of the share what Finesse was not watched in', () => {
    expect(sums([cti(0, 'NOT_READY', 71), cti(60, 'READY')])).toMatchObject({
      notReadyMs: 60_000,
      notReadyWatchedMs: 0,
      shareWithoutFinesse: null,
    })
  })

  test('name the worst lag and the stay that had it', () => {
    const { worstLag } = sums(MORNINGS_WORK)
    expect(worstLag).toEqual({ agentId: AGENT, from: at(400), lag: 900 })
  })

  test('count only the part inside of the window', () => {
    const { reasons, notReadyMs, verdicts } = sums(MORNINGS_WORK, { from: at(300), to: at(550) })
    expect(notReadyMs).toBe(150_000)
    expect(reasons.map(({ label, timeMs, count }) => [label, timeMs, count])).toEqual([
      ['LUNCH', 150_000, 2],
      [null, 100_000, 1],
    ])
    expect(verdicts.agree).toBe(1)
  })

  test('of two windows side by side make that of both together', () => {
    const [whole, first, second] = [
      sums(MORNINGS_WORK, { from: at(0), to: at(1000) }),
      sums(MORNINGS_WORK, { from: at(0), to: at(500) }),
      sums(MORNINGS_WORK, { from: at(500), to: at(1000) }),
    ]
    expect(first.notReadyMs + second.notReadyMs).toBe(whole.notReadyMs)
    expect(first.verdicts['finesse-missing']).toBe(0)
    expect(second.verdicts['finesse-missing']).toBe(1)
    expect(second.verdicts.none).toBe(0)
  })

  test('of what lasts count what has passed', () => {
    expect(sums(MORNINGS_WORK, DAY, at(610)).notReadyMs).toBe(410_000)
    expect(sums(MORNINGS_WORK, { from: at(700), to: EVENING }, at(650)).reasons).toEqual([])
  })

  test('count a stay that a gap ended in the moment it began', () => {
    const heard = [cti(0, 'NOT_READY', 71, { seq: 1 }), gap(-1, null, { seq: 2 })]
    expect(sums(heard).reasons).toMatchObject([{ code: 71, timeMs: 0, count: 1 }])
  })

  test('add up several agents', () => {
    const entries = entriesOf(MORNINGS_WORK)
    expect(totals([...entries, ...entries], DAY, at(1600)).notReadyMs).toBe(2_800_000)
  })

  test('of several agents are those of all their entries', () => {
    const now = at(1600)
    const one = entriesOf(MORNINGS_WORK)
    const other = entriesOf([cti(0, 'NOT_READY', 71), cti(2000, 'READY')])
    const parts = [totals(one, DAY, now), totals(other, DAY, now), totals([], DAY, now)]
    expect(addedTotals(parts)).toEqual(totals([...one, ...other], DAY, now))
  })

  test('keep two labels of one code and one code of two states apart', () => {
    const heard = [
      ...MORNINGS_WORK,
      cti(650, 'TALKING'),
      cti(700, 'LOGOUT', 71),
      cti(800, 'NOT_READY', 71),
      finesse(800.1, 'NOT_READY', labelled(71, 'MITTAGESSEN', 9)),
    ]
    expect(
      sums(heard)
        .reasons.map(({ state, label }) => `${state} ${label}`)
        .toSorted(),
    ).toEqual([
      'LOGOUT null',
      'NOT_READY IN MEETING',
      'NOT_READY LUNCH',
      'NOT_READY MITTAGESSEN',
      'READY null',
      'TALKING null',
    ])
  })

  test('of nothing are nothing', () => {
    expect(sums([])).toMatchObject({
      reasons: [],
      longest: null,
      notReadyMs: 0,
      shareWithoutFinesse: null,
      worstLag: null,
    })
  })

  test('of any windows side by side have together the times of the whole, and no time is lost but where nobody listened', () => {
    const moment = fc.nat(2_000_000).map((ms) => at(ms / 1000))
    fc.assert(
      fc.property(scenario, fc.array(moment, { minLength: 2, maxLength: 6 }), moment, (observations, moments, now) => {
        const entries = entriesOf(observations, now)
        const cuts = moments.toSorted((a, b) => a - b)
        const whole = { from: cuts[0] ?? 0, to: cuts.at(-1) ?? 0 }
        const parts = cuts.slice(1).map((to, index) => totals(entries, { from: cuts[index] ?? 0, to }, now))
        const sum = totals(entries, whole, now)
        expect(times(addedTotals(parts))).toEqual(times(sum))
        const end = Math.min(whole.to, now)
        const told = entries.reduce(
          (ms, { from, to }) => ms + Math.max(0, Math.min(to ?? end, end) - Math.max(from, whole.from)),
          0,
        )
        expect(sum.reasons.reduce((ms, { timeMs }) => ms + timeMs, 0)).toBe(told)
      }),
      { numRuns: 3000 },
    )
  })
})
