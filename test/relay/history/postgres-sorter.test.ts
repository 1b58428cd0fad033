import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Lease } from '../../../src/relay/history/history-store.ts'
import { draftOf } from '../../../src/relay/history/journal.ts'
import { importHistory } from '../../../src/relay/history/postgres-import.ts'
import { PostgresLink } from '../../../src/relay/history/postgres-link.ts'
import { MIGRATIONS } from '../../../src/relay/history/postgres-schema.ts'
import { PostgresSorter } from '../../../src/relay/history/postgres-sorter.ts'
import type { PostgresStore } from '../../../src/relay/history/postgres-store.ts'
import { ctiObservation, gapObservation, MORNING } from '../../support/observations.ts'
import { PATIENCE } from '../../support/patience.ts'
import { PostgresServer, settingsOf, WHY_NO_POSTGRES } from '../../support/postgres.ts'
import { openSqlite } from '../../support/sqlite-history.ts'
import { recordHistory } from '../commands/recorded-history.ts'
import { append, openRelayOf, patient } from './shared-history.ts'

const DAY_MS = 86_400_000
const AGENTS = 7
/** More than one transaction copies. */
const ROWS = 4_500

const DAY = 'reason_history.observations_20261123'
const COPY = `${DAY}_sorted`

const agentOf = (n: number) => `agent${n % AGENTS}`
const rowsOf = (from: number, count = ROWS) =>
  Array.from({ length: count }, (_, n) => draftOf(ctiObservation(agentOf(n), from + n, { reason: n % 90 })))

/** The day of everybody, and everybody's together. */
const everything = async (store: PostgresStore) => ({
  agents: await Promise.all(
    Array.from({ length: AGENTS }, (_, n) =>
      store.readAgent(agentOf(n), MORNING - DAY_MS, MORNING + 3 * DAY_MS, 9_999),
    ),
  ),
  inOrder: await store.readAfter(0, 99_999),
})

