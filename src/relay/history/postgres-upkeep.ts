import type { Asker, PostgresLink } from './postgres-link.ts'
import { dayOf } from './postgres-reader.ts'
import { CHANNEL } from './postgres-schema.ts'

const DAY_MS = 86_400_000

/** For so many days ahead there are partitions: nobody needs to be there for a week. */
const DAYS_AHEAD = 7

/** Work on whole days may take long. Milliseconds. */
const UPKEEP_TIMEOUT_MS = 600_000

/** Partitions, retention and forgetting. */
export class PostgresUpkeep {
  readonly #link: PostgresLink
  readonly #now: () => number

  /** @param now Milliseconds: which day it is. */
  constructor(link: PostgresLink, now: () => number) {
    this.#link = link
    this.#now = now
  }

  /** Makes the partitions of these days where they are missing; by default those around the present. Milliseconds. */
  async makeDays(from = this.#now() - DAY_MS, to = this.#now() + DAYS_AHEAD * DAY_MS): Promise<void> {
    await this.#link.use((sql) => sql`SELECT make_days(${dayOf(from)}::date, ${dayOf(to)}::date)`, UPKEEP_TIMEOUT_MS)
  }

  /** The oldest day as a whole, without reading its rows one by one; then, row by row, what is kept apart from the days. */
  async prune(before: number, limit: number): Promise<number> {
    await this.makeDays()
    return this.#link.use(async (sql) => {
      for (const day of await daysBefore(sql, dayOf(before))) {
        const rows = await dropDay(sql, day)
        if (rows > 0) return rows
      }
      return sql.begin(async (tx) => {
        const removed = await tx`
          DELETE FROM observations_default WHERE seq IN (
            SELECT seq FROM observations_default WHERE at < ${before} ORDER BY seq LIMIT ${limit})`
        if (removed.count > 0) await notePruned(tx)
        return removed.count
      })
    }, UPKEEP_TIMEOUT_MS)
  }

  /** Removes somebody's rows, and the shared documents and tickets that name him. */
  forget(agentId: string): Promise<number> {
    return this.#link.use(async (sql) => {
      const removed = await sql.begin(async (tx) => {
        const tables = await tx<{ name: string; rows: number }[]>`
          WITH gone AS (DELETE FROM observations WHERE agent_id = ${agentId} RETURNING tableoid::regclass::text AS name)
          SELECT name, count(*) AS rows FROM gone GROUP BY name`
        const named = JSON.stringify(agentId)
        await tx`DELETE FROM tickets WHERE position(${named} in session) > 0`
        await tx`LOCK TABLE documents IN EXCLUSIVE MODE`
        await tx`
          UPDATE documents SET body = NULL, version = last.version + place.n
          FROM (SELECT max(version) AS version FROM documents) AS last,
               (SELECT key, row_number() OVER () AS n FROM documents WHERE position(${named} in body) > 0) AS place
          WHERE documents.key = place.key`
        await tx`SELECT pg_notify(${CHANNEL}, 'documents')`
        return tables
      })
      // Deleted rows lie in the files until they are vacuumed.
      for (const name of [...removed.map((table) => table.name), 'documents', 'tickets']) await sql`VACUUM ${sql(name)}`
      return removed.reduce((sum, { rows }) => sum + rows, 0)
    }, UPKEEP_TIMEOUT_MS)
  }
}

/** The days before another that have partitions, the oldest first. */
async function daysBefore(sql: Asker, day: string): Promise<readonly string[]> {
  const days = await sql<{ name: string }[]>`
    SELECT right(relid::text, 8) AS name FROM pg_partition_tree('reason_history.observations')
    WHERE isleaf AND relid::text ~ '_[0-9]{8}$' ORDER BY 1`
  return days.map(({ name }) => name).filter((name) => name < day.replaceAll('-', ''))
}

/** Drops a day's partition. Answers how many rows it had. */
async function dropDay(sql: Parameters<Parameters<PostgresLink['use']>[0]>[0], day: string): Promise<number> {
  const table = sql(`observations_${day}`)
  const [count] = await sql<{ rows: number }[]>`SELECT count(*) AS rows FROM ${table}`
  const rows = count?.rows ?? 0
  await sql.begin(async (tx) => {
    await tx`DROP TABLE ${table}`
    if (rows > 0) await notePruned(tx)
  })
  return rows
}

/** Everything before the first row that is left has been removed. */
async function notePruned(sql: Asker): Promise<void> {
  await sql`
    UPDATE head SET pruned_to = greatest(pruned_to,
      coalesce((SELECT seq FROM observations ORDER BY seq LIMIT 1) - 1, seq))`
  await sql`DELETE FROM milestones WHERE seq < (SELECT max(m.seq) FROM milestones AS m, head WHERE m.seq <= head.pruned_to)`
}
