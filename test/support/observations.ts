import type { CtiObservation, GapObservation } from '../../src/history/observation.ts'
import { toReasonCode } from '../../src/cti/reason-code.ts'

/** The moment the tests' days begin. */
export const MORNING = Date.parse('2026-11-23T08:00:00.000Z')

export const instant = (ms: number): string => new Date(ms).toISOString()

/** A CTI observation with everything that a test does not care about filled in. */
export const ctiObservation = (
  agentId: string,
  at: number,
  fields: Partial<Omit<CtiObservation, 'reason'>> & { reason?: number } = {},
): CtiObservation => ({
  kind: 'cti',
  site: 'ccx1',
  agentId,
  state: 'NOT_READY',
  at: instant(at),
  stateDuration: 0,
  client: null,
  extension: null,
  seeded: false,
  raw: '0000000000000000',
  ...fields,
  reason: toReasonCode(fields.reason ?? 0),
})

export const gapObservation = (from: number, to: number | null, why = 'cti-link-lost'): GapObservation => ({
  kind: 'gap',
  source: 'cti',
  site: 'ccx1',
  from: instant(from),
  to: to === null ? null : instant(to),
  why,
})
