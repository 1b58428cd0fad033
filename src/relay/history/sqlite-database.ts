import { randomUUID } from 'node:crypto'
import { accessSync, constants, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Draft, Row, Scope, StoreSize } from './history-store.ts'
import { packRows, type PackedRows } from './packed-rows.ts'
import { keptAside } from './sqlite-aside.ts'
import { sizeOf } from './sqlite-header.ts'
import { MarkWriter, readMark } from './sqlite-mark.ts'
import { checkedRow, rowSum } from './sqlite-row.ts'
import { lastGiven, migrate, NOTES, readNote, requireMigrated, transaction, writeNote } from './sqlite-schema.ts'

/**
 * What a connection is for. `own`: the relay's, which begins a history where there is none and marks how far it went;
 * `join`: a command's that writes beside a relay; `read`: reading only.
 */
export type OpenMode = 'own' | 'join' | 'read'

const FORGET_STEP = `
  DELETE FROM observations WHERE seq IN
    (SELECT seq FROM observations INDEXED BY observations_by_agent WHERE agent_id = ? LIMIT 200)`

/** A row of so much later than now was written by a clock that was wrong. Milliseconds. */
const AHEAD_MS = 86_400_000

/** How many of them in a row are looked past. */
const MAX_AHEAD = 20_000

/** Each waits as long as the connection does for whoever reads or writes. */
const EMPTY_LOG_ATTEMPTS = 5

/** What a batch is known by: the CTI site that it is of, and a name that no other has. */
export type Batch = { readonly site: string; readonly name: string }

/** Which history a file holds, and from where to where. */
export type Head = { readonly epoch: string; readonly lastSeq: number; readonly prunedTo: number }

/**
 * The history in one SQLite file, synchronous: it lives in a worker thread, because every commit waits for the disk.
 * WAL with `synchronous=FULL`: a commit that returned survives a power cut. What is deleted is written over.
 */
export class SqliteDatabase {
  readonly #file: string
  readonly #db: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()
  /** The connection, with each statement made once. */
  readonly #kept = { prepare: (sql: string) => this.#statement(sql) }
  readonly #epoch: string
  readonly #unsummedTo: number
  readonly #mark: MarkWriter | null
  /** The seq that the mark has yet to tell, because it could not be written. */
  #unmarked: number | null = null

