/**
 * The history in PostgreSQL: how fast one agent's day is read out of many rows, what sorting a day that is over does to those who
 * write, and what an event costs to make durable, beside the SQLite engine in the same run. The server is one of its own on the
 * loopback address, and writes through to the disk as a real one does. Its own memory holds a day and a little more; of 50 million
 * rows, 30 GB, many are in no memory at all when they are asked for.
 */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Draft, Lease } from '../../src/relay/history/history-store.ts'
import { draftOf } from '../../src/relay/history/journal.ts'
import { dayTable } from '../../src/relay/history/postgres-schema.ts'
import { PostgresStore } from '../../src/relay/history/postgres-store.ts'
import { SqliteStore } from '../../src/relay/history/sqlite-store.ts'
import { ctiObservation } from '../support/observations.ts'
import { PostgresServer, settingsOf } from '../support/postgres.ts'
import { type BenchRow, median, percentile } from './bench-row.ts'
import { numbersBelow } from './store/large-history.ts'

const DAY_MS = 86_400_000

/** A busy floor: its agents do something every three minutes, day and night. */
const AGENTS = 2_000
const ROWS_PER_DAY = 800_000

const ROWS = 2_400_000
const FULL_ROWS = 50_400_000

const READS = 1_000
const LOADERS = 2

/** 800 events a second, as they come. */
const BEAT_MS = 10
const EVENTS_PER_BEAT = 8
const WRITING_MS = 10_000

/** As PostgresSorter has it: rows that are sorted together. */
const SLICE_ROWS = 200_000

/** What is appended to each engine, and how many times. */
const BATCHES = [
  { size: 1, rounds: 200 },
  { size: 100, rounds: 40 },
  { size: 1_000, rounds: 10 },
]

/** A frame of usual length. */
const RAW = '0000007d0000001e'.padEnd(250, '0a1b2c3d')

/** What is in the history: `rows` of days that are over, from `first` on, and as many as are of one day between midnight and now. */
type Loaded = { readonly rows: number; readonly first: number; readonly today: number; readonly now: number }

/**
 * Fills the days: each day's table first, its indexes when it becomes a partition, as an import of many would. Rows lie as they
 * do where relays have run: sorted by agents but for those of yesterday, which the relay has still to sort, and today's.
 */
async function load(server: PostgresServer, database: string, rows: number): Promise<Loaded> {
  const now = Date.now()
  const today = Math.floor(now / DAY_MS) * DAY_MS
  const days = rows / ROWS_PER_DAY
  const first = today - days * DAY_MS
  const loadDay = async (day: number): Promise<void> => {
    const morning = first + day * DAY_MS
    const [date, next] = [dateOf(morning), dateOf(morning + DAY_MS)]
    const table = `reason_history.${dayTable(date)}`
    const isSorted = day < days - 1
    // Of each slice the agents in turn, and of each his rows; or row after row.
    const source = isSorted
      ? `generate_series(0, ${ROWS_PER_DAY / SLICE_ROWS - 1}) AS slice, generate_series(1, ${AGENTS}) AS agent,
         generate_series(0, ${SLICE_ROWS / AGENTS - 1}) AS k, LATERAL (SELECT slice * ${SLICE_ROWS} + k * ${AGENTS} + agent AS n) AS row`
      : `generate_series(1, ${ROWS_PER_DAY}) AS n`
    const step = Math.min(DAY_MS, now - morning) / ROWS_PER_DAY
    await server.query(
      database,
      `DROP TABLE IF EXISTS ${table};
       CREATE TABLE ${table} (LIKE reason_history.observations);
       INSERT INTO ${table} (seq, agent_id, at, day, body)
       SELECT ${day * ROWS_PER_DAY} + n, 'agent' || n % ${AGENTS}, ${morning} + n * ${step} - 1, date '${date}',
              '{"kind":"cti","site":"ccx1","agentId":"agent' || n % ${AGENTS} || '","state":"NOT_READY","at":"' || ${morning} + n ||
              '","stateDuration":0,"client":"application","extension":"8510","seeded":false,"raw":"${RAW}","reason":71}'
       FROM ${source}`,
    )
    await server.query(
      database,
      `ALTER TABLE reason_history.observations ATTACH PARTITION ${table} FOR VALUES FROM ('${date}') TO ('${next}')`,
    )
    await server.query(database, `VACUUM ANALYZE ${table}`)
    if (isSorted) await server.query(database, `INSERT INTO reason_history.sorted_days VALUES ('${date}')`)
  }
  let next = 0
  const loadNext = async (): Promise<void> => {
    while (next <= days) {
      const day = next++
      await loadDay(day)
      if (rows === FULL_ROWS) console.log(`day ${day + 1} of ${days + 1} is filled`)
    }
  }
  await Promise.all(Array.from({ length: LOADERS }, loadNext))
  await server.query(
    database,
    `INSERT INTO reason_history.milestones
     SELECT 1 + n * ${ROWS_PER_DAY / 144}, ${first} + n * 600000, ${first} + n * 600000
     FROM generate_series(0::bigint, ${days * 144}) AS n;
     UPDATE reason_history.head SET seq = ${rows + ROWS_PER_DAY}`,
  )
  // What was loaded is written out now, and not while a day is read.
  await server.ask('postgres', 'CHECKPOINT')
  return { rows, first, today, now }
}

const dateOf = (moment: number): string => new Date(moment).toISOString().slice(0, 10)

const none = { rival: null, ratio: null, limit: null }

