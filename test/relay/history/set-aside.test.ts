import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { draftOf } from '../../../src/relay/history/journal.ts'
import { type SetAside, SqliteStore } from '../../../src/relay/history/sqlite-store.ts'
import { ctiObservation, MORNING } from '../../support/observations.ts'
import { emptyLog, flipBit, openSqlite } from '../../support/sqlite-history.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const drafts = (from: number, count: number, client = 'desk') =>
  Array.from({ length: count }, (_, index) =>
    draftOf(ctiObservation('anna', MORNING + from + index, { client: `${client} ${from + index}.` })),
  )

async function opened(file: string) {
  const aside: SetAside[] = []
  const letGo: string[] = []
  const store = await openSqlite(file, aside, undefined, letGo)
  onTestFinished(() => store.close())
  return { store, aside, letGo }
}

/** A history of some observations, all of them in the file, and what is asked for at the end of a test. */
async function recorded(count = 100) {
  const file = join(tempFolder(), 'history.db')
  const { store, aside } = await opened(file)
  for (let from = 0; from < count; from += 5_000) await store.append(drafts(from, Math.min(5_000, count - from)))
  emptyLog(file)
  return { file, store, aside, epoch: store.epoch }
}

/** What somebody does to the file of a history with another program. */
function changeTables(file: string, sql: string): void {
  const db = new DatabaseSync(file, { defensive: false })
  db.exec(sql)
  db.close()
}

describe('a history that is found damaged at the start', () => {
  it('is set aside as it was, with its log and mark, under a dated name, and a new epoch begins', async () => {
    const { file, store, epoch } = await recorded()
    await store.close()
    flipBit(file, 'desk 50.')
    const bytes = readFileSync(file)
    const { store: next, aside } = await opened(file)
    expect(aside).toMatchObject([
      { path: `${file}.damaged-2026-11-23T08-00-00.000Z`, cause: { code: 'history-damaged' } },
    ])
    expect(aside[0]?.cause.message).toContain('observation 51 is not what was written')
    expect(readFileSync(aside[0]?.path ?? '').equals(bytes)).toBe(true)
    expect(existsSync(`${aside[0]?.path}-mark`)).toBe(true)
    expect(next.epoch).not.toBe(epoch)
    expect(await next.append(drafts(0, 1))).toBe(1)
  })

  it('is one whose tables or indexes are not those of a history', async () => {
    for (const change of [
      'DROP INDEX observations_by_agent',
      'DROP INDEX observations_by_agent; CREATE INDEX observations_by_agent ON observations (at)',
      'ALTER TABLE meta RENAME COLUMN sum TO some',
    ]) {
      const { file, store } = await recorded()
      await store.close()
      changeTables(file, change)
      const { store: next, aside } = await opened(file)
      expect([change, aside[0]?.cause.message]).toEqual([change, expect.stringContaining('its tables are not those')])
      await next.close()
    }
  })

  it('is not one to which an administrator has added something, or whose tables another SQLite wrote down otherwise', async () => {
    const { file, store, epoch } = await recorded()
    await store.close()
    changeTables(
      file,
      `CREATE INDEX of_ours ON observations (at); CREATE VIEW of_today AS SELECT * FROM observations;
       PRAGMA writable_schema = ON;
       UPDATE sqlite_schema SET sql = replace(replace(sql, 'CREATE TABLE observations', 'CREATE TABLE "observations"'), ' , sum', ', sum');`,
    )
    const { store: next, aside } = await opened(file)
    expect(aside).toEqual([])
    expect(next.epoch).toBe(epoch)
    expect(await next.append(drafts(100, 1))).toBe(101)
  })

  it('never takes the name of one that was set aside before', async () => {
    const file = join(tempFolder(), 'history.db')
    for (const ending of ['', '-2']) {
      writeFileSync(file, `no history${ending}`)
      const { store, aside } = await opened(file)
      expect(aside[0]?.path).toBe(`${file}.damaged-2026-11-23T08-00-00.000Z${ending}`)
      expect(readFileSync(aside[0]?.path ?? '', 'utf8')).toBe(`no history${ending}`)
      await store.close()
    }
  })

  it('is left alone by a command, which tells of it', async () => {
    const { file, store } = await recorded()
    await store.close()
    flipBit(file, 'desk 50.')
    await expect(SqliteStore.openExisting(file)).rejects.toMatchObject({ code: 'history-damaged' })
    expect(readdirSync(dirname(file)).filter((name) => name.includes('damaged'))).toEqual([])
  })
})

describe('a history that is found damaged while it is open', () => {
  it('by a reading, is set aside, and what is appended goes into the new one', async () => {
    const { file, store, aside, epoch } = await recorded()
    const renewed = vi.fn<() => void>()
    store.onRenewal(() => {
      expect({ epoch: store.epoch === epoch, lastSeq: store.lastSeq }).toEqual({ epoch: false, lastSeq: 0 })
      renewed()
    })
    flipBit(file, 'desk 50.')
    // Both meet it, or wait for the one that does; it is renewed once.
    const readings = [store.readAfter(0, 1000), store.readAgent('anna', 0, Infinity, 1000)]
    const append = Promise.all(readings).then(() => store.append(drafts(200, 2)))
    expect(await Promise.all(readings)).toEqual([[], []])
    expect(await append).toBe(1)
    expect(renewed).toHaveBeenCalledTimes(1)
    expect(aside).toHaveLength(1)
    expect((await store.readAfter(0, 10)).map(({ body }) => body)).toEqual(drafts(200, 2).map(({ body }) => body))
  })

  it('by the look at all of a large one, which goes on beside', async () => {
    const { file, store } = await recorded(150_000)
    await store.close()
    flipBit(file, 'desk 50.')
    const { store: next, aside } = await opened(file)
    const renewed = new Promise<void>((resolve) => next.onRenewal(resolve))
    expect(aside, 'it starts at once').toEqual([])
    await renewed
    expect(aside).toHaveLength(1)
    expect(aside[0]?.cause.message).toContain('observation 51 is not what was written')
    expect(await next.append(drafts(0, 1))).toBe(1)
  })

  it('again so soon, is not begun anew once more: the disk is what has to be mended', async () => {
    const { file, store, aside } = await recorded()
    flipBit(file, 'desk 50.')
    await store.readAfter(0, 1000)
    await store.append(drafts(0, 100))
    emptyLog(file)
    flipBit(file, 'desk 50.')
    await expect(store.readAfter(0, 1000)).rejects.toMatchObject({ code: 'history-damaged' })
    expect(aside).toHaveLength(1)
  })
})

