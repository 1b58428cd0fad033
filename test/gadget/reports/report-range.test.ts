import { describe, expect, it } from 'vitest'
import { fieldOf, firstWeekday, momentOf, windowOf } from '../../../src/gadget/reports/report-range.ts'

/** In this machine's time zone, whichever it is. */
const local = (text: string): number => new Date(text).getTime()

/** A Wednesday. */
const NOW = local('2026-11-25T14:30:15')

describe('a range', () => {
  it.each([
    ['today', 1, '2026-11-25T00:00', NOW],
    ['yesterday', 1, '2026-11-24T00:00', local('2026-11-25T00:00')],
    ['week', 1, '2026-11-23T00:00', NOW],
    ['week', 7, '2026-11-22T00:00', NOW],
    ['week', 6, '2026-11-21T00:00', NOW],
    ['7d', 1, '2026-11-19T00:00', NOW],
    ['30d', 1, '2026-10-27T00:00', NOW],
  ] as const)('%s, where weeks begin on day %d, begins %s', (range, weekday, from, to) => {
    expect(windowOf(range, NOW, weekday)).toEqual({ from: local(from), to })
  })

  it('of a week on its first day is that day', () => {
    const monday = local('2026-11-23T08:00')
    expect(windowOf('week', monday, 1)).toEqual({ from: local('2026-11-23T00:00'), to: monday })
  })
})

it('weeks begin where the language says', () => {
  expect([firstWeekday('de-DE'), firstWeekday('en-US'), firstWeekday('ar-EG')]).toEqual([1, 7, 6])
})

describe('a field', () => {
  it('has a moment, and names it again', () => {
    expect(fieldOf(NOW)).toBe('2026-11-25T14:30')
    expect(fieldOf(NOW, true)).toBe('2026-11-25T14:30:15')
    expect(momentOf(fieldOf(NOW, true))).toBe(NOW)
  })

  it.each(['', 'soon', '2026-13-01T00:00'])('%j names none', (text) => {
    expect(momentOf(text)).toBeNull()
  })
})
