import { HistoryError } from './history-error.ts'
import type { Asker, PostgresLink } from './postgres-link.ts'
import { MIGRATIONS } from './postgres-schema.ts'

/** Making tables anew, or waiting for another relay that does, may take this long. Milliseconds. */
const MIGRATE_TIMEOUT_MS = 600_000

/** Whoever has this role may read the views in the schema `reports`, and nothing else. */
const REPORTS_ROLE = 'reason_reports'

/** The oldest server that the schema works on, as `server_version_num` has it. */
export const OLDEST_SERVER = 130_000

/**
 * Brings the database to the version of this program; of several relays that start at once the first does, the others wait.
 * @throws {HistoryError} `history-version` where a newer program has been there, `history-server` where the server is too old.
 */
export async function migrate(link: PostgresLink): Promise<void> {
  await link.transaction(async (tx) => {
    await tx`SET LOCAL lock_timeout = 0`
    await tx`SELECT pg_advisory_xact_lock(hashtext('reason_history.migrate'))`
    const [server] = await tx<{ number: number; version: string }[]>`
          SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version`
    if (!server || server.number < OLDEST_SERVER) {
      throw new HistoryError(
        'history-server',
        `The history’s server is PostgreSQL ${server?.version ?? ''}: 13 or newer is needed.`,
      )
    }
    const version = (await versionOf(tx)) ?? 0
    if (version > MIGRATIONS.length) throw newerError(version)
    if (version === 0) {
      await tx`CREATE SCHEMA IF NOT EXISTS reason_history`
      await tx`CREATE TABLE reason_history.schema_version (version int NOT NULL)`
      await tx`INSERT INTO reason_history.schema_version VALUES (0)`
    }
    for (const migration of MIGRATIONS.slice(version)) await tx.unsafe(migration)
    await tx`UPDATE reason_history.schema_version SET version = ${MIGRATIONS.length}`
    await letReportsRead(tx)
  }, MIGRATE_TIMEOUT_MS)
}

/** The role for reports is the administrator's to make; what it may read is ours to say. */
async function letReportsRead(sql: Asker): Promise<void> {
  const [role] = await sql`SELECT FROM pg_roles WHERE rolname = ${REPORTS_ROLE}`
  if (!role) return
  await sql`GRANT USAGE ON SCHEMA reports TO ${sql(REPORTS_ROLE)}`
  await sql`GRANT SELECT ON ALL TABLES IN SCHEMA reports TO ${sql(REPORTS_ROLE)}`
}

/** The version of the tables; null where there are none. */
async function versionOf(sql: Asker): Promise<number | null> {
  const [there] = await sql<
    { there: boolean }[]
  >`SELECT to_regclass('reason_history.schema_version') IS NOT NULL AS there`
  if (there?.there !== true) return null
  const [row] = await sql<{ version: number }[]>`SELECT version FROM reason_history.schema_version`
  return row?.version ?? null
}

const newerError = (version: number): HistoryError =>
  new HistoryError(
    'history-version',
    `The history has version ${version}, this program knows ${MIGRATIONS.length} at most: install a newer one.`,
  )

/**
 * For a command beside the relay: the tables must be there, and of this version.
 * @throws {HistoryError} `history-missing`, `history-version` of a newer program, or `history-outdated` of an older one.
 */
export async function checkVersion(link: PostgresLink): Promise<void> {
  const version = await link.use((sql) => versionOf(sql))
  if (version === null || version === 0) {
    throw new HistoryError('history-missing', 'There is no history in the database yet: has the relay run?')
  }
  if (version > MIGRATIONS.length) throw newerError(version)
  if (version < MIGRATIONS.length) {
    throw new HistoryError(
      'history-outdated',
      `The history has version ${version}, this program ${MIGRATIONS.length}: it is brought up to date when the relay starts.`,
    )
  }
}