describe.skipIf(WHY_NO_POSTGRES !== null)('days that are over', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await PostgresServer.start()
  })
  afterAll(() => server.remove())

  /** A relay that wrote a day, which has been over for long by its clock. */
  const start = async (on = server) => {
    const database = await on.newDatabase()
    const clock = { now: MORNING }
    const open = () => openRelayOf(database, [on], { moment: () => clock.now })
    const relay = await open()
    const lease = await relay.lead('ccx1', patient)
    await append(lease, [...rowsOf(MORNING), draftOf(gapObservation(MORNING + 5, null))])
    clock.now = MORNING + DAY_MS
    await append(lease, rowsOf(clock.now, 50))
    const ask = (query: string) => on.query(database, query)
    const count = async (from: string) => Number((await ask(`SELECT count(*) AS n FROM ${from}`))[0]?.['n'])
    return { database, clock, relay, lease, open, ask, count }
  }
  type Scene = Awaited<ReturnType<typeof start>>

  /** On how many pages the rows of an agent lie. */
  const pagesOf = ({ count }: Scene, table = DAY, agent = 'agent3') =>
    count(`(SELECT DISTINCT (ctid::text::point)[0] FROM ${table} WHERE agent_id = '${agent}') AS pages`)
  const isSorted = async (scene: Scene) =>
    (await scene.count('reason_history.sorted_days')) > 0 &&
    (await scene.count(`pg_class WHERE relname LIKE '%\\_sorted'`)) === 0 &&
    (await pagesOf(scene)) < 30

  /** Sorts until nothing is left for later; answers how many rows were copied. */
  const sortWholly = async (scene: Scene, relay = scene.relay): Promise<number> => {
    let rows = 0
    await vi.waitFor(async () => {
      rows += await relay.sortPast()
      expect(await isSorted(scene)).toBe(true)
    }, PATIENCE)
    return rows
  }

  /** Somebody reads for long, so that the copy is finished but does not become the day's table yet. */
  const copyBeside = async ({ database, relay }: Scene): Promise<number> => {
    const reader = server.connect(database)
    const rows = await reader.begin(async (tx) => {
      await tx.unsafe(`SELECT count(*) FROM reason_history.observations WHERE day = '2026-11-24'`)
      return relay.sortPast()
    })
    await reader.end()
    return rows
  }

  test('are sorted by agents: nothing else about them changes, and the present day is left alone', async () => {
    const scene = await start()
    const { relay, count } = scene
    const before = await everything(relay)
    expect(await pagesOf(scene)).toBeGreaterThan(90)
    expect(await sortWholly(scene)).toBe(ROWS + 1)
    expect(await everything(relay)).toEqual(before)
    expect(await count(`pg_class WHERE relname = 'observations_20261123' AND reloptions IS NULL`)).toBe(1)
    expect(await count(`pg_inherits WHERE inhparent = 'reason_history.observations'::regclass`)).toBeGreaterThan(8)
    expect(await count(`reports.observations WHERE day = '2026-11-23'`)).toBe(ROWS + 1)
    expect(await relay.sortPast()).toBe(0)
  })

  test('are sorted two hours after their end, and what is added to them by then is sorted with them', async () => {
    const scene = await start()
    const midnight = MORNING + 16 * 3_600_000
    scene.clock.now = midnight + 1_800_000
    await append(scene.lease, rowsOf(midnight - 60_000, 10))
    scene.clock.now = midnight + 7_199_999
    expect(await scene.relay.sortPast()).toBe(0)
    scene.clock.now += 1
    expect(await scene.relay.sortPast()).toBe(ROWS + 11)
  })

  test('are read whole at any moment while they are sorted, and events are written meanwhile', async () => {
    const { relay, lease, clock, open } = await start()
    const other = await open()
    const day = () => other.readAgent('agent3', MORNING, MORNING + DAY_MS / 2, 9_999)
    const expected = await day()
    const written: Promise<number>[] = []
    const state = { isOver: false }
    const sorting = relay.sortPast().finally(() => (state.isOver = true))
    while (!state.isOver) {
      written.push(append(lease, rowsOf(clock.now, 20)))
      expect(await day()).toEqual(expected)
      await written.at(-1)
    }
    expect(await sorting).toBe(ROWS + 1)
    expect(await day()).toEqual(expected)
    await vi.waitFor(() => expect(other.lastSeq).toBe(ROWS + 51 + 20 * written.length), PATIENCE)
  })

  test('wait for whoever reads for long; what is told of them meanwhile is kept apart, and read', async () => {
    const scene = await start()
    const { relay, lease, clock, count, open } = scene
    expect(await copyBeside(scene)).toBe(ROWS + 1)
    expect(await isSorted(scene)).toBe(false)
    expect(await count(COPY)).toBe(ROWS + 1)
    clock.now = MORNING
    await append(lease, [draftOf(ctiObservation('agent3', MORNING + 99_999))])
    expect(await count('reason_history.observations_default')).toBe(1)
    const before = await everything(relay)
    clock.now = MORNING + DAY_MS
    // Any relay goes on; nothing is left to be copied.
    expect(await sortWholly(scene, await open())).toBe(0)
    expect(await everything(relay)).toEqual(before)
  })

  test('are sorted by one relay at a time', async () => {
    const scene = await start()
    const other = await scene.open()
    const rows = await Promise.all([scene.relay.sortPast(), other.sortPast()])
    expect(rows.reduce((sum, of) => sum + of)).toBe(ROWS + 1)
    expect(await sortWholly(scene)).toBe(0)
  })

  test('a relay that is frozen while it sorts leaves them to another', async () => {
    const scene = await start()
    const link = new PostgresLink(settingsOf(scene.database, server), { name: 'sorter', max: 1 })
    onTestFinished(() => link.close())
    const begun = Promise.withResolvers<void>()
    link.transaction = () => {
      begun.resolve()
      return new Promise<never>(() => undefined)
    }
    void new PostgresSorter({ open: () => link, moment: () => null, idleMs: 100 }).run()
    await begun.promise
    expect(await sortWholly(scene)).toBe(ROWS + 1)
  })

  test('a person who is forgotten meanwhile is not in them afterwards', async () => {
    const scene = await start()
    await copyBeside(scene)
    const removed = await scene.relay.forget('agent3')
    expect(removed).toBeGreaterThan(600)
    // Seven of them were of the day that is not over.
    expect(await sortWholly(scene)).toBe(ROWS + 1 - (removed - 7))
    expect(await scene.count(`reason_history.observations WHERE agent_id = 'agent3'`)).toBe(0)
    expect(await scene.relay.forget('agent4')).toBeGreaterThan(600)
  })

  test('retention removes them, sorted or not, and a copy that was begun', async () => {
    for (const prepare of [copyBeside, sortWholly]) {
      const scene = await start()
      await prepare(scene)
      scene.clock.now = MORNING + 2 * DAY_MS
      expect(await scene.relay.prune(MORNING + DAY_MS, 100)).toBe(ROWS + 1)
      const left = await scene.ask(`SELECT relname::text FROM pg_class WHERE relname LIKE 'observations_20261123%'`)
      expect(left).toEqual([])
      expect(await scene.count(`reason_history.sorted_days WHERE day = '2026-11-23'`)).toBe(0)
      expect(await scene.relay.sortPast()).toBe(50)
    }
  })

  test('are sorted again after an import added to them', async () => {
    for (const prepare of [copyBeside, sortWholly]) {
      const scene = await start()
      await prepare(scene)
      await scene.lease.release()
      const recorded = await recordHistory([ctiObservation('agent3', MORNING), ctiObservation('agent3', MORNING + 9)])
      const source = await openSqlite(recorded.historyFile)
      onTestFinished(() => source.close())
      const imported = await importHistory(source, settingsOf(scene.database, server), {
        sites: [],
        onProgress: () => undefined,
      })
      expect(imported.rows).toBe(2)
      expect(await scene.count(DAY)).toBe(ROWS + 3)
      expect(await sortWholly(scene)).toBe(ROWS + 3)
    }
  })

  test('a copy that is not what was copied never takes their place', async () => {
    const scene = await start()
    const before = await everything(scene.relay)
    await copyBeside(scene)
    await scene.ask(
      `UPDATE ${COPY} SET body = body || ' ' WHERE seq = 77; UPDATE reason_history.head SET sorted_to = 0`,
    )
    await expect(scene.relay.sortPast()).rejects.toMatchObject({ code: 'history-copy-differs', message: /2026-11-23/ })
    expect(await everything(scene.relay)).toEqual(before)
    expect(await scene.relay.sortPast()).toBe(ROWS + 1)
    expect(await everything(scene.relay)).toEqual(before)
  })

  test('a relay that ends in the middle leaves the rest to another', async () => {
    const scene = await start()
    const before = await everything(scene.relay)
    const sorting = scene.relay.sortPast().catch(() => 0)
    await vi.waitFor(async () => expect(await scene.count(COPY)).toBeGreaterThan(0), { ...PATIENCE, interval: 1 })
    await scene.relay.close()
    await sorting
    const other = await scene.open()
    await sortWholly(scene, other)
    expect(await everything(other)).toEqual(before)
  })

  test('a server that crashes in the middle has all of them afterwards', async () => {
    const own = await PostgresServer.start()
    onTestFinished(() => own.remove())
    const scene = await start(own)
    const before = await everything(scene.relay)
    const sorting = scene.relay.sortPast().catch(() => 0)
    await vi.waitFor(async () => expect(await scene.count(COPY)).toBeGreaterThan(0), { ...PATIENCE, interval: 1 })
    await own.end('SIGKILL')
    await sorting
    await own.boot()
    const other = await scene.open()
    await sortWholly(scene, other)
    expect(await everything(other)).toEqual(before)
  })

  test('are sorted, removed and read also while the synchronous standby is away', async () => {
    const primary = await PostgresServer.start()
    onTestFinished(() => primary.remove())
    const standby = await PostgresServer.standbyOf(primary)
    onTestFinished(() => standby.remove())
    const scene = await start(primary)
    const before = await everything(scene.relay)
    await standby.end()
    expect(await sortWholly(scene)).toBe(ROWS + 1)
    expect(await everything(scene.relay)).toEqual(before)
    expect(await scene.relay.prune(MORNING + DAY_MS, 100)).toBe(ROWS + 1)
    expect((await everything(scene.relay)).inOrder).toHaveLength(50)
  })

  test('of a history that is there already are sorted by the first relay of this version', async () => {
    const database = await server.newDatabase()
    const [first = ''] = MIGRATIONS
    await server.query(
      database,
      `CREATE SCHEMA reason_history; CREATE TABLE reason_history.schema_version (version int NOT NULL);
       INSERT INTO reason_history.schema_version VALUES (1); SET search_path = reason_history; ${first}
       SELECT make_days('2026-11-22', '2026-11-24');
       SELECT insert_rows(${MORNING}, array_agg('agent' || n % ${AGENTS}), array_agg(${MORNING} + n),
                          array_agg('{"kind":"cti","agentId":"agent' || n % ${AGENTS} || '"}'))
       FROM generate_series(1::bigint, ${ROWS}) AS n`,
    )
    const relay = await openRelayOf(database, [server], { moment: () => MORNING + DAY_MS })
    const before = await everything(relay)
    expect(before.inOrder).toHaveLength(ROWS)
    expect(await relay.sortPast()).toBe(ROWS)
    expect(await everything(relay)).toEqual(before)
    const lease: Lease = await relay.lead('ccx1', patient)
    expect(await append(lease, rowsOf(MORNING + DAY_MS, 2))).toBe(ROWS + 1)
  })
})
