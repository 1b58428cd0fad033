import { describe, expect, it } from 'vitest'
import { isEntry } from '../../src/wire/report-answers.ts'

const ENTRY = {
  agentId: 'cons8510',
  state: 'NOT_READY',
  from: Date.parse('2026-11-20T13:34:05.123Z'),
  to: null,
  endedByGap: false,
  cti: null,
  finesse: null,
  ctiWatched: true,
  finesseWatched: true,
  reason: { code: 71, label: 'LUNCH', origin: 'finesse', labelOrigin: 'finesse', otherLabels: [] },
  verdict: 'agree',
  lag: null,
}

const accepts = (fields: object): boolean => isEntry({ ...ENTRY, ...fields })

describe('an entry that the relay has reduced', () => {
  it('is taken with the moments that a clock can show, and with no others', () => {
    expect(accepts({})).toBe(true)
    expect(accepts({ to: ENTRY.from })).toBe(true)
    expect(accepts({ from: Date.parse('9999-12-31T23:59:59.999Z') })).toBe(true)
    for (const moment of [Date.UTC(10_000), -Date.UTC(10_000), 8.64e15, Number.MAX_SAFE_INTEGER, 1.5, NaN, '0']) {
      expect([moment, accepts({ from: moment }), accepts({ to: moment })]).toEqual([moment, false, false])
    }
  })
})
