import { DatabaseSync } from 'node:sqlite'
import { SqliteDatabase } from '../../../src/relay/history/sqlite-database.ts'
import { rowSum } from '../../../src/relay/history/sqlite-row.ts'

/** A history of many observations, spread evenly over its agents and its time. Milliseconds. */
export type LargeHistory = {
  readonly rows: number
  readonly agents: number
  readonly from: number
  readonly to: number
}

/** Rows inserted in one go, between which whoever waits gets a turn. */
const CHUNK = 100_000

/** A reasonable length of a UCCX agent state event, in hex. */
const RAW = '0123456789abcdef'.repeat(16)

export const agentOf = (number: number): string => `agent${10_000 + number}`

/** Pseudo-random whole numbers from 0 up to a limit, the same ones each time. */
export function* numbersBelow(limit: number): Generator<number, never> {
  for (let state = 1; ;) {
    state = (state * 48_271) % 2_147_483_647
    yield state % limit
  }
}

/**
 * Fills a file with the tables of the relay as fast as SQLite can: without a log, and with the indexes made at the end.
 * A crash leaves nothing that can be used.
 */
export async function fillHistory(file: string, { rows, agents, from, to }: LargeHistory): Promise<void> {
  new SqliteDatabase(file, 'own').close()
  const db = new DatabaseSync(file)
  try {
    db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144')
    const indexes = db.prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL`).all()
    for (const { name } of indexes) db.exec(`DROP INDEX ${String(name)}`)
    const insert = db.prepare('INSERT INTO observations (seq, agent_id, at, body, sum) VALUES (?, ?, ?, ?, ?)')
    const numbers = numbersBelow(agents)
    for (let seq = 1; seq <= rows;) {
      db.exec('BEGIN')
      for (const end = Math.min(seq + CHUNK, rows + 1); seq < end; seq++) {
        const agentId = agentOf(numbers.next().value)
        const at = Math.floor(from + ((to - from) * seq) / rows)
        const body = bodyOf(agentId, at, seq)
        insert.run(seq, agentId, at, body, rowSum(seq, agentId, at, body))
      }
      db.exec('COMMIT')
      await new Promise((resolve) => setImmediate(resolve))
    }
    for (const { sql } of indexes) db.exec(String(sql))
    db.exec('PRAGMA journal_mode = WAL')
  } finally {
    db.close()
  }
}

/** As `JSON.stringify` would have it, and many times as fast. */
const bodyOf = (agentId: string, at: number, number: number): string =>
  `{"kind":"cti","site":"ccx1","agentId":"${agentId}","state":"NOT_READY","reason":${1 + (number % 99)},` +
  `"at":"${new Date(at).toISOString()}","stateDuration":0,"client":"application","extension":"8510","seeded":false,"raw":"${RAW}"}`
