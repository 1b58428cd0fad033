/**
 * The history in PostgreSQL: how fast one agent's day is read out of many rows, and what an event costs to make durable,
 * beside the SQLite engine in the same run. The server is one of its own on the loopback address, and writes through to the disk
 * as a real one does.
 */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Draft } from '../../src/relay/history/history-store.ts'
import { draftOf } from '../../src/relay/history/journal.ts'
import { PostgresStore } from '../../src/relay/history/postgres-store.ts'
import { SqliteStore } from '../../src/relay/history/sqlite-store.ts'
import { ctiObservation } from '../support/observations.ts'
import { PostgresServer, settingsOf } from '../support/postgres.ts'
import { type BenchRow, median, percentile } from './bench-row.ts'

const DAY_MS = 86_400_000

/** A busy floor: its agents do something every three minutes, day and night. */
const AGENTS = 2_000
const ROWS_PER_DAY = 800_000

const ROWS = 2_400_000
const FULL_ROWS = 50_400_000

const READS = 1_000
const LOADERS = 2

/** What is appended to each engine, and how many times. */
const BATCHES = [
  { size: 1, rounds: 200 },
  { size: 100, rounds: 40 },
  { size: 1_000, rounds: 10 },
]

/** A frame of usual length. */
const RAW = '0000007d0000001e'.padEnd(250, '0a1b2c3d')

/**
 * Fills days before today: each day's table first, its indexes when it becomes a partition, as an import of many would. Rows of
 * one agent are spread over all of a day's table.
 */
async function load(server: PostgresServer, database: string, rows: number, today: number): Promise<number> {
  const days = rows / ROWS_PER_DAY
  const first = today - days * DAY_MS
  const loadDay = async (day: number): Promise<void> => {
    const morning = first + day * DAY_MS
    const table = `reason_history.observations_${new Date(morning).toISOString().slice(0, 10).replaceAll('-', '')}`
    await server.query(
      database,
      `DROP TABLE IF EXISTS ${table};
       CREATE TABLE ${table} (LIKE reason_history.observations);
       INSERT INTO ${table} (seq, agent_id, at, day, body)
       SELECT ${day * ROWS_PER_DAY} + n, 'agent' || n % ${AGENTS}, ${morning} + n * ${DAY_MS / ROWS_PER_DAY} - 1, ${dateOf(morning)},
              '{"kind":"cti","site":"ccx1","agentId":"agent' || n % ${AGENTS} || '","state":"NOT_READY","at":"' || ${morning} + n ||
              '","stateDuration":0,"client":"application","extension":"8510","seeded":false,"raw":"${RAW}","reason":71}'
       FROM generate_series(1, ${ROWS_PER_DAY}) AS n`,
    )
    await server.query(
      database,
      `ALTER TABLE reason_history.observations ATTACH PARTITION ${table}
       FOR VALUES FROM (${dateOf(morning)}) TO (${dateOf(morning + DAY_MS)})`,
    )
    await server.query(database, `VACUUM ANALYZE ${table}`)
  }
  let next = 0
  const loadNext = async (): Promise<void> => {
    while (next < days) {
      const day = next++
      await loadDay(day)
      if (rows === FULL_ROWS) console.log(`${((day + 1) * ROWS_PER_DAY) / 1e6} of ${rows / 1e6} million rows`)
    }
  }
  await Promise.all(Array.from({ length: LOADERS }, loadNext))
  await server.query(
    database,
    `INSERT INTO reason_history.milestones
     SELECT 1 + n * ${ROWS_PER_DAY / 144}, ${first} + n * 600000, ${first} + n * 600000
     FROM generate_series(0::bigint, ${days * 144 - 1}) AS n;
     UPDATE reason_history.head SET seq = ${rows}`,
  )
  // What was loaded is written out now, and not while a day is read.
  await server.ask('postgres', 'CHECKPOINT')
  return first
}

const dateOf = (moment: number): string => `date '${new Date(moment).toISOString().slice(0, 10)}'`