  /** Opens the file, or makes it. @throws {Error} SQLite's own error when it is damaged or cannot be opened. */
  constructor(file: string, mode: OpenMode) {
    this.#file = file
    this.#db = new DatabaseSync(file, { readOnly: mode === 'read', timeout: 5_000 })
    this.#db.exec('PRAGMA cell_size_check = ON')
    if (mode !== 'read') {
      // The log is emptied by a commit, which waits for it: every 32 MB, so that not one in a hundred does beside retention.
      this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 8000;')
      // A log that a long reading has let grow does not keep its size.
      this.#db.exec('PRAGMA journal_size_limit = 67108864')
      // Who is to be forgotten must not stay in the file as bytes of deleted rows, nor of rows that were moved.
      this.#db.exec('PRAGMA secure_delete = ON')
    }
    this.#mark = mode === 'own' ? this.#begin(file) : null
    requireMigrated(this.#db)
    this.#epoch = readNote(this.#db, NOTES.epoch) ?? ''
    this.#unsummedTo = Number(readNote(this.#db, NOTES.unsummedTo) ?? 0)
  }

  /**
   * Makes the tables and the mark where there are none. Without its mark a history that has rows may be a copy that was
   * put back: what was published after the copy was made is not in it, and its seqs will be given again, in a new epoch.
   */
  #begin(file: string): MarkWriter {
    migrate(this.#db)
    // SQLite opens a file that cannot be written for reading, and would never try again.
    accessSync(file, constants.W_OK)
    const lastSeq = lastGiven(this.#db)
    if (lastSeq > 0 && readMark(file)?.epoch !== readNote(this.#db, NOTES.epoch)) {
      writeNote(this.#db, NOTES.epoch, randomUUID())
    }
    return new MarkWriter(file, { epoch: readNote(this.#db, NOTES.epoch) ?? '', lastSeq })
  }

  head(): Head {
    const first = this.#get('SELECT seq FROM observations ORDER BY seq LIMIT 1')?.['seq']
    const lastSeq = lastGiven(this.#kept)
    return { epoch: this.#epoch, lastSeq, prunedTo: first === undefined ? lastSeq : Number(first) - 1 }
  }

  /**
   * Makes a batch durable, all or nothing; answers the seq of its first.
   * @param batch What it is remembered by, in the same transaction: one that is there already is not written again, and answered
   * as it was then. The last one of each site is known. null: whoever appends does not do so twice.
   */
  append(drafts: readonly Draft[], batch: Batch | null = null): number {
    if (this.#unmarked !== null) this.#writeMark(this.#unmarked)
    const insert = this.#statement('INSERT INTO observations (seq, agent_id, at, body, sum) VALUES (?, ?, ?, ?, ?)')
    const [first, lastSeq] = transaction(this.#db, () => {
      const before = lastGiven(this.#kept)
      const known = batch === null ? null : this.#firstOf(batch)
      if (known !== null) return [known, before]
      for (const [index, { agentId, at, body }] of drafts.entries()) {
        const seq = before + 1 + index
        insert.run(seq, agentId, at, body, rowSum(seq, agentId, at, body))
      }
      if (batch) writeNote(this.#kept, `batch:${batch.site}`, `${batch.name} ${before + 1}`)
      return [before + 1, before + drafts.length]
    })
    this.#unmarked = lastSeq
    try {
      this.#writeMark(this.#unmarked)
    } catch {
      // What is durable must not be appended again: the next batch tries first, and fails where it still cannot be done.
    }
    return first
  }

  listSeqs({ agentIds, after, upTo }: Scope): Float64Array {
    const [index, bound, value] =
      'seq' in after
        ? ['observations_by_agent', 'seq > ?', after.seq]
        : ['observations_by_agent_and_time', 'at >= ?', after.time]
    const statement = this.#statement(
      // One value instead of many rows: each row costs more to hand over than to find.
      `SELECT json_group_array(seq) AS seqs FROM observations INDEXED BY ${index}
       WHERE agent_id IS ? AND ${bound} AND seq <= ?`,
    )
    const lists = [...agentIds, null].map((agentId) => {
      const list = statement.get(agentId, value, upTo)?.['seqs']
      return JSON.parse(typeof list === 'string' ? list : '[]') as readonly number[]
    })
    const seqs = new Float64Array(lists.reduce((sum, list) => sum + list.length, 0))
    let at = 0
    for (const list of lists) {
      seqs.set(list, at)
      at += list.length
    }
    return seqs.toSorted()
  }

  readRows(seqs: Float64Array): Row[] {
    return this.#statement(
      `SELECT seq, agent_id, at, body, sum FROM observations
       WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq`,
    )
      .all(JSON.stringify([...seqs]))
      .map((raw) => {
        const { seq, agentId, body } = this.#checked(raw)
        return { seq, agentId, body }
      })
  }

  readPacked(seqs: Float64Array): PackedRows {
    return packRows(this.readRows(seqs))
  }

  readAfter(seq: number, limit: number): (Row & { at: number })[] {
    return this.#statement('SELECT seq, agent_id, at, body, sum FROM observations WHERE seq > ? ORDER BY seq LIMIT ?')
      .all(seq, limit)
      .map(this.#checked)
  }

  readAgent(agentId: string, from: number, to: number, limit: number): (Row & { at: number })[] {
    return this.#statement(
      `SELECT * FROM (
         SELECT seq, agent_id, at, body, sum FROM observations WHERE agent_id = ?1 AND at >= ?2 AND at < ?3
         UNION ALL
         SELECT seq, agent_id, at, body, sum FROM observations WHERE agent_id IS NULL AND at >= ?2 AND at < ?3
       ) ORDER BY at, seq LIMIT ?4`,
    )
      .all(agentId, from, to, limit)
      .map(this.#checked)
  }

  keeps(agentIds: readonly string[]): ReadonlySet<string> {
    const kept = this.#statement(
      `SELECT value FROM json_each(?)
       WHERE EXISTS (SELECT 1 FROM observations INDEXED BY observations_by_agent WHERE agent_id = value)`,
    ).all(JSON.stringify(agentIds))
    return new Set(kept.map(({ value }) => String(value)))
  }

  noteListening(site: string, at: number): void {
    writeNote(this.#kept, `listening:${site}`, String(at))
  }

  /** The note is some seconds old at worst, so the newest event of the site, if it came after it, is among the last rows. */
  lastListening(site: string): number | null {
    const noted = readNote(this.#kept, `listening:${site}`)
    const newest = this.#get(
      `SELECT max(at) AS at FROM (SELECT at, body FROM observations ORDER BY seq DESC LIMIT 10000)
       WHERE body ->> 'kind' = 'cti' AND body ->> 'site' = ?`,
      site,
    )?.['at']
    const known = [noted, newest].filter((value) => typeof value === 'string' || typeof value === 'number')
    return known.length === 0 ? null : Math.max(...known.map(Number))
  }

  /**
   * Seqs grow with time, so the oldest rows are the first ones: no index on time alone is needed. What was written while the
   * clock was far ahead would never be past any moment: it goes with what was written after it.
   */
  prune(before: number, limit: number, now = Date.now()): { removed: number; prunedTo: number } {
    const oldest = this.#statement('SELECT seq, agent_id, at, body, sum FROM observations ORDER BY seq LIMIT ?')
    let [upTo, last, looked] = [0, 0, 0]
    for (const raw of oldest.iterate(Math.max(limit, MAX_AHEAD))) {
      const { seq, at } = this.#checked(raw)
      looked += 1
      if (looked <= limit) last = seq
      if (at < before) upTo = Math.min(seq, last)
      else if (at <= now + AHEAD_MS) break
      if (upTo > 0 && looked >= limit) break
    }
    if (upTo === 0) return { removed: 0, prunedTo: 0 }
    return { removed: this.#remove('DELETE FROM observations WHERE seq <= ?', upTo), prunedTo: upTo }
  }

  /** In steps, so that a relay beside can write meanwhile. The log holds copies of what was there: it is emptied as well. */
  forget(agentId: string): number {
    let removed = 0
    for (let step = -1; step !== 0; removed += step) step = this.#remove(FORGET_STEP, agentId)
    for (let attempt = 1; this.#get('PRAGMA wal_checkpoint(TRUNCATE)')?.['busy'] !== 0; attempt++) {
      if (attempt === EMPTY_LOG_ATTEMPTS) {
        throw new Error(`${removed} observations were removed, but the log, which has them still, is in use: try again`)
      }
    }
    return removed
  }

  size(): StoreSize {
    const page = Number(this.#get('PRAGMA page_size')?.['page_size'])
    const pages = Number(this.#get('PRAGMA page_count')?.['page_count'])
    const first = this.#get('SELECT seq, at FROM observations ORDER BY seq LIMIT 1')
    const last = this.#get('SELECT seq FROM observations ORDER BY seq DESC LIMIT 1')
    // Counting rows would read the whole file; the span of seqs is the count but for the persons forgotten.
    const rows = first === undefined || last === undefined ? 0 : Number(last['seq']) - Number(first['seq']) + 1
    const { bavail, bsize } = statfsSync(dirname(this.#file))
    // The log of changes grows for as long as somebody reads on without an end.
    return {
      bytes: page * pages + sizeOf(`${this.#file}-wal`),
      freeBytes: bavail * bsize,
      asideBytes: keptAside(this.#file).reduce((sum, { bytes }) => sum + bytes, 0),
      rows,
      oldest: first === undefined ? null : Number(first['at']),
    }
  }

  close(): void {
    this.#mark?.close()
    this.#db.close()
  }

  readonly #checked = (raw: Record<string, unknown>): Row & { readonly at: number } => checkedRow(raw, this.#unsummedTo)

  /** The seq that a batch began with; null where it is not the last of its site. */
  #firstOf({ site, name }: Batch): number | null {
    const [known, first] = readNote(this.#kept, `batch:${site}`)?.split(' ') ?? []
    return known === name ? Number(first) : null
  }

  #writeMark(lastSeq: number): void {
    this.#mark?.write({ epoch: this.#epoch, lastSeq })
    this.#unmarked = null
  }

  /** Removes rows and notes the last seq: the rows alone do not tell it any more. */
  #remove(sql: string, value: string | number): number {
    return transaction(this.#db, () => {
      const { changes } = this.#statement(sql).run(value)
      if (Number(changes) > 0) writeNote(this.#kept, NOTES.lastSeq, String(lastGiven(this.#kept)))
      return Number(changes)
    })
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
}
