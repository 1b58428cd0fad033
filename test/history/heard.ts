import { type ReasonCode, toReasonCode } from '../../src/cti/reason-code.ts'
import { type ReasonCodeId, toReasonCodeId } from '../../src/finesse/reason-code-id.ts'
import { Catalogue, type CatalogueEntry, type Deployment } from '../../src/history/catalogue.ts'
import type { Entry } from '../../src/history/entry.ts'
import { FloorHistory, type FloorHistoryOptions } from '../../src/history/floor-history.ts'
import { SYSTEM_CODES } from '../../src/history/system-codes.ts'
import type {
  CallEvent,
  CallObservation,
  CtiObservation,
  FinesseObservation,
  GapObservation,
  Observation,
  SystemObservation,
} from '../../src/history/observation.ts'

/** The moment the tests' day begins; times in tests are seconds after it. */
export const MORNING = Date.parse('2026-11-23T08:00:00.000Z')

/** Late enough that nothing is pending any more. */
export const EVENING = MORNING + 12 * 3_600_000

export const AGENT = 'cons8510'

export const at = (seconds: number): number => MORNING + Math.round(seconds * 1000)
export const instant = (seconds: number): string => new Date(at(seconds)).toISOString()

/** A whole number as the code it is; 0 becomes null. */
export const code = (value: number): ReasonCode => {
  const reasonCode = toReasonCode(value)
  if (reasonCode === null) throw new Error(`${value} is no reason code`)
  return reasonCode
}

export const id = (value: number): ReasonCodeId => {
  const reasonCodeId = toReasonCodeId(String(value))
  if (reasonCodeId === null) throw new Error(`${value} is no reason code id`)
  return reasonCodeId
}

/** What the CTI server said. */
export const cti = (
  seconds: number,
  state: CtiObservation['state'],
  reason = 0,
  fields: Partial<CtiObservation> = {},
): CtiObservation => ({
  kind: 'cti',
  site: 'ccx1',
  agentId: AGENT,
  state,
  reason: toReasonCode(reason),
  at: instant(seconds),
  stateDuration: 0,
  client: null,
  extension: '8510',
  seeded: false,
  raw: '00',
  ...fields,
})

export const seeded = (
  seconds: number,
  state: CtiObservation['state'],
  fields: Partial<CtiObservation> = {},
): CtiObservation => cti(seconds, state, 0, { seeded: true, ...fields })

/** Finesse's word with a reason element and its id. */
export const labelled = (value: number, label: string, reasonCodeId: number | null = null) => ({
  reason: { code: code(value), label },
  reasonCodeId: reasonCodeId === null ? null : id(reasonCodeId),
})

/** What Finesse said, its stateChangeTime being when it was received unless the fields say otherwise. */
export const finesse = (
  seconds: number,
  state: FinesseObservation['state'],
  fields: Partial<FinesseObservation> = {},
): FinesseObservation => ({
  kind: 'finesse',
  agentId: AGENT,
  state,
  reasonCodeId: null,
  reason: null,
  stateChangeTime: instant(seconds),
  at: instant(seconds),
  via: 'notification',
  ...fields,
})

export const gap = (from: number, to: number | null, fields: Partial<GapObservation> = {}): GapObservation => ({
  kind: 'gap',
  source: 'cti',
  site: 'ccx1',
  from: instant(from),
  to: to === null ? null : instant(to),
  why: 'cti-link-lost',
  ...fields,
})

/** What happened to a call at the agent's phone. */
export const call = (seconds: number, event: CallEvent, fields: Partial<CallObservation> = {}): CallObservation => ({
  kind: 'call',
  site: 'ccx1',
  agentId: AGENT,
  event,
  role: 'subject',
  callId: 7,
  at: instant(seconds),
  extension: '8510',
  caller: '*****56',
  cause: null,
  ...fields,
})

/** What happened to the contact centre, or to an agent's phone. */
export const system = (seconds: number, event: string, fields: Partial<SystemObservation> = {}): SystemObservation => ({
  kind: 'system',
  site: 'ccx1',
  agentId: null,
  event,
  at: instant(seconds),
  extension: null,
  text: null,
  ...fields,
})

export const finesseGap = (from: number, to: number | null, fields: Partial<GapObservation> = {}): GapObservation =>
  gap(from, to, { source: 'finesse', site: 'finesse', why: 'hub-failing', ...fields })

/** The codes of the thread's installation. */
export const LUNCH: CatalogueEntry = {
  deployment: 'uccx',
  category: 'NOT_READY',
  code: code(71),
  label: 'LUNCH',
  origin: 'finesse',
  reasonCodeId: id(1),
}
export const MEETING: CatalogueEntry = { ...LUNCH, code: code(72), label: 'IN MEETING', reasonCodeId: id(2) }
export const CATALOGUE = new Catalogue([LUNCH, MEETING], SYSTEM_CODES)

export const deploymentOf = (site: string): Deployment => (site.startsWith('cce') ? 'ucce' : 'uccx')

export const floor = (options: Partial<FloorHistoryOptions> = {}): FloorHistory =>
  new FloorHistory({
    deploymentOf,
    catalogue: CATALOGUE,
    ...options,
  })

/** The agent's entries once these were heard; in the evening unless another moment is given. */
export function entriesOf(
  observations: readonly Observation[],
  now = EVENING,
  options: Partial<FloorHistoryOptions> = {},
): readonly Entry[] {
  const history = floor(options)
  history.add(observations)
  return history.entries(AGENT, now)
}

/** An entry in short: state, seconds from and to, verdict, reason shown. */
const brief = ({ state, from, to, verdict, reason, endedByGap }: Entry): string =>
  [
    state,
    `${(from - MORNING) / 1000}-${to === null ? '' : (to - MORNING) / 1000}${endedByGap ? '!' : ''}`,
    verdict,
    ...(reason ? [`${reason.code} ${reason.label ?? '?'} (${reason.origin})`] : []),
  ].join(' ')

export const briefs = (entries: readonly Entry[]): string[] => entries.map(brief)

/** A lunch of an hour that Finesse has no reason of, and a meeting of half an hour that it has, 0.9 s late. */
export const LUNCH_AND_MEETING: readonly Observation[] = [
  cti(0, 'READY'),
  finesse(0.1, 'READY'),
  cti(3600, 'NOT_READY', 71),
  finesse(3600.2, 'NOT_READY'),
  cti(7200, 'NOT_READY', 72),
  finesse(7200.9, 'NOT_READY', labelled(72, 'IN MEETING', 2)),
  cti(9000, 'READY'),
]
