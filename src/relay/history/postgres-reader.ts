import type { PendingQuery, Row as AnyRow } from 'postgres'
import type { Row, Scope, StoreSize } from './history-store.ts'
import type { Asker, PostgresLink } from './postgres-link.ts'
import { NO_DAY } from './postgres-schema.ts'

/** A row with its moment. */
type TimedRow = Row & { readonly at: number }

/** The UTC day of a moment, as PostgreSQL has dates; moments beyond its calendar are its ends. */
export const dayOf = (moment: number): string => {
  if (moment < 0) return NO_DAY
  return moment > Date.parse('9999-01-01') ? 'infinity' : new Date(moment).toISOString().slice(0, 10)
}

/** A moment that fits the database's integers. */
const bounded = (moment: number): number =>
  Math.trunc(Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, moment)))

/** The days that rows between two places can have. */
async function daysOf(sql: Asker, after: number, upTo: number): Promise<{ first: string; last: string }> {
  const [days] = await sql<{ first: string; last: string }[]>`
    SELECT first_day(${after})::text AS first, last_day(${upTo})::text AS last`
  return days ?? { first: NO_DAY, last: 'infinity' }
}

/**
 * The rows of an answer, in a list of their own. The driver's own list stays reachable from that of the answer before: once an old
 * one waits for a full garbage collection the rows of all later ones do as well, and are copied about meanwhile.
 */
const take = <T>(answer: T[]): readonly T[] => answer.splice(0)

/** Part of a query. */
type Fragment = PendingQuery<AnyRow[]>

type Selection = {
  readonly columns: Fragment
  readonly where: Fragment
  /** For each table; the whole must be ordered and limited again. */
  readonly order?: Fragment
  /** The days to look at. */
  readonly first: string
  readonly last: string
}

/** A selection from the tables of some days, and from what is kept apart from all days. */
function select(sql: Asker, { columns, where, order = sql``, first, last }: Selection): Fragment {
  return sql`
    (SELECT ${columns} FROM observations
     WHERE ${where} AND day BETWEEN ${first}::date AND ${last}::date AND day > ${NO_DAY} ${order})
    UNION ALL
    (SELECT ${columns} FROM observations_default WHERE ${where} AND day = ${NO_DAY} ${order})`
}

/** Reads the rows of a history. What a query can have is narrowed to days first, so that only their tables are touched. */
export class PostgresReader {
  readonly #link: PostgresLink

  constructor(link: PostgresLink) {
    this.#link = link
  }

  listSeqs({ agentIds, after, upTo }: Scope): Promise<Float64Array> {
    return this.#link.use(async (sql) => {
      const since = 'seq' in after ? after.seq : 0
      const time = 'time' in after ? bounded(after.time) : Number.MIN_SAFE_INTEGER
      const { first, last } = await daysOf(sql, since, upTo)
      const from = 'time' in after ? dayOf(Math.max(0, after.time)) : first
      const part = (whose: Fragment) =>
        select(sql, {
          columns: sql`seq`,
          where: sql`${whose} AND at >= ${time} AND seq > ${since} AND seq <= ${upTo}`,
          first: from,
          last,
        })
      const rows = await sql<{ seq: number }[]>`
        ${part(sql`agent_id = ANY(${agentIds}::text[])`)} UNION ALL ${part(sql`agent_id IS NULL`)}`
      return Float64Array.from(take(rows), ({ seq }) => seq).toSorted()
    })
  }

  readRows(seqs: Float64Array): Promise<readonly Row[]> {
    return this.#link.use(async (sql) => {
      const { first, last } = await daysOf(sql, (seqs[0] ?? 1) - 1, seqs.at(-1) ?? 0)
      const rows = select(sql, {
        columns: sql`seq, agent_id AS "agentId", body`,
        where: sql`seq = ANY(${[...seqs]}::bigint[])`,
        first,
        last,
      })
      return take(await sql<Row[]>`SELECT * FROM (${rows}) AS rows ORDER BY seq`)
    })
  }

  /** Window by window, so that a page never looks at all days; forgotten persons leave windows thin. */
  readAfter(seq: number, limit: number): Promise<readonly TimedRow[]> {
    return this.#link.use(async (sql) => {
      const [head] = await sql<{ seq: number }[]>`SELECT seq FROM head`
      const end = head?.seq ?? 0
      const rows: TimedRow[] = []
      let [from, width] = [seq, limit]
      while (from < end && rows.length < limit) {
        const upTo = Math.min(end, from + width)
        rows.push(...(await readWindow(sql, { from, upTo, limit: limit - rows.length })))
        from = upTo
        width *= 2
      }
      return rows
    })
  }

  readAgent(agentId: string, from: number, to: number, limit: number): Promise<readonly TimedRow[]> {
    return this.#link.use(async (sql) => {
      const [first, last] = [dayOf(from), dayOf(to)]
      const order = sql`ORDER BY at, seq LIMIT ${limit}`
      const part = (whose: Fragment) =>
        select(sql, {
          columns: sql`seq, agent_id AS "agentId", at, body`,
          where: sql`${whose} AND at >= ${bounded(from)} AND at < ${bounded(to)}`,
          order,
          first,
          last,
        })
      return take(
        await sql<TimedRow[]>`
          SELECT * FROM (${part(sql`agent_id = ${agentId}`)} UNION ALL ${part(sql`agent_id IS NULL`)}) AS rows ${order}`,
      )
    })
  }

  lastListening(site: string): Promise<number | null> {
    return this.#link.use(async (sql) => {
      const [row] = await sql<{ at: number | null }[]>`
        SELECT greatest(noted_at, heard_at) AS at FROM sites WHERE site = ${site}`
      return row?.at ?? null
    })
  }

  async keeps(agentIds: readonly string[]): Promise<ReadonlySet<string>> {
    const kept = await this.#link.use(
      (sql) => sql<{ id: string }[]>`
        SELECT id FROM unnest(${[...agentIds]}::text[]) AS wanted (id)
        WHERE EXISTS (SELECT FROM observations WHERE agent_id = wanted.id)`,
    )
    return new Set(kept.map(({ id }) => id))
  }

  /** Counting rows would read everything; the span of seqs is the count but for the persons forgotten. */
  size(): Promise<StoreSize> {
    return this.#link.use(async (sql) => {
      const [bytes] = await sql<{ bytes: number }[]>`
        SELECT sum(pg_total_relation_size(relid))::bigint AS bytes FROM pg_partition_tree('reason_history.observations')`
      const [oldest] = await sql<{ seq: number; at: number }[]>`SELECT seq, at FROM observations ORDER BY seq LIMIT 1`
      const [head] = await sql<{ seq: number }[]>`SELECT seq FROM head`
      const rows = oldest && head ? head.seq - oldest.seq + 1 : 0
      return { bytes: bytes?.bytes ?? 0, asideBytes: 0, freeBytes: Infinity, rows, oldest: oldest?.at ?? null }
    })
  }
}

type Window = { readonly from: number; readonly upTo: number; readonly limit: number }

/** Rows with `from < seq <= upTo`, in order. */
export async function readWindow(sql: Asker, { from, upTo, limit }: Window): Promise<readonly TimedRow[]> {
  const { first, last } = await daysOf(sql, from, upTo)
  const order = sql`ORDER BY seq LIMIT ${limit}`
  const rows = select(sql, {
    columns: sql`seq, agent_id AS "agentId", at, body`,
    where: sql`seq > ${from} AND seq <= ${upTo}`,
    order,
    first,
    last,
  })
  return take(await sql<TimedRow[]>`SELECT * FROM (${rows}) AS rows ${order}`)
}
