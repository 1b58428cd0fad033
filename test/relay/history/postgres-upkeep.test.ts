import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { toReasonCode } from '../../../src/cti/reason-code.ts'
import { draftOf } from '../../../src/relay/history/journal.ts'
import { PostgresLink, type PostgresSettings } from '../../../src/relay/history/postgres-link.ts'
import { PostgresStore } from '../../../src/relay/history/postgres-store.ts'
import { PostgresUpkeep } from '../../../src/relay/history/postgres-upkeep.ts'
import { canMakeCertificates, makeCertificate } from '../../support/certificates.ts'
import { ctiObservation, gapObservation, instant, MORNING } from '../../support/observations.ts'
import { PATIENCE } from '../../support/patience.ts'
import { PostgresServer, settingsOf, WHY_NO_POSTGRES } from '../../support/postgres.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { append, openRelayOf, patient } from './shared-history.ts'

const DAY_MS = 86_400_000

const event = (agentId: string, at: number) => draftOf(ctiObservation(agentId, at, { reason: 71 }))
const at = (second: number) => MORNING + second * 1000

const removeAll = async (relay: PostgresStore) => {
  while ((await relay.prune(MORNING + 3 * DAY_MS, 1)) > 0);
}

const openNowhere = (server: PostgresServer, change: Partial<PostgresSettings> = {}) =>
  PostgresStore.open({
    settings: { ...settingsOf('nowhere', server), ...change },
    markFile: null,
    onFault: () => undefined,
  })

