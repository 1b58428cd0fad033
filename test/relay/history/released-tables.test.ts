import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { MIGRATIONS } from '../../../src/relay/history/postgres-schema.ts'
import { openSqlite } from '../../support/sqlite-history.ts'
import { tempFolder } from '../../support/temp-folder.ts'

test('SQLite: a new file has the tables that every file of its version has', async () => {
  const file = join(tempFolder(), 'history.db')
  await (await openSqlite(file)).close()
  const db = new DatabaseSync(file, { readOnly: true })
  const tables = db.prepare(`SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name`).all()
  const version = db.prepare('PRAGMA user_version').get()?.['user_version']
  db.close()
  expect(version).toBe(2)
  expect(tables.map(({ sql }) => String(sql).replaceAll(/\s+/g, ' '))).toEqual([
    'CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL, sum INTEGER) STRICT, WITHOUT ROWID',
    'CREATE TABLE observations ( seq INTEGER PRIMARY KEY AUTOINCREMENT, agent_id TEXT, at INTEGER NOT NULL, body TEXT NOT NULL , sum INTEGER) STRICT',
    'CREATE INDEX observations_by_agent ON observations (agent_id)',
    'CREATE INDEX observations_by_agent_and_time ON observations (agent_id, at)',
    'CREATE TABLE sqlite_sequence(name,seq)',
  ])
})

test('PostgreSQL: what has brought a database to its version is not changed afterwards, but followed by another step', () => {
  const digests = MIGRATIONS.map((sql) => createHash('sha256').update(sql).digest('hex').slice(0, 16))
  expect(digests).toEqual(['afb7a35648188798', 'd0951dcaf3fe0ce3'])
})