/** How long it takes to read days, milliseconds each. @param whose The agent and the days begin of a read. */
async function timesOf(store: PostgresStore, whose: () => readonly [agent: string, from: number, to: number]) {
  const times: number[] = []
  for (let read = 0; read < READS; read++) {
    const [agent, from, to] = whose()
    const started = performance.now()
    const found = await store.readAgent(agent, from, to, 5_001)
    times.push(performance.now() - started)
    if (found.length < ROWS_PER_DAY / AGENTS - 2) throw new Error(`${found.length} rows of ${agent}`)
  }
  return times
}

const rowsOf = (name: string, times: readonly number[]): readonly BenchRow[] => [
  { ...none, name: `${name}, p99`, value: percentile(times, 0.99), unit: 'ms', limit: '<= 10' },
  { ...none, name: `${name}, p50`, value: median(times), unit: 'ms' },
]

/** Another agent and another day each time, of all that is there; a day of a supervisor begins at his own midnight. */
async function readRows(store: PostgresStore, { rows, first }: Loaded): Promise<readonly BenchRow[]> {
  const agents = numbersBelow(AGENTS)
  const days = numbersBelow(rows / ROWS_PER_DAY - 1)
  const times = await timesOf(store, () => {
    const from = first + days.next().value * DAY_MS + 5 * 3_600_000
    return [`agent${agents.next().value}`, from, from + DAY_MS]
  })
  return rowsOf(`one agent's day (${ROWS_PER_DAY / AGENTS} rows) out of ${rows}`, times)
}

/** The day that is not over lies in the order of time, and is written to while it is read. */
async function readToday(store: PostgresStore, lease: Lease, { today }: Loaded): Promise<readonly BenchRow[]> {
  const agents = numbersBelow(AGENTS)
  let isOver = false
  const writing = write(lease, () => isOver)
  try {
    const times = await timesOf(store, () => [`agent${agents.next().value}`, today, Date.now()])
    return rowsOf('one agent’s present day, written to 800 times a second', times)
  } finally {
    isOver = true
    await writing
  }
}

/** A steady stream of events; answers how long each commit took, in milliseconds. */
async function write(lease: Lease, isOver: () => boolean): Promise<readonly number[]> {
  const agents = numbersBelow(AGENTS)
  const times: number[] = []
  for (let due = performance.now(); !isOver(); due += BEAT_MS) {
    await pause(Math.max(0, due - performance.now()))
    const drafts = Array.from({ length: EVENTS_PER_BEAT }, () =>
      draftOf(ctiObservation(`agent${agents.next().value}`, Date.now(), { raw: RAW })),
    )
    const started = performance.now()
    await lease.append(drafts, randomUUID())
    times.push(performance.now() - started)
  }
  return times
}

/** What sorting yesterday does to those who write. */
async function sortRows(store: PostgresStore, lease: Lease): Promise<readonly BenchRow[]> {
  const end = performance.now() + WRITING_MS
  const alone = await write(lease, () => performance.now() >= end)
  const started = performance.now()
  let isOver = false
  const sorting = store.sortPast().finally(() => (isOver = true))
  const beside = await write(lease, () => isOver)
  const sorted = await sorting
  const seconds = (performance.now() - started) / 1000
  if (sorted !== ROWS_PER_DAY || (await store.sortPast()) !== 0) throw new Error(`${sorted} rows were sorted`)
  const [own, rival] = [percentile(beside, 0.99), percentile(alone, 0.99)]
  return [
    { ...none, name: `a day of ${sorted} rows is sorted, at half speed`, value: seconds, unit: 's' },
    {
      name: 'a commit beside that at 800 events a second, p99',
      value: own,
      unit: 'ms',
      rival: 'the same without sorting',
      ratio: own / rival,
      limit: null,
    },
    { ...none, name: 'the same, the slowest', value: Math.max(...beside), unit: 'ms' },
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
    const writes = await measureAppends(server, join(folder, 'history.db'))
    return [...(await measureDays(server, isFull ? FULL_ROWS : ROWS)), ...writes]
  } finally {
    await server.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}

const open = (server: PostgresServer, database: string): Promise<PostgresStore> =>
  PostgresStore.open({
    settings: settingsOf(database, server),
    markFile: null,
    onFault: (error) => console.error(error.message),
  })

const lead = (store: PostgresStore): Promise<Lease> => store.lead('ccx1', new AbortController().signal)

/** Both engines begin with nothing. */
async function measureAppends(server: PostgresServer, file: string): Promise<readonly BenchRow[]> {
  const store = await open(server, await server.newDatabase())
  const sqlite = await SqliteStore.open(file, {
    now: Date.now,
    onSetAside: ({ path }) => console.error(path),
    onLetGo: (path) => console.error(path),
    onThreadEnd: ({ message }) => console.error(message),
    onFault: (message) => console.error(message),
  })
  try {
    const [ours, rival] = [await lead(store), await sqlite.lead('ccx1')]
    return await appendRows(
      (drafts) => ours.append(drafts, randomUUID()),
      (drafts) => rival.append(drafts, randomUUID()),
    )
  } finally {
    await sqlite.close()
    await store.close()
  }
}

async function measureDays(server: PostgresServer, rows: number): Promise<readonly BenchRow[]> {
  const database = await server.newDatabase()
  // It makes the tables. One that ran meanwhile would follow all that is loaded.
  await (await open(server, database)).close()
  const loaded = await load(server, database, rows)
  const store = await open(server, database)
  try {
    const lease = await lead(store)
    const sorting = await sortRows(store, lease)
    return [...(await readRows(store, loaded)), ...(await readToday(store, lease, loaded)), ...sorting]
  } finally {
    await store.close()
  }
}
