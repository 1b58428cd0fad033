import { DIFFERENCES } from '../../history/entry.ts'
import { addedTotals, type ReasonTotal, type Totals } from '../../history/totals.ts'
import type { TeamReference } from '../../finesse/user.ts'
import type { Roster } from '../floor/roster.ts'
import { compareTexts } from '../text-order.ts'

/** One reason of a table. Times in milliseconds. */
export type ReasonRow = ReasonTotal & {
  readonly averageMs: number
  /** Of the time of all rows, 0 to 1. */
  readonly share: number
}

/** The reasons of totals, those of Not Ready alone or of all states. */
export function reasonRows({ reasons }: Totals, onlyNotReady: boolean): readonly ReasonRow[] {
  const shown = reasons.filter(({ state }) => !onlyNotReady || state === 'NOT_READY')
  const all = shown.reduce((sum, { timeMs }) => sum + timeMs, 0)
  return shown.map((reason) => ({
    ...reason,
    averageMs: reason.timeMs / reason.count,
    share: all === 0 ? 0 : reason.timeMs / all,
  }))
}

/** An agent or a team of a table, with its sums. */
export type WhomRow = {
  /** The agent's or the team's id. */
  readonly id: string
  readonly name: string
  readonly totals: Totals
  /** How many stays the two sides differ on. */
  readonly differences: number
}

const differencesOf = ({ verdicts }: Totals): number =>
  [...DIFFERENCES].reduce((sum, verdict) => sum + verdicts[verdict], 0)

const whomRow = (id: string, name: string, totals: Totals): WhomRow => ({
  id,
  name,
  totals,
  differences: differencesOf(totals),
})

/** Everybody of whom something was heard, by name. */
export const agentRows = (byAgent: ReadonlyMap<string, Totals>, roster: Roster): readonly WhomRow[] =>
  [...byAgent]
    .map(([agentId, totals]) => whomRow(agentId, roster.nameOf(agentId), totals))
    .toSorted((a, b) => compareTexts(a.name, b.name))

/** The teams with the sums of their members; who is in two teams counts in both. */
export const teamRows = (
  byAgent: ReadonlyMap<string, Totals>,
  roster: Roster,
  teams: readonly TeamReference[],
): readonly WhomRow[] =>
  teams.map(({ id, name }) => {
    const members = [...byAgent].filter(([agentId]) => roster.get(agentId)?.teamIds.includes(id))
    return whomRow(id, name || id, addedTotals(members.map(([, totals]) => totals)))
  })

/** By what a table can be ordered: a text or a number of each row. */
export type Sorting<Row> = Readonly<Record<string, (row: Row) => string | number>>

/** Which column a table is ordered by, and whether the largest comes first. */
export type SortOrder<Key extends string = string> = { readonly key: Key; readonly isDescending: boolean }

/** Rows in an order; what is equal stays as it was. */
export function sorted<Row>(
  rows: readonly Row[],
  columns: Sorting<Row>,
  { key, isDescending }: SortOrder,
): readonly Row[] {
  const valueOf = columns[key]
  if (!valueOf) return rows
  const sign = isDescending ? -1 : 1
  return rows.toSorted((a, b) => {
    const [one, other] = [valueOf(a), valueOf(b)]
    return (
      sign *
      (typeof one === 'string' || typeof other === 'string' ? compareTexts(String(one), String(other)) : one - other)
    )
  })
}
