import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test, vi } from 'vitest'
import { HistoryError } from '../../../src/relay/history/history-error.ts'
import { draftOf } from '../../../src/relay/history/journal.ts'
import type { SetAside } from '../../../src/relay/history/sqlite-store.ts'
import { ctiObservation, MORNING } from '../../support/observations.ts'
import { openSqlite } from '../../support/sqlite-history.ts'
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
  expect(readdirSync(dirname(file))).toEqual(['history.db'])
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

test('reading goes on when the thread that reads has ended by itself', async () => {
  const post = vi.spyOn(Worker.prototype, 'postMessage')
  onTestFinished(() => post.mockRestore())
  const store = await openSqlite(join(tempFolder(), 'history.db'))
  onTestFinished(() => store.close())
  await store.append([draftOf(ctiObservation('a', MORNING))])
  await store.size()
  const reader = post.mock.contexts.at(-1) as Worker
  await reader.terminate()
  expect(await Promise.all([store.readAfter(0, 10), store.size()])).toMatchObject([[{ agentId: 'a' }], { rows: 1 }])
})
