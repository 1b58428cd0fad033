import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { HistoryError } from '../../../src/relay/history/history-error.ts'
import { draftOf } from '../../../src/relay/history/journal.ts'
import type { SetAside } from '../../../src/relay/history/sqlite-store.ts'
import { ctiObservation, MORNING } from '../../support/observations.ts'
import { emptyLog, openSqlite } from '../../support/sqlite-history.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { historyStoreContract } from './store-contract.ts'

historyStoreContract('sqlite', () => {
  const file = join(tempFolder(), 'history.db')
  return () => openSqlite(file)
})

test('a file that is no history is set aside under a dated name, and a new epoch begins', async () => {
  const file = join(tempFolder(), 'history.db')
  writeFileSync(file, 'this is no database, but it is somebody’s file'.repeat(50))
  const aside: SetAside[] = []
  const store = await openSqlite(file, aside)
  onTestFinished(() => store.close())
  expect(store.lastSeq).toBe(0)
  expect(aside).toHaveLength(1)
  expect(aside[0]!.path).toBe(`${file}.damaged-2026-11-23T08-00-00.000Z`)
  expect(aside[0]!.cause.code).toBe('history-damaged')
  expect(readFileSync(aside[0]!.path, 'utf8')).toContain('somebody’s file')
})

test('a file of a newer program is refused and left alone', async () => {
  const file = join(tempFolder(), 'history.db')
  const newer = new DatabaseSync(file)
  newer.exec('CREATE TABLE of_the_future (x); PRAGMA user_version = 99')
  newer.close()
  await expect(openSqlite(file)).rejects.toThrow(/version 99.*install a newer one/)
  expect(readdirSync(dirname(file))).toEqual(['history.db', 'history.db-lock'])
})

test('a folder that does not exist is named in the error', async () => {
  const file = join(tempFolder(), 'nowhere', 'history.db')
  const error = await openSqlite(file).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(HistoryError)
  expect((error as HistoryError).code).toBe('history-unreachable')
  expect((error as HistoryError).message).toContain(file)
})

test('after closing, calls are refused with a code instead of waiting for ever', async () => {
  const store = await openSqlite(join(tempFolder(), 'history.db'))
  await store.close()
  await expect(store.append([draftOf(ctiObservation('a', MORNING))])).rejects.toMatchObject({ code: 'history-closed' })
})

/** So many drafts, one each millisecond. */
const says = (at: number, count: number) =>
  Array.from({ length: count }, (_, n) => draftOf(ctiObservation('a', at + n, { reason: n + 1 })))

test('the size is with the log of changes, which grows for as long as somebody reads on', async () => {
  const file = join(tempFolder(), 'history.db')
  const store = await openSqlite(file)
  onTestFinished(() => store.close())
  await store.append(says(MORNING, 2_000))
  const bytesOfLog = () => statSync(`${file}-wal`).size
  const [before, logBefore] = [await store.size(), bytesOfLog()]
  expect(logBefore).toBeGreaterThan(100_000)
  emptyLog(file)
  const after = await store.size()
  expect(before.bytes - after.bytes).toBe(logBefore - bytesOfLog())
})

test('what was written by a clock that was far ahead goes with what was written after it, and not before', async () => {
  const store = await openSqlite(join(tempFolder(), 'history.db'))
  onTestFinished(() => store.close())
  const wrong = Date.parse('2199-01-01T00:00:00.000Z')
  await store.append(says(MORNING - 1_000, 10))
  await store.append(says(wrong, 150))
  expect(await store.prune(MORNING, 100)).toBe(10)
  expect(await store.prune(MORNING, 100), 'nothing has come after it yet').toBe(0)
  await store.append(says(MORNING, 10))
  expect(await store.prune(MORNING, 100), 'that is still kept').toBe(0)
  expect([await store.prune(MORNING + 5, 100), await store.prune(MORNING + 5, 100)]).toEqual([100, 55])
  expect(await store.prune(MORNING + 5, 100)).toBe(0)
  expect((await store.readAfter(0, 10)).map(({ at }) => at - MORNING)).toEqual([5, 6, 7, 8, 9])
})
