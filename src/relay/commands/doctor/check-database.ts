import type { PostgresConfig } from '../../config-schema.ts'
import { HistoryError } from '../../history/history-error.ts'
import { postgresSettings } from '../../history/open-history.ts'
import { type Database, PostgresLink, type PostgresSettings } from '../../history/postgres-link.ts'
import { OLDEST_SERVER } from '../../history/postgres-migrate.ts'
import { refusePooler } from '../../history/postgres-pooler.ts'
import { PostgresStore } from '../../history/postgres-store.ts'
import { describeStore, GIB } from './describe-store.ts'
import { type Finding, MEND_SKEW, skewText, wordsOf } from './finding.ts'

const MEND_STANDBY =
  'Give it a synchronous standby (synchronous_standby_names): without one, what was published may be lost with the primary.'

/** The primary, its standbys, its version and clock, what may be done there, and how full it is. */
export async function checkDatabase(history: PostgresConfig): Promise<Finding[]> {
  const what = `history ${history.database}`
  try {
    const settings = postgresSettings(history)
    const findings = await checkHosts(settings)
    await refusePooler(settings)
    const link = new PostgresLink(settings, { name: 'doctor', max: 1 })
    try {
      findings.push(...(await link.use((sql) => checkServer(sql, what))))
    } finally {
      await link.close()
    }
    findings.push(await checkContent(settings, what, findings))
    return findings
  } catch (error) {
    return [{ level: 'fail', what, said: wordsOf(error) }]
  }
}

/** Every host by itself. One that does not answer now cannot take over later. */
async function checkHosts(settings: PostgresSettings): Promise<Finding[]> {
  if (settings.hosts.length === 1) return []
  const findings: Finding[] = []
  for (const place of settings.hosts) {
    const what = `history ${place.host}:${place.port}`
    const link = new PostgresLink({ ...settings, hosts: [place] }, { name: 'doctor', max: 1 })
    try {
      await link.use((sql) => sql`SELECT`)
      findings.push({ level: 'ok', what, said: 'it is the primary' })
    } catch (error) {
      const said = wordsOf(error)
      if (said.includes('is a standby')) findings.push({ level: 'ok', what, said: 'it is a standby' })
      else findings.push({ level: 'warn', what, said, mend: 'While it does not answer it cannot take over.' })
    } finally {
      await link.close()
    }
  }
  return findings
}

type ServerFacts = {
  readonly number: number
  readonly version: string
  readonly clock: number
  readonly isEncrypted: boolean
  readonly standbyNames: string
  readonly commit: string
  /** null: this user may not see it. */
  readonly inStep: number | null
  readonly mayCreate: boolean
  readonly isOwner: boolean | null
}

async function checkServer(sql: Database, what: string): Promise<Finding[]> {
  const before = Date.now()
  const [facts] = await sql<ServerFacts[]>`
    SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version,
           floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS clock,
           coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS "isEncrypted",
           current_setting('synchronous_standby_names') AS "standbyNames",
           current_setting('synchronous_commit') AS commit,
           CASE WHEN pg_has_role('pg_read_all_stats', 'USAGE') THEN
             (SELECT count(*)::int FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')) END AS "inStep",
           has_database_privilege(current_database(), 'CREATE') AS "mayCreate",
           (SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace WHERE nspname = 'reason_history') AS "isOwner"`
  if (!facts) return [{ level: 'fail', what, said: 'it answers nothing' }]
  const now = (before + Date.now()) / 2
  return [versionFinding(facts, what, now), rightsFinding(facts, what), standbyFinding(facts, what)]
}

function versionFinding({ number, version, clock, isEncrypted }: ServerFacts, what: string, now: number): Finding {
  const said = `PostgreSQL ${version}, ${isEncrypted ? 'TLS' : 'not encrypted, on the loopback address only'}`
  if (number < OLDEST_SERVER) return { level: 'fail', what, said, mend: 'Version 13 or newer is needed.' }
  const skew = skewText(clock, now)
  return skew === null
    ? { level: 'ok', what, said }
    : { level: 'warn', what, said: `${said}; ${skew}`, mend: MEND_SKEW }
}

function rightsFinding({ mayCreate, isOwner }: ServerFacts, name: string): Finding {
  const what = `${name}, rights`
  if (isOwner === true) return { level: 'ok', what, said: 'the tables are this user’s' }
  if (isOwner === null && mayCreate) return { level: 'ok', what, said: 'the tables can be made' }
  const mend = 'Make the user of history.user the owner: ALTER DATABASE … OWNER TO …'
  return {
    level: 'fail',
    what,
    said: isOwner === false ? 'the tables are another user’s' : 'no tables may be made',
    mend,
  }
}

function standbyFinding({ standbyNames, commit, inStep }: ServerFacts, name: string): Finding {
  const what = `${name}, standby`
  if (commit === 'off' || commit === 'local') {
    const mend = 'Set it to on for this user and database: a commit must be there after a failover.'
    return { level: 'warn', what, said: `synchronous_commit is ${commit}`, mend }
  }
  if (standbyNames === '') return { level: 'warn', what, said: 'none is synchronous', mend: MEND_STANDBY }
  if (inStep === 0) {
    const mend = 'Nothing can be committed until one is: start it, or change synchronous_standby_names.'
    return { level: 'fail', what, said: `none of ${standbyNames} is in step`, mend }
  }
  const seen = inStep === null ? 'this user may not see which are in step' : `${inStep} in step`
  return { level: 'ok', what, said: `synchronous (${standbyNames}), ${seen}` }
}

async function checkContent(settings: PostgresSettings, name: string, findings: readonly Finding[]): Promise<Finding> {
  const what = `${name}, content`
  const blind = 'how much space its disk has left SQL cannot tell: watch it there'
  const isBegun = findings.some(({ said }) => said.startsWith('the tables are'))
  if (!isBegun) return { level: 'ok', what, said: `not begun yet; ${blind}` }
  const store = await PostgresStore.openExisting(settings).catch((error: unknown) => {
    // What an update finds.
    if (error instanceof HistoryError && error.code === 'history-outdated') return error
    throw error
  })
  if (store instanceof HistoryError) return { level: 'warn', what, said: wordsOf(store) }
  try {
    const { bytes } = await store.size()
    return { level: 'ok', what, said: `${await describeStore(store)}, ${(bytes / GIB).toFixed(1)} GiB; ${blind}` }
  } finally {
    await store.close()
  }
}
