import { type Entry, VERDICTS } from '../../history/entry.ts'
import type { AgentInfo } from '../floor/roster.ts'
import { compareTexts } from '../text-order.ts'
import { type Level, levelOf, nextLevelAt, thresholdOf, type Thresholds } from '../thresholds/thresholds.ts'
import { type Comparison, comparison, isDifference } from './comparison.ts'
import { reasonName } from './entry-words.ts'
import { STATE_GROUPS, type StateGroup, stateGroup } from './state-group.ts'

/** One agent and what lasts for him now; null where nobody knows. The same object while nothing in it changed. */
export type AgentRow = {
  readonly agent: AgentInfo
  readonly entry: Entry | null
  readonly group: StateGroup
  /** null where there is nothing to compare. */
  readonly compared: Comparison | null
  readonly differs: boolean
  /** The shown reason's name; null for none. */
  readonly reason: string | null
  readonly level: Level
  /** When the level will be another one; Infinity: never by itself. */
  readonly levelUntil: number
  /** The agent's place by name. */
  readonly rank: number
  /** The name of the first of the agent's teams. */
  readonly team: string
  /** What the search looks in. */
  readonly text: string
}

/** Who an agent is, as his row has it. */
export type RowIdentity = Pick<AgentRow, 'agent' | 'rank' | 'team' | 'text'>

/** The row of an agent of whom this lasts. */
export function agentRow(
  { agent, rank, team, text }: RowIdentity,
  entry: Entry | null,
  relayAwaySince: number | null,
  thresholds: Thresholds,
  now: number,
): AgentRow {
  const compared = entry && comparison(entry, relayAwaySince)
  const threshold = entry ? thresholdOf(thresholds, entry) : undefined
  return {
    agent,
    rank,
    team,
    text,
    entry,
    group: stateGroup(entry?.state),
    compared,
    differs: compared !== null && isDifference(compared),
    reason: entry?.reason ? reasonName(entry.reason) : null,
    level: entry ? levelOf(threshold, now - entry.from) : 'none',
    levelUntil: entry ? nextLevelAt(threshold, entry.from, now) : Infinity,
  }
}

/** What the rows can be ordered by; `since` is the time in the state, longest first. */
export const SORT_KEYS = ['agent', 'team', 'state', 'reason', 'verdict', 'since'] as const
export type SortKey = (typeof SORT_KEYS)[number]

/** What they can be put together by. */
export const GROUP_KEYS = ['team', 'state', 'reason', 'verdict', 'since'] as const
export type GroupKey = (typeof GROUP_KEYS)[number]

const beganAt = ({ entry }: AgentRow): number => entry?.from ?? Infinity

/** What deserves a look comes first; where it is again, it counts no more. */
const VERDICT_ORDER: readonly Comparison[] = [
  'conflict',
  'finesse-missing',
  'cti-missing',
  'pending',
  'relayAway',
  ...VERDICTS,
]

/** What has no name comes last. */
const compareNames = (a: string | null, b: string | null): number => {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return a === b ? 0 : compareTexts(a, b)
}

const verdictPlace = ({ compared }: AgentRow): number =>
  compared === null ? VERDICT_ORDER.length : VERDICT_ORDER.indexOf(compared)

const byTime = (a: AgentRow, b: AgentRow): number => beganAt(a) - beganAt(b) || 0

const ORDERS: Readonly<Record<SortKey, (a: AgentRow, b: AgentRow) => number>> = {
  agent: (a, b) => a.rank - b.rank,
  team: (a, b) => compareNames(a.team, b.team),
  state: (a, b) => STATE_GROUPS.indexOf(a.group) - STATE_GROUPS.indexOf(b.group) || byTime(a, b),
  reason: (a, b) => compareNames(a.reason, b.reason) || byTime(a, b),
  verdict: (a, b) => verdictPlace(a) - verdictPlace(b) || byTime(a, b),
  since: byTime,
}

/** Compares rows: what is equal otherwise comes by name. No two rows are equal. */
export function rowOrder(key: SortKey, isReversed: boolean): (a: AgentRow, b: AgentRow) => number {
  const order = ORDERS[key]
  const sign = isReversed ? -1 : 1
  return (a, b) => sign * order(a, b) || a.rank - b.rank
}

/** Times in a state are put together by how long they are: up to so many milliseconds, the last without end. */
export const TIME_STEPS = [300_000, 900_000, 1_800_000, 3_600_000, Infinity] as const

/** A group that a row belongs to: its key, and where it stands among the groups. */
export function groupOf(row: AgentRow, by: GroupKey, now: number): { readonly key: string; readonly place: number } {
  switch (by) {
    case 'team':
      return { key: row.team, place: 0 }
    case 'state':
      return { key: row.group, place: STATE_GROUPS.indexOf(row.group) }
    case 'reason':
      return { key: row.reason ?? '', place: row.reason === null ? 1 : 0 }
    case 'verdict':
      return { key: row.compared ?? '', place: verdictPlace(row) }
    case 'since': {
      if (row.entry === null) return { key: '', place: 1 }
      const ms = now - row.entry.from
      const step = TIME_STEPS.findIndex((end) => ms < end)
      return { key: String(step), place: -step }
    }
  }
}

/** Groups that stand at one place come by their names, as texts are ordered. */
export const compareGroupKeys = (a: string, b: string): number => compareNames(a, b)
