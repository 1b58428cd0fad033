import type { Entry } from './entry.ts'
import { explain, type ExplanationContext } from './explanation.ts'
import { localTime } from './local-time.ts'

/**
 * One exported entry. Times ending in `_utc` are UTC, those ending in `_local` of the zone in `time_zone`; every column
 * that one side said names the side, and `_seq` is the place in the relay's history where it stands.
 */
export const RECORD_COLUMNS = [
  'agent_id',
  'agent_name',
  'state',
  'from_utc',
  'to_utc',
  'from_local',
  'to_local',
  'time_zone',
  'duration_ms',
  'reason_code',
  'reason_label',
  'reason_origin',
  'label_origin',
  'verdict',
  'cause',
  'set_by',
  'cti_site',
  'cti_reason_code',
  'cti_client',
  'cti_heard_at_utc',
  'cti_seeded',
  'cti_seq',
  'finesse_reason_code_id',
  'finesse_reason_code',
  'finesse_label',
  'finesse_state_change_time_utc',
  'finesse_read_at_utc',
  'finesse_via',
  'finesse_seq',
  'lag_ms',
  'ended_by_gap',
] as const
export type RecordColumn = (typeof RECORD_COLUMNS)[number]

/** null: not known, or not said. */
export type EntryRecord = Readonly<Record<RecordColumn, string | number | boolean | null>>

/** What a record is made with beside its entry. */
export type RecordContext = ExplanationContext & {
  /** An IANA name, e.g. `Europe/Berlin`: the zone of the local times. */
  readonly timeZone: string
  /** An agent's name; null where it is not known. Default: none is known. */
  readonly nameOf?: (agentId: string) => string | null
}

const instant = (ms: number): string => new Date(ms).toISOString()

/** An entry with where each part of it comes from. */
export function recordOf(entry: Entry, context: RecordContext): EntryRecord {
  const { agentId, state, from, to, reason, verdict, cti, finesse, lag, endedByGap } = entry
  const { cause, setBy } = explain(entry, context)
  const { timeZone } = context
  return {
    agent_id: agentId,
    agent_name: context.nameOf?.(agentId) ?? null,
    state,
    from_utc: instant(from),
    to_utc: to === null ? null : instant(to),
    from_local: localTime(from, timeZone),
    to_local: to === null ? null : localTime(to, timeZone),
    time_zone: timeZone,
    duration_ms: to === null ? null : to - from,
    reason_code: reason?.code ?? null,
    reason_label: reason?.label ?? null,
    reason_origin: reason?.origin ?? null,
    label_origin: reason?.labelOrigin ?? null,
    verdict,
    cause,
    set_by: setBy.kind,
    cti_site: cti?.site ?? null,
    cti_reason_code: cti?.reason ?? null,
    cti_client: cti?.client ?? null,
    cti_heard_at_utc: cti?.at ?? null,
    cti_seeded: cti?.seeded ?? null,
    cti_seq: cti?.seq ?? null,
    finesse_reason_code_id: finesse?.reasonCodeId ?? null,
    finesse_reason_code: finesse?.reason?.code ?? null,
    finesse_label: finesse?.reason?.label ?? null,
    finesse_state_change_time_utc: finesse?.stateChangeTime ?? null,
    finesse_read_at_utc: finesse?.at ?? null,
    finesse_via: finesse?.via ?? null,
    finesse_seq: finesse?.seq ?? null,
    lag_ms: lag,
    ended_by_gap: endedByGap,
  }
}
