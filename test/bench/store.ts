/**
 * The history with ten million observations: an agent's day, the start of the relay, and what retention does to those who
 * write. All of it beside bare SQLite in the same run. The file lies in a temporary folder, some 7 GB, and is removed.
 */
import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { Housekeeping } from '../../src/relay/history/housekeeping.ts'
import { rowText } from '../../src/relay/history/history-store.ts'
import { SqliteStore } from '../../src/relay/history/sqlite-store.ts'
import { createLog } from '../../src/relay/log.ts'
import { createMetrics } from '../../src/relay/metrics.ts'
import { LoopbackCtiServer } from '../support/cti-server.ts'
import { type BenchRow, median, percentile } from './bench-row.ts'
import { agentOf, fillHistory, type LargeHistory, numbersBelow } from './store/large-history.ts'

const DAY_MS = 86_400_000
const DAYS = 30
const AGENTS = 2_400
const ROWS = 10_000_000
/** What the history takes, twice: its log and what others write meanwhile need room as well. */
const NEEDED_BYTES = 16 * 1024 ** 3

const QUERIES = 1_000
const STARTS = 5
const WRITING_MS = 4_000
const WRITING_ROUNDS = 5
/** 800 events a second, as they come. */
const BEAT_MS = 10
const EVENTS_PER_BEAT = 8

const none = { rival: null, ratio: null, limit: null }

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

async function openStore(file: string): Promise<SqliteStore> {
  return SqliteStore.open(file, {
    now: Date.now,
    onSetAside: ({ cause }) => {
      throw cause
    },
    onLetGo: () => undefined,
    onThreadEnd: (cause) => {
      throw cause
    },
    onFault: (message, cause) => {
      throw new Error(message, { cause })
    },
  })
}

/** The day of one agent, by the relay's store and by a SELECT of the same rows in this very thread, in turns. */
async function queryRows(file: string, { from }: LargeHistory): Promise<readonly BenchRow[]> {
  const store = await openStore(file)
  const bare = new DatabaseSync(file, { readOnly: true })
  const select = bare.prepare(
    'SELECT seq, agent_id, at, body FROM observations WHERE agent_id = ? AND at >= ? AND at < ? ORDER BY at, seq',
  )
  const agents = numbersBelow(AGENTS)
  const days = numbersBelow(DAYS)
  const [own, rival, counts]: [number[], number[], number[]] = [[], [], []]
  for (let query = 0; query < QUERIES; query++) {
    const agentId = agentOf(agents.next().value)
    const day = from + days.next().value * DAY_MS
    let [texts, rows] = [0, 0]
    const ours = async () => {
      texts = (await store.readAgent(agentId, day, day + DAY_MS, 5_001)).map(rowText).length
    }
    const theirs = async () => {
      rows = select.all(agentId, day, day + DAY_MS).length
    }
    // Whoever comes second finds the pages in memory: they take turns.
    if (query % 2 === 0) own.push(await timeOf(ours))
    rival.push(await timeOf(theirs))
    if (query % 2 === 1) own.push(await timeOf(ours))
    if (texts !== rows) throw new Error(`${texts} rows of ${agentId} instead of ${rows}`)
    counts.push(rows)
  }
  bare.close()
  await store.close()
  const [ownWorst, rivalWorst] = [percentile(own, 0.99), percentile(rival, 0.99)]
  return [
    {
      name: `a day of one agent (${median(counts)} observations of ${ROWS}), 99 of 100`,
      value: ownWorst,
      unit: 'ms',
      rival: 'a bare SELECT',
      ratio: ownWorst / rivalWorst,
      limit: '<= 10',
    },
    { name: 'the same, median', value: median(own), unit: 'ms', ...none },
    { name: 'the rival: a bare SELECT in the same thread, 99 of 100', value: rivalWorst, unit: 'ms', ...none },
  ]
}

