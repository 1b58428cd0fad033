import type { Catalogue, Deployment } from '../../history/catalogue.ts'
import type { Entry } from '../../history/entry.ts'
import { explain } from '../../history/explanation.ts'

/** One exported entry. Times are UTC; every column that one side said names the side. */
const COLUMNS = [
  'agent_id',
  'state',
  'from_utc',
  'to_utc',
  'duration_ms',
  'reason_code',
  'reason_label',
  'reason_origin',
  'verdict',
  'cause',
  'set_by',
  'cti_site',
  'cti_reason_code',
  'cti_client',
  'cti_heard_at_utc',
  'cti_seeded',
  'finesse_reason_code_id',
  'finesse_reason_code',
  'finesse_label',
  'finesse_state_change_time_utc',
  'finesse_read_at_utc',
  'finesse_via',
  'lag_ms',
  'ended_by_gap',
] as const
type Column = (typeof COLUMNS)[number]

/** null: not known, or not said. */
export type ExportRecord = Readonly<Record<Column, string | number | boolean | null>>

const instant = (ms: number): string => new Date(ms).toISOString()

/** An entry with where each part of it comes from. */
export function recordOf(entry: Entry, catalogue: Catalogue, deploymentOf: (site: string) => Deployment): ExportRecord {
  const { agentId, state, from, to, reason, verdict, cti, finesse, lag, endedByGap } = entry
  const { cause, setBy } = explain(entry, { catalogue, deploymentOf })
  return {
    agent_id: agentId,
    state,
    from_utc: instant(from),
    to_utc: to === null ? null : instant(to),
    duration_ms: to === null ? null : to - from,
    reason_code: reason?.code ?? null,
    reason_label: reason?.label ?? null,
    reason_origin: reason?.origin ?? null,
    verdict,
    cause,
    set_by: setBy.kind,
    cti_site: cti?.site ?? null,
    cti_reason_code: cti?.reason ?? null,
    cti_client: cti?.client ?? null,
    cti_heard_at_utc: cti?.at ?? null,
    cti_seeded: cti?.seeded ?? null,
    finesse_reason_code_id: finesse?.reasonCodeId ?? null,
    finesse_reason_code: finesse?.reason?.code ?? null,
    finesse_label: finesse?.reason?.label ?? null,
    finesse_state_change_time_utc: finesse?.stateChangeTime ?? null,
    finesse_read_at_utc: finesse?.at ?? null,
    finesse_via: finesse?.via ?? null,
    lag_ms: lag,
    ended_by_gap: endedByGap,
  }
}

/** The first line of a CSV file (RFC 4180). */
export const csvHeader = (): string => `${COLUMNS.join(',')}\r\n`

/** A line of a CSV file. A text that a spreadsheet would run as a formula gets an apostrophe in front. */
export const csvRow = (record: ExportRecord): string => `${COLUMNS.map((name) => csvValue(record[name])).join(',')}\r\n`

function csvValue(value: string | number | boolean | null): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
