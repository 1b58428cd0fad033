import { HistoryError } from './history-error.ts'
import { withoutPerson } from './memory-shelves.ts'
import type { Asker, PostgresLink } from './postgres-link.ts'
import { dayOf } from './postgres-reader.ts'
import { CHANNEL, COPY_LOCK, dayTable, sortedTable } from './postgres-schema.ts'

const DAY_MS = 86_400_000

/** For so many days ahead there are partitions: nobody needs to be there for a week. */
const DAYS_AHEAD = 7

/** Work on whole days may take long. Milliseconds. */
export const UPKEEP_TIMEOUT_MS = 600_000

/** How long whatever needs a table for itself alone waits for whoever reads. Milliseconds. */
const PATIENCE_MS = 500

/** Partitions, retention and forgetting. */
export class PostgresUpkeep {
  readonly #link: PostgresLink
  readonly #now: () => number
  readonly #moment: () => number | null

  /**
   * @param now Milliseconds: which day it is.
   * @param moment When rows are committed, milliseconds; null: the database's clock.
   */
  constructor(link: PostgresLink, now: () => number, moment: () => number | null = () => null) {
    this.#link = link
    this.#now = now
    this.#moment = moment
  }

  /**
   * Makes the partitions of these days where they are missing; by default those around the present. Milliseconds.
   * Answers false where somebody reads for so long that it is left for later.
   */
  async makeDays(from = this.#now() - DAY_MS, to = this.#now() + DAYS_AHEAD * DAY_MS): Promise<boolean> {
    const made = await exclusively(this.#link, (tx) => tx`SELECT make_days(${dayOf(from)}::date, ${dayOf(to)}::date)`)
    return made !== null
  }

  /** The oldest day as a whole, without reading its rows one by one; then, row by row, what is kept apart from the days. */
  async prune(moment: number, limit: number): Promise<number> {
    await this.makeDays()
    const before = moment - (await this.#ahead())
    for (const day of await this.#daysBefore(dayOf(before))) {
      const rows = await this.#dropDay(day)
      if (rows === null) return 0
      if (rows > 0) return rows
    }
    return this.#link.transaction(async (tx) => {
      const removed = await tx`
            DELETE FROM observations_default WHERE seq IN (
              SELECT seq FROM observations_default WHERE at < ${before} ORDER BY seq LIMIT ${limit})`
      if (removed.count > 0) await notePruned(tx)
      return removed.count
    }, UPKEEP_TIMEOUT_MS)
  }

