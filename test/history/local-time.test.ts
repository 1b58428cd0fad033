import { expect, it } from 'vitest'
import { localTime, ownTimeZone } from '../../src/history/local-time.ts'

it.each([
  ['Europe/Berlin', '2026-11-23T08:00:00.000Z', '2026-11-23 09:00:00.000'],
  ['Asia/Kolkata', '2026-11-23T18:45:01.070Z', '2026-11-24 00:15:01.070'],
  ['America/New_York', '2026-03-08T07:00:00.000Z', '2026-03-08 03:00:00.000'],
  ['UTC', '2026-01-01T00:00:00.000Z', '2026-01-01 00:00:00.000'],
])('in %s it says of %s: %s', (zone, at, local) => {
  expect(localTime(Date.parse(at), zone)).toBe(local)
})

it('knows the zone of this machine by its name', () => {
  expect(() => localTime(0, ownTimeZone())).not.toThrow()
})