async function readRows(store: PostgresStore, first: number, rows: number): Promise<readonly BenchRow[]> {
  const days = rows / ROWS_PER_DAY
  const perAgent = ROWS_PER_DAY / AGENTS
  const times: number[] = []
  for (let read = 0; read < READS; read++) {
    // Another agent and another day each time; a day of a supervisor begins at his own midnight.
    const from = first + ((read * 7919) % Math.max(1, days - 1)) * DAY_MS + 5 * 3_600_000
    const started = performance.now()
    const found = await store.readAgent(`agent${(read * 104_729) % AGENTS}`, from, from + DAY_MS, 5_001)
    times.push(performance.now() - started)
    if (Math.abs(found.length - perAgent) > 2) throw new Error(`${found.length} rows instead of ${perAgent}`)
  }
  const name = `one agent's day (${perAgent} rows) out of ${rows}`
  return [
    { name: `${name}, p99`, value: percentile(times, 0.99), unit: 'ms', rival: null, ratio: null, limit: '<= 10' },
    { name: `${name}, p50`, value: median(times), unit: 'ms', rival: null, ratio: null, limit: null },
  ]
}

type Append = (drafts: readonly Draft[]) => Promise<unknown>

/** Both engines in turn, so that what the machine does besides strikes both. */
async function appendRows(ours: Append, rival: Append): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = []
  for (const { size, rounds } of BATCHES) {
    const times = { ours: [] as number[], rival: [] as number[] }
    for (let round = 0; round < rounds; round++) {
      for (const [name, append] of [
        ['ours', ours],
        ['rival', rival],
      ] as const) {
        const drafts = Array.from({ length: size }, (_, n) =>
          draftOf(ctiObservation(`agent${n % AGENTS}`, Date.now(), { raw: RAW })),
        )
        const started = performance.now()
        await append(drafts)
        times[name].push(((performance.now() - started) * 1000) / size)
      }
    }
    const [own, theirs] = [median(times.ours), median(times.rival)]
    const name = `one event made durable, in batches of ${size}`
    rows.push({ name, value: own, unit: 'µs', rival: 'SQLite', ratio: own / theirs, limit: null })
  }
  return rows
}

/** Measures the engine. @param isFull With 50,400,000 rows in 63 days: filling them takes minutes, and 35 GB. */
export async function bench(isFull: boolean): Promise<readonly BenchRow[]> {
  // With a log that no standby reads, a table that was just made is filled without being logged.
  const settings = ['max_wal_size=8GB', 'shared_buffers=512MB', 'wal_level=minimal', 'max_wal_senders=0']
  const server = await PostgresServer.start({ durable: true, settings })
  const folder = mkdtempSync(join(tmpdir(), 'reason-code-history-bench-'))
  try {
    return await measure(server, join(folder, 'history.db'), isFull ? FULL_ROWS : ROWS)
  } finally {
    await server.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(server: PostgresServer, file: string, rows: number): Promise<readonly BenchRow[]> {
  const database = await server.newDatabase()
  const open = () =>
    PostgresStore.open({
      settings: settingsOf(database, server),
      markFile: null,
      onFault: (error) => console.error(error.message),
    })
  // It makes the tables. One that ran meanwhile would follow all that is loaded.
  await (await open()).close()
  const first = await load(server, database, rows, Math.floor(Date.now() / DAY_MS) * DAY_MS)
  const store = await open()
  const sqlite = await SqliteStore.open(file, {
    now: Date.now,
    onSetAside: ({ path }) => console.error(path),
    onFault: (message) => console.error(message),
  })
  try {
    const reads = await readRows(store, first, rows)
    const lease = await store.lead('ccx1', new AbortController().signal)
    const writes = await appendRows(
      (drafts) => lease.append(drafts, randomUUID()),
      (drafts) => sqlite.append(drafts),
    )
    return [...reads, ...writes]
  } finally {
    await sqlite.close()
    await store.close()
  }
}
