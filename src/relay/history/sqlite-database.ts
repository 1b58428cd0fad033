import { randomUUID } from 'node:crypto'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Draft, Row, Scope, StoreSize } from './history-store.ts'

/** Version of the tables below, kept in `user_version`. A file of a higher one is refused. */
export const SCHEMA_VERSION = 1

/**
 * AUTOINCREMENT, so that a seq is never given twice, not even after the newest rows were removed.
 * Two indexes, because an agent is read both by time (his day) and by place (a resume); each ends in the row id.
 */
const SCHEMA = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE observations (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    agent_id TEXT,
    at INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX observations_by_agent ON observations (agent_id);
  CREATE INDEX observations_by_agent_and_time ON observations (agent_id, at);
  PRAGMA user_version = ${SCHEMA_VERSION};
`

/** Which history a file holds, and from where to where. */
export type Head = { readonly epoch: string; readonly lastSeq: number; readonly prunedTo: number }

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const toRow = (row: Record<string, unknown>): Row => ({
  seq: Number(row['seq']),
  agentId: textOrNull(row['agent_id']),
  body: text(row['body']),
})

/**
 * The history in one SQLite file, synchronous: it lives in a worker thread, because every commit waits for the disk.
 * WAL with `synchronous=FULL`: a commit that returned survives a power cut. What is deleted is written over.
 */
export class SqliteDatabase {
  readonly #db: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  /** Opens the file, or makes it. @throws {Error} SQLite's own error when it is damaged or cannot be opened. */
  constructor(file: string, options: { readonly readOnly: boolean }) {
    this.#db = new DatabaseSync(file, { readOnly: options.readOnly, timeout: 5_000 })
    if (options.readOnly) return
    this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;')
    // Who is to be forgotten must not stay in the file as bytes of deleted rows, nor of rows that were moved.
    this.#db.exec('PRAGMA secure_delete = ON')
    const version = Number(this.#db.prepare('PRAGMA user_version').get()?.['user_version'])
    if (version > SCHEMA_VERSION) {
      this.#db.close()
      throw new Error(
        `the file has version ${version}, this program knows ${SCHEMA_VERSION} at most: install a newer one`,
      )
    }
    if (version === 0) {
      this.#transaction(() => {
        this.#db.exec(SCHEMA)
        this.#run(`INSERT INTO meta VALUES ('epoch', ?)`, randomUUID())
      })
    }
  }

  head(): Head {
    const epoch = this.#get(`SELECT value FROM meta WHERE key = 'epoch'`)?.['value']
    const last = this.#get(`SELECT seq FROM sqlite_sequence WHERE name = 'observations'`)?.['seq']
    const first = this.#get('SELECT seq FROM observations ORDER BY seq LIMIT 1')?.['seq']
    const lastSeq = Number(last ?? 0)
    return { epoch: text(epoch), lastSeq, prunedTo: first === undefined ? lastSeq : Number(first) - 1 }
  }

  append(drafts: readonly Draft[]): number {
    const insert = this.#statement('INSERT INTO observations (agent_id, at, body) VALUES (?, ?, ?)')
    let last = 0
    this.#transaction(() => {
      for (const { agentId, at, body } of drafts) last = Number(insert.run(agentId, at, body).lastInsertRowid)
    })
    return last - drafts.length + 1
  }

  listSeqs({ agentIds, after, upTo }: Scope): Float64Array {
    const [index, bound, value] =
      'seq' in after
        ? ['observations_by_agent', 'seq > ?', after.seq]
        : ['observations_by_agent_and_time', 'at >= ?', after.time]
    const statement = this.#statement(
      `SELECT seq FROM observations INDEXED BY ${index} WHERE agent_id IS ? AND ${bound} AND seq <= ?`,
    )
    const seqs: number[] = []
    for (const agentId of [...agentIds, null]) {
      for (const row of statement.iterate(agentId, value, upTo)) seqs.push(Number(row['seq']))
    }
    return Float64Array.from(seqs).toSorted()
  }

  readRows(seqs: Float64Array): Row[] {
    return this.#statement(
      `SELECT seq, agent_id, body FROM observations
       WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq`,
    )
      .all(JSON.stringify([...seqs]))
      .map(toRow)
  }

  readAfter(seq: number, limit: number): (Row & { at: number })[] {
    return this.#statement('SELECT seq, agent_id, at, body FROM observations WHERE seq > ? ORDER BY seq LIMIT ?')
      .all(seq, limit)
      .map((row) => ({ ...toRow(row), at: Number(row['at']) }))
  }

  readAgent(agentId: string, from: number, to: number, limit: number): (Row & { at: number })[] {
    return this.#statement(
      `SELECT * FROM (
         SELECT seq, agent_id, at, body FROM observations WHERE agent_id = ?1 AND at >= ?2 AND at < ?3
         UNION ALL
         SELECT seq, agent_id, at, body FROM observations WHERE agent_id IS NULL AND at >= ?2 AND at < ?3
       ) ORDER BY at, seq LIMIT ?4`,
    )
      .all(agentId, from, to, limit)
      .map((row) => ({ ...toRow(row), at: Number(row['at']) }))
  }

  noteListening(site: string, at: number): void {
    this.#run('INSERT OR REPLACE INTO meta VALUES (?, ?)', `listening:${site}`, String(at))
  }

  /** The note is some seconds old at worst, so the newest event of the site, if it came after it, is among the last rows. */
  lastListening(site: string): number | null {
    const noted = this.#get('SELECT value FROM meta WHERE key = ?', `listening:${site}`)?.['value']
    const newest = this.#get(
      `SELECT max(at) AS at FROM (SELECT at, body FROM observations ORDER BY seq DESC LIMIT 10000)
       WHERE body ->> 'kind' = 'cti' AND body ->> 'site' = ?`,
      site,
    )?.['at']
    const known = [noted, newest].filter((value) => typeof value === 'string' || typeof value === 'number')
    return known.length === 0 ? null : Math.max(...known.map(Number))
  }

  /** Seqs grow with time, so the oldest rows are the first ones: no index on time alone is needed. */
  prune(before: number, limit: number): { removed: number; prunedTo: number } {
    const oldest = this.#statement('SELECT seq, at FROM observations ORDER BY seq LIMIT ?').all(limit)
    let upTo = 0
    for (const row of oldest) {
      if (Number(row['at']) >= before) break
      upTo = Number(row['seq'])
    }
    if (upTo === 0) return { removed: 0, prunedTo: 0 }
    return { removed: this.#run('DELETE FROM observations WHERE seq <= ?', upTo), prunedTo: upTo }
  }

  /** The log holds copies of what was there: it is emptied as well. */
  forget(agentId: string): number {
    const removed = this.#run('DELETE FROM observations WHERE agent_id = ?', agentId)
    this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    return removed
  }

  size(): StoreSize {
    const page = Number(this.#get('PRAGMA page_size')?.['page_size'])
    const pages = Number(this.#get('PRAGMA page_count')?.['page_count'])
    const first = this.#get('SELECT seq, at FROM observations ORDER BY seq LIMIT 1')
    const last = this.#get('SELECT seq FROM observations ORDER BY seq DESC LIMIT 1')
    // Counting rows would read the whole file; the span of seqs is the count but for the persons forgotten.
    const rows = first === undefined || last === undefined ? 0 : Number(last['seq']) - Number(first['seq']) + 1
    return { bytes: page * pages, rows, oldest: first === undefined ? null : Number(first['at']) }
  }

  close(): void {
    this.#db.close()
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (!statement) {
      statement = this.#db.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }

  #get(sql: string, ...values: (string | number | null)[]): Record<string, unknown> | undefined {
    return this.#statement(sql).get(...values)
  }

  #run(sql: string, ...values: (string | number | null)[]): number {
    return Number(this.#statement(sql).run(...values).changes)
  }

  #transaction(work: () => void): void {
    this.#db.exec('BEGIN IMMEDIATE')
    try {
      work()
      this.#db.exec('COMMIT')
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK')
      throw error
    }
  }
}