  /** How far this relay's clock is ahead of the database's: of the two the earlier counts, for nothing that was removed comes back. */
  #ahead(): Promise<number> {
    return this.#link.use(async (sql) => {
      const [clocks] = await sql<{ ahead: number }[]>`
        SELECT greatest(0, ${this.#now()}::bigint - coalesce(${this.#moment()}::bigint,
               floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint)) AS ahead`
      return clocks?.ahead ?? 0
    })
  }

  /** Removes somebody's rows, him from the shared documents, and the tickets that name him. */
  async forget(agentId: string): Promise<number> {
    const removed = await this.#link.transaction(async (tx) => {
      await lockCopy(tx)
      await dropCopy(tx)
      const tables = await tx<{ name: string; rows: number }[]>`
          WITH gone AS (DELETE FROM observations WHERE agent_id = ${agentId} RETURNING tableoid::regclass::text AS name)
          SELECT name, count(*) AS rows FROM gone GROUP BY name`
      const named = JSON.stringify(agentId)
      await tx`DELETE FROM tickets WHERE position(${named} in session) > 0`
      await tx`LOCK TABLE documents IN EXCLUSIVE MODE`
      const naming = await tx<{ key: string; body: string }[]>`
          SELECT key, body FROM documents WHERE position(${named} in body) > 0`
      const bodies = naming.map(({ body }) => withoutPerson(body, agentId))
      await tx`
          UPDATE documents SET body = changed.body, version = last.version + changed.n
          FROM (SELECT max(version) AS version FROM documents) AS last,
               unnest(${naming.map(({ key }) => key)}::text[], ${bodies}::text[]) WITH ORDINALITY AS changed (key, body, n)
          WHERE documents.key = changed.key`
      await tx`SELECT pg_notify(${CHANNEL}, 'documents')`
      return tables
    }, UPKEEP_TIMEOUT_MS)
    // Deleted rows lie in the files until they are vacuumed.
    for (const name of [...removed.map((table) => table.name), 'documents', 'tickets']) {
      await this.#link.use((sql) => sql`VACUUM ${sql(name)}`, UPKEEP_TIMEOUT_MS)
    }
    return removed.reduce((sum, { rows }) => sum + rows, 0)
  }

  /** The days before another that have partitions, the oldest first. */
  async #daysBefore(day: string): Promise<readonly string[]> {
    const days = await this.#link.use(
      (sql) => sql<{ day: string }[]>`
        SELECT to_date(right(relid::text, 8), 'YYYYMMDD')::text AS day FROM pg_partition_tree('reason_history.observations')
        WHERE isleaf AND relid::text ~ '_[0-9]{8}$' ORDER BY 1`,
    )
    return days.map((of) => of.day).filter((of) => of < day)
  }

  /** Drops a day's partition, unless another relay does. Answers how many rows it had; null where it is left for later. */
  #dropDay(day: string): Promise<number | null> {
    const name = dayTable(day)
    return exclusively(this.#link, async (tx) => {
      await lockCopy(tx)
      // By the catalogue's rows, which are those of this moment: a name is looked up in a copy that may still have the table.
      const [there] =
        await tx`SELECT FROM pg_class WHERE relname = ${name} AND relnamespace = 'reason_history'::regnamespace`
      if (!there) return 0
      const [count] = await tx<{ rows: number }[]>`SELECT count(*) AS rows FROM ${tx(name)}`
      // An append has the head first and then the tables.
      await tx`SELECT FROM head FOR UPDATE`
      await tx`SELECT stop_sorting() FROM head WHERE sorting = ${day}::date`
      await tx`DELETE FROM sorted_days WHERE sorted_days.day = ${day}::date`
      await tx`DROP TABLE ${tx(name)}`
      const rows = count?.rows ?? 0
      if (rows > 0) await notePruned(tx)
      return rows
    })
  }
}

/** How long this transaction waits for a lock at most. Milliseconds. */
export const bePatient = (tx: Asker, ms: number): Promise<unknown> =>
  tx`SELECT set_config('lock_timeout', ${String(ms)}, true)`

/** Whoever waits for a table holds up all others who come to it: it waits for a moment only. Null where that was too short. */
export async function exclusively<T>(
  link: PostgresLink,
  work: (tx: Asker) => Promise<T>,
  patienceMs = PATIENCE_MS,
): Promise<T | null> {
  try {
    return await link.transaction(async (tx) => {
      await bePatient(tx, patienceMs)
      // Nobody waits for the tables while a commit waits for a standby; after a failover it is done again.
      await tx`SET LOCAL synchronous_commit = local`
      return work(tx)
    }, UPKEEP_TIMEOUT_MS)
  } catch (error) {
    if (error instanceof HistoryError && error.code === 'history-slow') return null
    throw error
  }
}

/** Waits until no sorted copy changes; for the whole transaction. */
export const lockCopy = (tx: Asker): Promise<unknown> => tx`SELECT pg_advisory_xact_lock(hashtext(${COPY_LOCK}))`

/** A copy that is being made is made anew later: what is removed now would be in it. */
async function dropCopy(tx: Asker): Promise<void> {
  const [copied] = await tx<{ day: string | null }[]>`SELECT sorting::text AS day FROM head`
  if (copied?.day) await tx`DROP TABLE IF EXISTS ${tx(sortedTable(copied.day))}`
}

/** Everything before the first row that is left has been removed. */
async function notePruned(sql: Asker): Promise<void> {
  await sql`
    UPDATE head SET pruned_to = greatest(pruned_to,
      coalesce((SELECT seq FROM observations ORDER BY seq LIMIT 1) - 1, seq))`
  await sql`DELETE FROM milestones WHERE seq < (SELECT max(m.seq) FROM milestones AS m, head WHERE m.seq <= head.pruned_to)`
}
