import { randomUUID } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { DamageError } from './sqlite-damage.ts'
import { noteSum } from './sqlite-row.ts'

/**
 * How the tables came to be, one step per version. A new file goes all the steps, so that every file of a version is alike.
 * 1: AUTOINCREMENT, so that a seq is never given twice, not even after the newest rows were removed. Two indexes, because an
 * agent is read both by time (his day) and by place (a resume); each ends in the row id.
 * 2: checksums. Null only in rows of a program that wrote none.
 */
const STEPS: readonly string[] = [
  `CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE observations (
     seq INTEGER PRIMARY KEY AUTOINCREMENT,
     agent_id TEXT,
     at INTEGER NOT NULL,
     body TEXT NOT NULL
   ) STRICT;
   CREATE INDEX observations_by_agent ON observations (agent_id);
   CREATE INDEX observations_by_agent_and_time ON observations (agent_id, at);`,
  `ALTER TABLE meta ADD COLUMN sum INTEGER;
   ALTER TABLE observations ADD COLUMN sum INTEGER;`,
]

/** Version of the tables, kept in `user_version` and among the notes. A file of a higher one is refused. */
export const SCHEMA_VERSION = STEPS.length

/** The file is of another version than this program. It carries SQLite's number for a schema that has changed. */
class VersionError extends Error {
  readonly errcode = 17
}

/** The names of the notes in `meta`; `listening:SITE` and `batch:SITE` besides. */
export const NOTES = {
  epoch: 'epoch',
  /** The same as `user_version`, but with a checksum. */
  version: 'version',
  /** Up to here the rows have no checksum. */
  unsummedTo: 'unsummed-to',
  /** The last seq when rows were removed: the rows alone do not tell it any more. */
  lastSeq: 'last-seq',
} as const

/** What makes statements: a connection, or what keeps those that it has made. */
type Preparer = Pick<DatabaseSync, 'prepare'>

/** A note; null where there is none. @throws {DamageError} when it is not what was written. */
export function readNote(db: Preparer, key: string): string | null {
  const note = db.prepare('SELECT value, sum FROM meta WHERE key = ?').get(key)
  if (note === undefined) return null
  const { value, sum } = note
  if (typeof value !== 'string' || sum !== noteSum(key, value)) {
    throw new DamageError(`the note ${key} is not what was written`)
  }
  return value
}

export function writeNote(db: Preparer, key: string, value: string): void {
  db.prepare('INSERT OR REPLACE INTO meta (key, value, sum) VALUES (?, ?, ?)').run(key, value, noteSum(key, value))
}

/** Does something wholly or not at all. */
export function transaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

const versionOf = (db: DatabaseSync): number => Number(db.prepare('PRAGMA user_version').get()?.['user_version'])

/** The last seq that was given; 0 before the first. */
export const lastGiven = (db: Preparer): number =>
  Number(db.prepare(`SELECT seq FROM sqlite_sequence WHERE name = 'observations'`).get()?.['seq'] ?? 0)

/** @throws {VersionError} when the tables are not yet those of this version. */
export function requireMigrated(db: DatabaseSync): void {
  if (versionOf(db) >= SCHEMA_VERSION) return
  throw new VersionError('the file is of an earlier version: it is brought up to date when the relay starts')
}

/** Brings the tables of a file to the present version, or makes them. The file is one that may be written. */
export function migrate(db: DatabaseSync): void {
  const before = versionOf(db)
  if (before >= SCHEMA_VERSION) return
  transaction(db, () => {
    for (const step of STEPS.slice(before)) db.exec(step)
    db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`)
    for (const { key, value } of db.prepare('SELECT key, value FROM meta').all()) {
      writeNote(db, String(key), String(value))
    }
    if (before === 0) writeNote(db, NOTES.epoch, randomUUID())
    writeNote(db, NOTES.version, String(SCHEMA_VERSION))
    writeNote(db, NOTES.unsummedTo, String(lastGiven(db)))
    writeNote(db, NOTES.lastSeq, String(lastGiven(db)))
  })
}

/**
 * Which version a file is of; 0 before it has tables.
 * @throws {VersionError} for one of a newer program, which is none of our business.
 * @throws {DamageError} where the tables are not those of the version.
 */
export function checkedVersion(db: DatabaseSync): number {
  const version = versionOf(db)
  if (version === 0) return 0
  if (version > SCHEMA_VERSION) {
    // A newer program's note would say the same as the file's header; a note of ours says that the header is damaged.
    const hasNotes = db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'meta'`).get() !== undefined
    const noted = hasNotes ? Number(readNote(db, NOTES.version)) : version
    if (noted <= SCHEMA_VERSION) throw new DamageError(`its header tells version ${version}, its content ${noted}`)
    throw new VersionError(
      `the file has version ${version}, this program knows ${SCHEMA_VERSION} at most: install a newer one`,
    )
  }
  const found = new Set(partsOfTables(db))
  const isWhole = partsOfVersion(version).every((part) => found.has(part))
  if (!isWhole) throw new DamageError('its tables are not those of a history')
  return version
}

/**
 * The columns of the tables and indexes, as SQLite understands them: how it writes them down may change with its version.
 * What an administrator has added besides is not ours.
 */
const partsOfTables = (db: DatabaseSync): readonly string[] =>
  [
    `SELECT t.name AS of, t.wr, t.strict, c.*
     FROM pragma_table_list AS t, pragma_table_xinfo(t.name) AS c WHERE t.schema = 'main'`,
    `SELECT t.name AS of, i.name AS "index", i."unique", i.partial, c.*
     FROM pragma_table_list AS t, pragma_index_list(t.name) AS i, pragma_index_xinfo(i.name) AS c WHERE t.schema = 'main'`,
  ].flatMap((query) =>
    db
      .prepare(query)
      .all()
      .map((part) => JSON.stringify(part)),
  )

function partsOfVersion(version: number): readonly string[] {
  const model = new DatabaseSync(':memory:')
  try {
    for (const step of STEPS.slice(0, version)) model.exec(step)
    return partsOfTables(model)
  } finally {
    model.close()
  }
}
