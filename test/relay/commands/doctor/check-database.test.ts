import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { checkDatabase } from '../../../../src/relay/commands/doctor/check-database.ts'
import type { PostgresConfig } from '../../../../src/relay/config-schema.ts'
import { GONE } from '../../../../src/relay/history/postgres-link.ts'
import { PostgresServer, startPgbouncer, WHY_NO_POSTGRES } from '../../../support/postgres.ts'
import { append, eventNow, openRelayOf, patient } from '../../history/shared-history.ts'
import { PATIENCE } from '../../../support/patience.ts'

const configured = (database: string, ...ports: readonly number[]): PostgresConfig => ({
  engine: 'postgres',
  hosts: ports.map((port) => `127.0.0.1:${port}`),
  database,
  user: 'reason_relay',
  markFile: '/nowhere',
  retentionDays: 30,
})

const said = async (config: PostgresConfig) =>
  (await checkDatabase(config)).map(({ level, what, said: words }) => `${level} ${what}: ${words}`)

describe.skipIf(WHY_NO_POSTGRES !== null)('the doctor of a history in PostgreSQL', () => {
  let primary: PostgresServer
  let standby: PostgresServer
  beforeAll(async () => {
    primary = await PostgresServer.start()
    standby = await PostgresServer.standbyOf(primary)
  })
  afterAll(async () => {
    await standby.remove()
    await primary.remove()
  })

  /** A database that the standby has heard of as well. */
  const newDatabase = async () => {
    const database = await primary.newDatabase()
    await vi.waitFor(() => standby.query(database, 'SELECT'), { ...PATIENCE, interval: 20 })
    return database
  }
  it('tells the primary from its standby, and how much there is', async () => {
    const database = await newDatabase()
    const config = configured(database, standby.port, primary.port)
    const empty = await said(config)
    expect(empty).toEqual([
      `ok history 127.0.0.1:${standby.port}: it is a standby`,
      `ok history 127.0.0.1:${primary.port}: it is the primary`,
      expect.stringMatching(/^ok history \w+: PostgreSQL 1\d[\d.]+ .*not encrypted, on the loopback address only$/),
      `ok history ${database}, rights: the tables can be made`,
      `ok history ${database}, standby: synchronous (*), this user may not see which are in step`,
      expect.stringMatching(/^ok history \w+, content: not begun yet; .*SQL cannot tell/),
    ])
    const relay = await openRelayOf(database, [primary])
    await append(await relay.lead('ccx1', patient), [eventNow('a'), eventNow('b')])
    const begun = await said(config)
    expect(begun[3]).toBe(`ok history ${database}, rights: the tables are this user’s`)
    expect(begun[5]).toMatch(/, content: 2 observations since 20.*, 0\.0 GiB; /)
  })

  it('warns of a history of an older version, which an update finds, and fails on one of a newer', async () => {
    const database = await newDatabase()
    await (await openRelayOf(database, [primary])).close()
    const config = configured(database, primary.port)
    await primary.query(database, 'UPDATE reason_history.schema_version SET version = 1')
    expect((await said(config)).at(-1)).toMatch(/^warn .*, content: .* brought up to date when the relay starts/)
    await primary.query(database, 'UPDATE reason_history.schema_version SET version = 99')
    expect((await said(config)).at(-1)).toMatch(/^fail .*: The history has version 99, .* install a newer one/)
  })

  it('warns of a primary without a synchronous standby, and of a host that does not answer', async () => {
    const alone = await PostgresServer.start()
    onTestFinished(() => alone.remove())
    const lines = await said(configured(await alone.newDatabase(), alone.port, 1))
    expect(lines[1]).toMatch(/^warn history 127\.0\.0\.1:1: .*ECONNREFUSED/)
    expect(lines[4]).toMatch(/^warn history \w+, standby: none is synchronous$/)
  })

  it('fails where nobody is the primary, or the user may not make tables', async () => {
    const database = await newDatabase()
    expect(await said(configured(database, standby.port))).toEqual([
      expect.stringMatching(/^fail history \w+: .*is a standby/),
    ])
    await primary.ask('postgres', 'CREATE ROLE nobody_here LOGIN')
    const lines = await said({ ...configured(database, primary.port), user: 'nobody_here' })
    expect(lines[1]).toMatch(/^fail .*rights: no tables may be made$/)
  })

  it('refuses a pooler in transaction mode, as the relay itself does', async () => {
    const database = await primary.newDatabase()
    const ignored = ['search_path', 'lock_timeout', 'plan_cache_mode', ...Object.keys(GONE)]
    const lenient = `ignore_startup_parameters = ${ignored.join(',')}`
    const transaction = await startPgbouncer(primary, 'transaction', lenient)
    onTestFinished(transaction.end)
    expect(await said(configured(database, transaction.port))).toEqual([
      expect.stringMatching(/^fail history \w+: A connection pooler in transaction mode is between/),
    ])
    await expect(openRelayOf(database, [{ port: transaction.port }])).rejects.toMatchObject({ code: 'history-pooled' })
    const strict = await startPgbouncer(primary, 'transaction')
    onTestFinished(strict.end)
    expect(await said(configured(database, strict.port))).toEqual([
      expect.stringMatching(/^fail history \w+: .*unsupported startup parameter.*pooler/),
    ])
  })
})