/** A process of Node's that ends with the bench, however that ends. */
function start(file: URL, args: readonly string[]) {
  const child = fork(file, [...args], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  const ended = once(child, 'exit').then(([code]) => {
    process.off('exit', kill)
    return code as number | null
  })
  const failed = ended.then((code) => {
    throw new Error(`a process of the bench ended with code ${String(code)}`)
  })
  failed.catch(() => undefined)
  const said = Promise.race([once(child, 'message'), failed]).then(([message]) => message as unknown)
  return { child, ended, said }
}

/** Milliseconds from the start of the relay's process to the first 200 of `/readyz`. */
async function startRelay(configFile: string): Promise<number> {
  const started = performance.now()
  const { child, ended, said } = start(new URL('../../src/relay/main.ts', import.meta.url), ['--config', configFile])
  const { listening } = (await said) as { listening: string }
  while ((await fetch(`${listening}/readyz`)).status !== 200) await pause(1)
  const ready = performance.now() - started
  child.kill('SIGTERM')
  if ((await ended) !== 0) throw new Error('the relay did not end in order')
  return ready
}

/** The same for a process that opens the database and does nothing else. */
async function startBare(file: string): Promise<number> {
  const started = performance.now()
  const { ended, said } = start(new URL('./store/open-database.ts', import.meta.url), [file])
  // The relays that started before have written what they heard.
  if (Number(await said) < ROWS) throw new Error('rows are missing')
  const ready = performance.now() - started
  await ended
  return ready
}

async function startRows(folder: string, file: string): Promise<readonly BenchRow[]> {
  const cti = await LoopbackCtiServer.listen('uccx')
  const configFile = join(folder, 'relay.json')
  writeFileSync(
    configFile,
    JSON.stringify({
      listen: { port: 0 },
      allowedOrigins: ['https://finesse.example.com:8445'],
      cti: [{ site: 'ccx1', dialect: 'uccx', servers: [cti.address] }],
      history: { file },
      log: { level: 'warn' },
    }),
  )
  const [own, rival]: [number[], number[]] = [[], []]
  for (let round = 0; round < STARTS; round++) {
    own.push(await startRelay(configFile))
    rival.push(await startBare(file))
  }
  await cti.close()
  return [
    {
      name: `start with ${ROWS} observations, process to ready`,
      value: median(own),
      unit: 'ms',
      rival: 'a process that only opens the database',
      ratio: median(own) / median(rival),
      limit: '<= 2000',
    },
    { name: 'the same, the slowest of five', value: Math.max(...own), unit: 'ms', ...none },
    { name: 'the rival: Node and its SQLite', value: median(rival), unit: 'ms', ...none },
  ]
}

/** How long each commit of a steady stream takes, in milliseconds. */
async function commits(store: SqliteStore): Promise<readonly number[]> {
  const agents = numbersBelow(AGENTS)
  const lease = await store.lead('ccx1')
  const times: number[] = []
  const began = performance.now()
  for (let due = began; due < began + WRITING_MS; due += BEAT_MS) {
    await pause(Math.max(0, due - performance.now()))
    const drafts = Array.from({ length: EVENTS_PER_BEAT }, () => {
      const agentId = agentOf(agents.next().value)
      return { agentId, at: Date.now(), body: `{"kind":"cti","site":"ccx1","agentId":"${agentId}"}` }
    })
    times.push(await timeOf(() => lease.append(drafts, randomUUID())))
  }
  return times
}

/** What removing what is past the retention does to those who write: with and without it in turns, as a disk is not always as fast. */
async function retentionRows(file: string): Promise<readonly BenchRow[]> {
  const store = await openStore(file)
  const before = store.prunedTo
  const [alone, beside]: [number[], number[]] = [[], []]
  for (let round = 0; round < WRITING_ROUNDS; round++) {
    alone.push(...(await commits(store)))
    const housekeeping = new Housekeeping({
      store,
      retentionDays: DAYS - 10,
      metrics: createMetrics(),
      log: createLog('silent'),
      now: Date.now,
    })
    housekeeping.start()
    beside.push(...(await commits(store)))
    housekeeping.stop()
  }
  const removed = store.prunedTo - before
  await store.close()
  if (removed === 0) throw new Error('nothing was removed')
  // Of a hundred commits the slowest wait for the disk, with and without retention, and scatter too much to be compared.
  const [own, rival] = [percentile(beside, 0.95), percentile(alone, 0.95)]
  return [
    {
      name: 'a commit beside retention at 800 events a second, 95 of 100',
      value: own,
      unit: 'ms',
      rival: 'the same without retention',
      ratio: own / rival,
      limit: 'ratio <= 3',
    },
    { name: 'the same, 99 of 100', value: percentile(beside, 0.99), unit: 'ms', ...none },
    { name: 'the same, the slowest', value: Math.max(...beside), unit: 'ms', ...none },
    { name: 'the rival: without retention, 95 of 100', value: rival, unit: 'ms', ...none },
    { name: 'the rival, 99 of 100', value: percentile(alone, 0.99), unit: 'ms', ...none },
    { name: 'the rival, the slowest', value: Math.max(...alone), unit: 'ms', ...none },
    {
      name: 'removed meanwhile',
      value: removed / ((WRITING_ROUNDS * WRITING_MS) / 1000),
      unit: 'observations/s',
      ...none,
    },
  ]
}

/** Measures the store. @throws {Error} where there is no room for it. */
export async function bench(): Promise<readonly BenchRow[]> {
  const { bavail, bsize } = statfsSync(tmpdir())
  if (bavail * bsize < NEEDED_BYTES) {
    throw new Error(`there must be ${NEEDED_BYTES / 1024 ** 3} GiB free in ${tmpdir()}`)
  }
  const folder = mkdtempSync(join(tmpdir(), 'reason-code-history-bench-'))
  const clean = (): void => rmSync(folder, { recursive: true, force: true })
  process.once('exit', clean)
  const file = join(folder, 'history.db')
  const to = Date.now()
  const history: LargeHistory = { rows: ROWS, agents: AGENTS, from: to - DAYS * DAY_MS, to }
  const filled = await timeOf(() => fillHistory(file, history))
  console.log(`filled in ${(filled / 1000).toFixed(0)} s`)
  const gibibytes = statSync(file).size / 1024 ** 3
  return [
    ...(await queryRows(file, history)),
    ...(await startRows(folder, file)),
    ...(await retentionRows(file)),
    { name: `the file of ${ROWS} observations`, value: gibibytes, unit: 'GiB', ...none },
  ]
}
