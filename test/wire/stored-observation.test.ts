import { describe, expect, it } from 'vitest'
import { isStoredObservation } from '../../src/wire/stored-observation.ts'

const CTI = {
  kind: 'cti',
  seq: 7,
  site: 'ccx1',
  agentId: 'cons8510',
  state: 'NOT_READY',
  reason: 71,
  at: '2026-11-20T13:34:05.123Z',
  stateDuration: 0,
  client: null,
  extension: '8510',
  seeded: false,
  raw: '0000008c',
}
const FINESSE = {
  kind: 'finesse',
  seq: 8,
  agentId: 'cons8510',
  state: 'NOT_READY',
  reasonCodeId: 1,
  reason: { code: 71, label: 'LUNCH' },
  stateChangeTime: '2026-11-20T13:34:05.280Z',
  at: '2026-11-20T13:34:05.301Z',
  via: 'witness',
}
const GAP = { kind: 'gap', seq: 9, source: 'cti', site: 'ccx1', from: CTI.at, to: null, why: 'cti-link-lost' }
const CALL = {
  kind: 'call',
  seq: 10,
  site: 'ccx1',
  agentId: 'cons8510',
  event: 'DELIVERED',
  role: 'subject',
  callId: 16_777_217,
  at: CTI.at,
  extension: '8510',
  caller: null,
  cause: null,
}
const SYSTEM = {
  kind: 'system',
  seq: 11,
  site: 'ccx1',
  agentId: null,
  event: 'PERIPHERAL_OFFLINE',
  at: CTI.at,
  extension: null,
  text: null,
}

const accepts = isStoredObservation

/** What no text, number, flag or object of the wire may be. */
const JUNK = [undefined, {}, [], NaN, -1, 1.5, '', 'x'.repeat(140_000)]

/** What one field may be although it is among the junk. */
const FINE: Readonly<Record<string, readonly unknown[]>> = {
  site: [''],
  client: [''],
  extension: [''],
  raw: [''],
  why: [''],
  caller: [''],
  cause: [''],
  text: [''],
  label: [''],
  event: [''],
  stateDuration: [1.5],
  callId: [-1],
}

describe('what the relay says of one observation', () => {
  const samples = { CTI, FINESSE, GAP, CALL, SYSTEM }

  it.each(Object.entries(samples))('is accepted as it is: %s', (_, sample) => {
    expect(accepts(sample)).toBe(true)
    expect(accepts({ ...sample, added: 'by a newer relay' })).toBe(true)
  })

  it.each(Object.entries(samples))('is refused where a field is none or lacks: %s', (name, sample) => {
    for (const field of Object.keys(sample)) {
      const fine = field === 'event' && name === 'CALL' ? [] : (FINE[field] ?? [])
      for (const junk of JUNK) {
        expect([field, junk, accepts({ ...sample, [field]: junk })]).toEqual([field, junk, fine.includes(junk)])
      }
      const { [field as keyof typeof sample]: _left, ...rest } = sample
      expect([field, accepts(rest)]).toEqual([field, fine.includes(undefined)])
    }
  })

  it('is refused where a word is a stranger', () => {
    expect(accepts({ ...CTI, kind: 'rumour' })).toBe(false)
    expect(accepts({ ...CTI, kind: 'constructor' })).toBe(false)
    expect(accepts({ ...CTI, state: 'ASLEEP' })).toBe(false)
    expect(accepts({ ...FINESSE, via: 'hearsay' })).toBe(false)
  })

  it.each([null, undefined, 'cti', 7, [], [CTI], () => CTI])('is refused where it is no object: %j', (value) => {
    expect(accepts(value)).toBe(false)
  })

  it('is refused where a number is out of its bounds', () => {
    for (const reason of [0, -1, 65_536, 71.5, '71']) expect(accepts({ ...CTI, reason })).toBe(false)
    for (const reasonCodeId of [-1, 2 ** 53, '1']) expect(accepts({ ...FINESSE, reasonCodeId })).toBe(false)
    for (const seq of [-1, 2 ** 53, '7', null]) expect(accepts({ ...FINESSE, seq })).toBe(false)
    for (const stateDuration of [-0.5, NaN, '0', null]) expect(accepts({ ...CTI, stateDuration })).toBe(false)
    expect(accepts({ ...CTI, reason: 65_535 })).toBe(true)
  })

  it('is refused where a text is too long', () => {
    expect(accepts({ ...CTI, site: 'x'.repeat(255), agentId: 'x'.repeat(128), raw: '0'.repeat(131_088) })).toBe(true)
    expect(accepts({ ...CTI, site: 'x'.repeat(256) })).toBe(false)
    expect(accepts({ ...CTI, agentId: 'x'.repeat(129) })).toBe(false)
    expect(accepts({ ...CTI, raw: '0'.repeat(131_089) })).toBe(false)
  })

  it('is refused where an instant is none, or is written otherwise', () => {
    const strangers = ['2026-11-20', '2026-11-20T13:34:05Z', '2026-11-20T13:34:05.123+01:00', ` ${CTI.at}`]
    for (const at of [...strangers, '2026-13-20T13:34:05.123Z', Date.parse(CTI.at), null]) {
      expect(accepts({ ...CTI, at })).toBe(false)
      expect(accepts({ ...FINESSE, at })).toBe(false)
    }
  })

  it('is refused where the reason of Finesse is not whole', () => {
    for (const reason of [
      {},
      { code: 71 },
      { label: 'LUNCH' },
      { code: 0, label: '' },
      { code: 71, label: null },
      71,
    ]) {
      expect(accepts({ ...FINESSE, reason })).toBe(false)
    }
    expect(accepts({ ...FINESSE, reason: null, reasonCodeId: null, stateChangeTime: null })).toBe(true)
  })
})