describe.skipIf(WHY_NO_POSTGRES !== null)('the days of a history in PostgreSQL', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await PostgresServer.start()
  })
  afterAll(() => server.remove())

  /** A relay whose clock the test sets. */
  const start = async () => {
    const database = await server.newDatabase()
    const clock = { now: MORNING }
    const store = await openRelayOf(database, [server], { moment: () => clock.now })
    const tables = async () =>
      (
        await server.query(
          database,
          `SELECT tableoid::regclass::text AS name, count(*)::int AS rows FROM reason_history.observations GROUP BY 1 ORDER BY 1`,
        )
      ).map(({ name, rows }) => [String(name).split('.').at(-1), rows])
    return { database, store, clock, tables, lease: await store.lead('ccx1', patient) }
  }

  test('a relay whose clock is ahead of the database’s removes by the database’s', async () => {
    const database = await server.newDatabase()
    const store = await openRelayOf(database, [server])
    await append(await store.lead('ccx1', patient), [event('a', Date.now() - 10 * DAY_MS), event('a', Date.now())])
    const link = new PostgresLink(settingsOf(database, server), { name: 'test', max: 1 })
    onTestFinished(() => link.close())
    const ahead = 400 * DAY_MS
    const upkeep = new PostgresUpkeep(link, () => Date.now() + ahead)
    expect(await upkeep.prune(Date.now() + ahead - 30 * DAY_MS, 100)).toBe(0)
    expect(await upkeep.prune(Date.now() + ahead - 5 * DAY_MS, 100)).toBe(1)
    expect((await store.readAfter(0, 10)).map(({ seq }) => seq)).toEqual([2])
  })

  test('each has a table of its own; what is told late, or of a wrong clock, is kept apart and read all the same', async () => {
    const { store, lease, clock, tables } = await start()
    await append(lease, [event('a', MORNING)])
    clock.now = MORNING + DAY_MS
    await append(lease, [
      event('a', clock.now),
      draftOf(gapObservation(MORNING + 1000, null)),
      event('a', clock.now + 2 * DAY_MS),
    ])
    expect(await tables()).toEqual([
      ['observations_20261123', 1],
      ['observations_20261124', 1],
      ['observations_default', 2],
    ])
    const all = await store.readAgent('a', MORNING, MORNING + 9 * DAY_MS, 10)
    expect(all.map(({ seq }) => seq)).toEqual([1, 3, 2, 4])
    expect([...(await store.listSeqs({ agentIds: ['a'], after: { seq: 1 }, upTo: 4 }))]).toEqual([2, 3, 4])
    expect([...(await store.listSeqs({ agentIds: ['a'], after: { time: clock.now }, upTo: 4 }))]).toEqual([2, 4])
    expect((await store.readAfter(1, 10)).map(({ seq }) => seq)).toEqual([2, 3, 4])
    expect((await store.size()).oldest).toBe(MORNING)
  })

  test('a day without a table is kept apart as well: nothing is refused', async () => {
    const { database, store, lease, clock, tables } = await start()
    clock.now = MORNING + 30 * DAY_MS
    await append(lease, [event('a', clock.now)])
    expect(await tables()).toEqual([['observations_default', 1]])
    expect(await store.readAgent('a', clock.now, clock.now + 1, 10)).toHaveLength(1)
    // The days around it get theirs at the next upkeep; this one stays where it is.
    await store.prune(MORNING, 100)
    const made = await server.query(
      database,
      `SELECT to_regclass('reason_history.observations_20261224')::text AS next`,
    )
    expect(made[0]?.['next']).toContain('observations_20261224')
    await append(lease, [event('a', clock.now + 1)])
    expect(await tables()).toEqual([['observations_default', 2]])
  })

  test('retention drops whole days, and what is kept apart row by row', async () => {
    const { store, lease, clock, tables } = await start()
    for (let day = 0; day < 3; day++) {
      clock.now = MORNING + day * DAY_MS
      await append(lease, [
        event('a', clock.now),
        event('b', clock.now),
        draftOf(gapObservation(MORNING - DAY_MS, null)),
      ])
    }
    expect(await store.prune(MORNING + DAY_MS, 2)).toBe(2)
    expect(store.prunedTo).toBe(2)
    expect(await store.prune(MORNING + DAY_MS, 2)).toBe(2)
    expect(await store.prune(MORNING + DAY_MS, 2)).toBe(1)
    expect(await store.prune(MORNING + DAY_MS, 2)).toBe(0)
    // Of the moment's own day all is there, also what is older than the moment.
    expect(await tables()).toEqual([
      ['observations_20261124', 2],
      ['observations_20261125', 2],
    ])
    expect(store.prunedTo).toBe(3)
  })

  test('waits for nobody who reads for long: what needs a table for itself is left for later', async () => {
    const { database, store, lease, clock, tables } = await start()
    await append(lease, [event('a', MORNING)])
    clock.now = MORNING + 3 * DAY_MS
    const reader = server.connect(database)
    onTestFinished(() => reader.end({ timeout: 0 }))
    await reader.begin(async (tx) => {
      await tx`SELECT count(*) FROM reason_history.observations`
      expect(await store.prune(MORNING + DAY_MS, 100)).toBe(0)
      await append(lease, [event('a', clock.now)])
    })
    expect(await store.prune(MORNING + DAY_MS, 100)).toBe(1)
    expect(await tables()).toEqual([['observations_20261126', 1]])
  })

  test('two relays that remove the same days at once do not get in each other’s way', async () => {
    const { database, store, lease, clock, tables } = await start()
    for (let day = 0; day < 4; day++) {
      clock.now = MORNING + day * DAY_MS
      await append(lease, [event('a', clock.now), event('b', MORNING - DAY_MS)])
    }
    const other = await openRelayOf(database, [server])
    await Promise.all([removeAll(store), removeAll(other)])
    await removeAll(store)
    expect(await tables()).toEqual([['observations_20261126', 1]])
  })

  test('who is forgotten leaves no row, on no day, and no dead row in the tables', async () => {
    const { database, store, lease, clock, tables } = await start()
    for (let day = 0; day < 2; day++) {
      clock.now = MORNING + day * DAY_MS
      await append(lease, [event('a', clock.now), event('b', clock.now), event('a', MORNING - 9 * DAY_MS)])
    }
    await store.tickets.put('hash', '{"agentId":"super","members":["a"]}', clock.now)
    expect(await store.forget('a')).toBe(4)
    expect(await tables()).toEqual([
      ['observations_20261123', 1],
      ['observations_20261124', 1],
    ])
    expect(await store.tickets.take('hash', 0)).toBe('ticket-unknown')
    const bytes = async () => {
      const [files] = await server.query(
        database,
        `SELECT sum(pg_relation_size(relid))::int AS bytes FROM pg_partition_tree('reason_history.observations_default')`,
      )
      return files?.['bytes']
    }
    await vi.waitFor(async () => {
      // A vacuum leaves what somebody looks at just then, and the next one takes it.
      if ((await bytes()) !== 0) {
        await append(lease, [event('a', MORNING - 9 * DAY_MS)])
        await store.forget('a')
      }
      expect(await bytes()).toBe(0)
    }, PATIENCE)
  })

  test('a history of a newer program is refused and left alone; a command wants one that is there', async () => {
    const database = await server.newDatabase()
    const settings = settingsOf(database, server)
    await expect(PostgresStore.openExisting(settings)).rejects.toMatchObject({ code: 'history-missing' })
    const store = await openRelayOf(database, [server])
    await store.close()
    await server.query(database, 'UPDATE reason_history.schema_version SET version = 99')
    const refused = PostgresStore.open({ settings, markFile: null, onFault: () => undefined })
    await expect(refused).rejects.toMatchObject({ code: 'history-version', message: /version 99.*install a newer one/ })
    await expect(PostgresStore.openExisting(settings)).rejects.toMatchObject({ code: 'history-version' })
  })

  test('relays that start at once make the tables once', async () => {
    const database = await server.newDatabase()
    const relays = await Promise.all(Array.from({ length: 4 }, () => openRelayOf(database, [server])))
    expect(new Set(relays.map(({ epoch }) => epoch)).size).toBe(1)
  })

  test('a server that nobody can reach is named, with what it says', async () => {
    await expect(openNowhere(server)).rejects.toMatchObject({
      code: 'history-refused',
      message: /database "nowhere" does not exist/,
    })
    await expect(openNowhere(server, { hosts: [{ host: '127.0.0.1', port: 1 }] })).rejects.toMatchObject({
      code: 'history-unreachable',
      message: /127\.0\.0\.1:1/,
    })
  })

  test.skipIf(!canMakeCertificates)(
    'a server is reached over TLS, and only if its certificate can be trusted',
    async () => {
      const folder = tempFolder()
      const { certFile, keyFile } = makeCertificate(folder, 'db.example.com')
      const files = [`ssl_cert_file=${certFile}`, `ssl_key_file=${keyFile}`]
      const secure = await PostgresServer.start({
        settings: ['ssl=on', ...files],
        readable: [folder, certFile, keyFile],
      })
      onTestFinished(() => secure.remove())
      const settings = settingsOf(await secure.newDatabase(), secure)
      const open = (tls: { readonly ca?: Buffer }) =>
        PostgresStore.open({ settings: { ...settings, tls: () => tls }, markFile: null, onFault: () => undefined })
      const store = await open({ ca: readFileSync(certFile) })
      await store.close()
      await expect(open({})).rejects.toMatchObject({ code: 'history-untrusted', message: /self-signed/ })
    },
  )

  test('reports are made from two views, by a role that may read nothing else', async () => {
    const { database, store, lease } = await start()
    const [state, reason] = ['NOT_READY', 71] as const
    await append(lease, [
      draftOf(ctiObservation('a', at(0), { state, reason })),
      draftOf({
        kind: 'finesse',
        agentId: 'a',
        state,
        reasonCodeId: null,
        reason: { code: toReasonCode(71)!, label: 'Mittag' },
        stateChangeTime: instant(at(1)),
        at: instant(at(1)),
        via: 'witness',
      }),
      draftOf(ctiObservation('a', at(60), { state: 'READY' })),
      draftOf(ctiObservation('a', at(90), { state, reason })),
      draftOf(ctiObservation('a', at(100), { state: 'READY' })),
      draftOf(ctiObservation('b', at(5), { state: 'READY' })),
    ])
    const labels = [{ deployment: 'uccx', category: 'NOT_READY', code: 71, label: 'LUNCH', origin: 'finesse' }]
    await store.documents.put('catalogue', JSON.stringify(labels))
    // Of the whole server: where the test is tried again it is there.
    const known = await server.ask('postgres', "SELECT FROM pg_roles WHERE rolname = 'reason_reports'")
    if (known.length === 0) await server.ask('postgres', 'CREATE ROLE reason_reports LOGIN')
    await store.close()
    await (await openRelayOf(database, [server])).close()
    const ask = (query: string) => server.ask('reason_reports', query, database)
    const days = await ask(
      `SELECT * FROM reports.reasons_by_day WHERE day = '2026-11-23' AND agent_id = 'a' ORDER BY state`,
    )
    expect(
      days.map(({ state: of, reason: code, label, times, seconds }) => [
        of,
        code,
        label,
        Number(times),
        Number(seconds),
      ]),
    ).toEqual([
      ['NOT_READY', 71, 'LUNCH', 2, 70],
      ['READY', null, null, 2, expect.any(Number)],
    ])
    const rows = await ask(
      `SELECT kind, agent_id, finesse_label FROM reports.observations WHERE agent_id = 'a' ORDER BY at`,
    )
    expect(rows.map(({ kind, finesse_label: label }) => [kind, label]).slice(0, 2)).toEqual([
      ['cti', null],
      ['finesse', 'Mittag'],
    ])
    await expect(ask('SELECT * FROM reason_history.observations')).rejects.toThrow(/permission denied/)
    await expect(ask('DELETE FROM reports.observations')).rejects.toThrow(/permission denied|cannot delete/)
  })
})