/** Damaged histories, of so many bytes each, written to day after day. */
const keepAside = (file: string, sizes: readonly number[]) => {
  const paths = sizes.map((_, day) => `${file}.damaged-2026-10-${String(day + 1).padStart(2, '0')}T08-00-00.000Z`)
  for (const [day, path] of paths.entries()) {
    for (const ending of ['', '-mark']) writeFileSync(path + ending, '.'.repeat(sizes[day] ?? 0))
    for (const ending of ['', '-mark']) utimesSync(path + ending, MORNING / 1000, MORNING / 1000 + day * 86_400)
  }
  return paths
}
const asideOf = (file: string) => readdirSync(dirname(file)).filter((name) => name.includes('damaged'))

describe('histories that were set aside', () => {
  it('are removed when the retention of what they have ends, and what is beside them', async () => {
    const file = join(tempFolder(), 'history.db')
    const [past = '', past2 = '', kept = ''] = keepAside(file, [10, 10, 10])
    const { store, letGo } = await opened(file)
    expect((await store.size()).asideBytes).toBe(60)
    await store.append(drafts(0, 1))
    expect(await store.prune(MORNING + 2 * 86_400_000, 10)).toBe(1)
    expect(letGo, 'what is past the retention in the history comes first').toEqual([])
    expect(await store.prune(MORNING + 2 * 86_400_000, 10)).toBe(0)
    expect(letGo).toEqual([past, past2])
    expect(asideOf(file)).toEqual([kept, `${kept}-mark`].map((path) => basename(path)))
    expect((await store.size()).asideBytes).toBe(20)
  })

  it('are no more than eight, and of a disk that damages one after another the largest', async () => {
    const file = join(tempFolder(), 'history.db')
    const paths = keepAside(file, [90, 10, 9, 9, 9, 9, 9, 9])
    writeFileSync(file, 'no history, but long')
    const { aside, letGo } = await opened(file)
    expect(aside).toHaveLength(1)
    expect(letGo).toEqual([paths.at(-1)])
    expect(asideOf(file)).toHaveLength(2 * 7 + 1)
  })
})

/** A history, a copy of it, and what came after the copy was made. */
async function copied() {
  const { file, store, epoch } = await recorded(10)
  const copy = join(tempFolder(), 'history.db')
  const source = new DatabaseSync(file)
  await backup(source, copy)
  source.close()
  await store.append(drafts(10, 10))
  return { file, copy, store, epoch }
}

describe('a copy of a history that is put back', () => {
  it('without its mark, keeps its observations in a new epoch: seqs will be given again', async () => {
    const { copy, epoch } = await copied()
    const { store, aside } = await opened(copy)
    expect(aside).toEqual([])
    expect(store.epoch).not.toBe(epoch)
    expect(await store.readAfter(0, 100)).toHaveLength(10)
    const { epoch: begun } = store
    await store.close()
    expect((await opened(copy)).store.epoch, 'once only').toBe(begun)
  })

  it('beside the mark of the other, is refused with the words what to do', async () => {
    const { file, copy, store } = await copied()
    await store.close()
    rmSync(file)
    const source = new DatabaseSync(copy)
    await backup(source, file)
    source.close()
    const { aside } = await opened(file)
    expect(aside[0]?.cause.message).toMatch(/ends with observation 10, but 20 was published.*without the file/)
  })
})

it('a history of a program that wrote no checksums is brought up to date, and its observations are kept', async () => {
  const file = join(tempFolder(), 'history.db')
  const old = new DatabaseSync(file)
  old.exec(`
    PRAGMA journal_mode = WAL;
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE observations (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      agent_id TEXT,
      at INTEGER NOT NULL,
      body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX observations_by_agent ON observations (agent_id);
    CREATE INDEX observations_by_agent_and_time ON observations (agent_id, at);
    PRAGMA user_version = 1;
    INSERT INTO meta VALUES ('epoch', 'e'), ('listening:ccx1', '${MORNING}');
  `)
  const insert = old.prepare('INSERT INTO observations (agent_id, at, body) VALUES (?, ?, ?)')
  for (const { agentId, at, body } of drafts(0, 10)) insert.run(agentId, at, body)
  await expect(SqliteStore.openExisting(file)).rejects.toMatchObject({ code: 'history-version' })
  old.close()

  const { store, aside } = await opened(file)
  expect(aside).toEqual([])
  expect(await store.append(drafts(10, 10))).toBe(11)
  expect((await store.readAfter(0, 100)).map(({ body }) => body)).toEqual(drafts(0, 20).map(({ body }) => body))
  expect(await store.lastListening('ccx1')).toBe(MORNING + 19)
  await store.close()
  expect((await opened(file)).store.lastSeq).toBe(20)
})
