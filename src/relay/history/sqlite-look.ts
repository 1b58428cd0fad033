import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { damageAtStart, DamageError } from './sqlite-damage.ts'
import { checkHeader } from './sqlite-header.ts'
import { readMark } from './sqlite-mark.ts'
import { checkedRow } from './sqlite-row.ts'
import { checkedVersion, lastGiven, NOTES, readNote, SCHEMA_VERSION } from './sqlite-schema.ts'

/** A file of at most this size is looked at wholly at the start, which takes less than a second. */
const SMALL_BYTES = 32 * 1024 * 1024

/** Of a larger one, so many of the newest rows: no fewer than a start reads for other reasons. */
const NEWEST_ROWS = 10_000

/** Rows looked at in one go, in a read transaction of its own, so that the log can be emptied in between. */
export const LOOK_ROWS = 2_000

/**
 * Looks at a history before it is opened for writing, through a connection that changes nothing: what is damaged is set
 * aside as it was found.
 * @returns whether all of it was looked at; of a large file only what a start cannot do without was.
 * @throws {DamageError} or SQLite's own error.
 */
export function lookAtStart(file: string): boolean {
  checkHeader(file)
  // Before the history itself, which another program may be writing.
  const mark = readMark(file)
  if (!existsSync(file)) {
    if (mark) throw new DamageError('it is gone, but not the mark of how far it went')
    return true
  }
  const db = new DatabaseSync(file, { readOnly: true, timeout: 5_000 })
  try {
    // One state of the file, whoever writes to it meanwhile.
    db.exec('BEGIN')
    const version = checkedVersion(db)
    const lastSeq = version === 0 ? 0 : checkedLastSeq(db, version)
    if (mark && lastSeq < mark.lastSeq) {
      throw new DamageError(
        `it ends with observation ${lastSeq}, but ${mark.lastSeq} was published. ` +
          `Is it a backup? Then put it back without the file that ends in -mark`,
      )
    }
    if (version < SCHEMA_VERSION) return version === 0
    if (bytesOf(db) > SMALL_BYTES) {
      lookAtRows(db, Math.max(0, lastSeq - NEWEST_ROWS), NEWEST_ROWS)
      return false
    }
    lookAtPages(db)
    for (let after: number | null = 0; after !== null;) after = lookAtRows(db, after, LOOK_ROWS)
    return true
  } catch (error) {
    throw damageAtStart(error) ?? error
  } finally {
    db.close()
  }
}

/** The last seq, as the rows, the sequence and the note of the last removal agree on it. */
function checkedLastSeq(db: DatabaseSync, version: number): number {
  const given = lastGiven(db)
  const last = Number(db.prepare('SELECT max(seq) AS seq FROM observations').get()?.['seq'] ?? 0)
  const noted = version < SCHEMA_VERSION ? given : Number(readNote(db, NOTES.lastSeq))
  if (given !== Math.max(last, noted)) throw new DamageError(`its sequence is ${given}, its last observation ${last}`)
  return given
}

const bytesOf = (db: DatabaseSync): number => Number(db.prepare('PRAGMA page_count').get()?.['page_count']) * 4096

/** Looks at the structure of every page. @throws {DamageError} */
export function lookAtPages(db: DatabaseSync): void {
  const found = db.prepare('PRAGMA quick_check(1)').get()?.['quick_check']
  if (found !== 'ok') throw new DamageError(String(found))
}

/**
 * Looks at the next rows after a seq, their checksums and their entries in the indexes.
 * @returns the last seq looked at, or null where there are no more.
 * @throws {DamageError}
 */
export function lookAtRows(db: DatabaseSync, after: number, limit: number): number | null {
  const unsummedTo = Number(readNote(db, NOTES.unsummedTo) ?? 0)
  let last = after
  for (const raw of db
    .prepare('SELECT seq, agent_id, at, body, sum FROM observations WHERE seq > ? ORDER BY seq LIMIT ?')
    .iterate(after, limit)) {
    last = checkedRow(raw, unsummedTo).seq
  }
  if (last === after) return null
  const missing = Number(db.prepare(MISSING_IN_INDEXES).get(after, last)?.['seq'] ?? 0)
  if (missing > 0) throw new DamageError(`observation ${missing} is missing in an index`)
  return last
}

const MISSING_IN_INDEXES = `
  SELECT seq FROM observations AS o NOT INDEXED WHERE seq > ? AND seq <= ? AND NOT (
    EXISTS (SELECT 1 FROM observations AS i INDEXED BY observations_by_agent
            WHERE i.agent_id IS o.agent_id AND i.seq = o.seq)
    AND EXISTS (SELECT 1 FROM observations AS i INDEXED BY observations_by_agent_and_time
                WHERE i.agent_id IS o.agent_id AND i.at = o.at AND i.seq = o.seq)
  ) LIMIT 1`
