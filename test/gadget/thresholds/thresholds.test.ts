import { expect, test } from 'vitest'
import { FloorSelection, NO_FILTERS } from '../../../src/gadget/selectors/floor-rows.ts'
import { midnightBefore } from '../../../src/gadget/selectors/time-axis.ts'
import { BreachWatch, QUIET_MS } from '../../../src/gadget/thresholds/breach-watch.ts'
import { breachesToday } from '../../../src/gadget/thresholds/breaches.ts'
import { ALERTS, THRESHOLDS, thresholdsFrom } from '../../../src/gadget/thresholds/threshold-preferences.ts'
import { levelOf, nextLevelAt, thresholdKey } from '../../../src/gadget/thresholds/thresholds.ts'
import { at, code, cti } from '../../history/heard.ts'
import { floorOf, NOON, stored, user } from '../floor-fixture.ts'

const KEPT = { 'NOT_READY 71': [1, 2], TALKING: [null, 5] } as const
const THRESHOLDS_SET = thresholdsFrom(KEPT)

/** Stays at lunch that are found too long, each with when it was. */
function breached([from, to]: readonly [from: number, to: number]) {
  const { floor } = floorOf([cti(from, 'NOT_READY', 71), cti(to, 'READY')])
  return breachesToday(floor, ['cons8510'], THRESHOLDS_SET, at(NOON)).map((breach) => [breach.from, breach.at])
}

/** People who went to lunch so many seconds before noon, one after the other, and who of them is announced a while after it. */
function watched(ids: readonly string[], since: number, apart: number) {
  const { floor, timers } = floorOf(
    ids.map((agentId, index) => cti(NOON - since + index * apart, 'NOT_READY', 71, { agentId })),
    { users: ids.map((id) => user(id, id, '')) },
  )
  const selection = new FloorSelection()
  const watch = new BreachWatch()
  const announced = (later: number): readonly string[] => {
    selection.select(floor, NO_FILTERS, THRESHOLDS_SET, at(NOON) + later)
    return watch.look(selection.everyone, THRESHOLDS_SET, at(NOON) + later, at(NOON)).map(({ agent }) => agent.agentId)
  }
  return { floor, timers, selection, announced }
}

test('a stay is looked after, then too long, and it is known when', () => {
  const threshold = { warnMs: 60_000, breachMs: 120_000 }
  expect([0, 60_000, 120_000].map((ms) => levelOf(threshold, ms))).toEqual(['none', 'warn', 'breach'])
  expect([0, 60_000, 120_000].map((now) => nextLevelAt(threshold, 0, now))).toEqual([60_000, 120_000, Infinity])
  expect(levelOf(undefined, Infinity)).toBe('none')
  expect(levelOf({ warnMs: null, breachMs: null }, Infinity)).toBe('none')
})

test('a threshold is for a reason, or for a state without one', () => {
  expect(thresholdKey('NOT_READY', code(71))).toBe('NOT_READY 71')
  expect(thresholdKey('TALKING', null)).toBe('TALKING')
})

test('what is kept is taken only where it is minutes, and is the same thresholds each time', () => {
  expect(THRESHOLDS_SET.get('NOT_READY 71')).toEqual({ warnMs: 60_000, breachMs: 120_000 })
  expect(thresholdsFrom(KEPT)).toBe(THRESHOLDS_SET)
  expect(THRESHOLDS.accepts(KEPT)).toBe(true)
  for (const odd of [
    null,
    7,
    { a: 7 },
    { a: [1] },
    { a: [0, 1] },
    { a: [1, 1441] },
    { a: ['1', 2] },
    { a: [1.5, 2] },
  ]) {
    expect(THRESHOLDS.accepts(odd)).toBe(false)
  }
  expect(ALERTS.accepts({ toast: true, sound: false })).toBe(true)
  expect(ALERTS.accepts({ toast: 1, sound: false })).toBe(false)
})

test("today's breaches are those that last and those that are over, forgotten ones as well, the latest first", () => {
  const stays = Array.from({ length: 100 }, (_, index) =>
    cti(NOON - 3000 + index * 20, index % 2 === 0 ? 'READY' : 'WORK'),
  )
  const { floor } = floorOf([
    cti(NOON - 4000, 'NOT_READY', 71),
    cti(NOON - 3500, 'NOT_READY', 72),
    ...stays,
    cti(NOON - 900, 'NOT_READY', 71),
  ])
  expect(floor.days.get('cons8510')).not.toBe(null)
  const breaches = breachesToday(floor, ['cons8510'], THRESHOLDS_SET, at(NOON))
  expect(breaches.map(({ from, to }) => [from, to])).toEqual([
    [at(NOON - 900), null],
    [at(NOON - 4000), at(NOON - 3500)],
  ])
})

test("today's breaches are those of stays that lasted as long, and went over the threshold today", () => {
  const midnight = (midnightBefore(at(NOON)) - at(0)) / 1000
  expect(breached([NOON - 500, NOON - 381])).toEqual([])
  expect(breached([NOON - 500, NOON - 380])).toEqual([[at(NOON - 500), at(NOON - 380)]])
  expect(breached([midnight - 400, midnight + 60])).toEqual([])
  expect(breached([midnight - 120, midnight + 60])).toEqual([[at(midnight - 120), at(midnight)]])
})

test('who goes over a threshold is announced once, together with others, and not too often', () => {
  const { announced } = watched(['a', 'b', 'c'], 100, 10)
  expect(announced(0)).toEqual([])
  expect(announced(20_000)).toEqual(['a'])
  expect(announced(30_000)).toEqual([])
  expect(announced(34_000)).toEqual([])
  expect(announced(20_000 + QUIET_MS)).toEqual(['b'])
  expect(announced(41_000)).toEqual([])
  expect(announced(60_000)).toEqual(['c'])
  expect(announced(90_000)).toEqual([])
})

test('who is back before it may be said is not announced', () => {
  const { floor, timers, selection, announced } = watched(['a', 'b'], 119, 1)
  expect(announced(1000)).toEqual(['a'])
  expect(announced(2000)).toEqual([])
  floor.relayListener.onObservations(stored([cti(NOON + 3, 'READY', 0, { agentId: 'b' })], 9))
  timers.pass(1000)
  selection.touch(null)
  expect(announced(1000 + QUIET_MS)).toEqual([])
})

test('what is over a threshold when the watch begins is no news', () => {
  const { floor } = floorOf([cti(NOON - 1000, 'NOT_READY', 71)])
  const selection = new FloorSelection()
  selection.select(floor, NO_FILTERS, THRESHOLDS_SET, at(NOON))
  expect(selection.everyone.find(({ agent }) => agent.agentId === 'cons8510')?.level).toBe('breach')
  const watch = new BreachWatch()
  const look = (later: number) => watch.look(selection.everyone, THRESHOLDS_SET, at(NOON) + later, at(NOON))
  expect(watch.look([], THRESHOLDS_SET, at(NOON), at(NOON)), 'nobody has been heard of').toEqual([])
  expect(look(1000)).toEqual([])
  expect(look(60_000)).toEqual([])
})
