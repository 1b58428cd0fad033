import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { type SetAside, SqliteStore } from '../../src/relay/history/sqlite-store.ts'
import { MORNING } from './observations.ts'

/**
 * Opens a history in a file as a relay does.
 * @param aside Takes what was set aside; without it nothing may be.
 * @param letGo Takes what was set aside and is not kept any longer.
 * @param ended Takes why a thread ended by itself; without it none may.
 */
export const openSqlite = (
  file: string,
  aside?: SetAside[],
  ended?: unknown[],
  letGo?: string[],
): Promise<SqliteStore> =>
  SqliteStore.open(file, {
    now: () => MORNING,
    onSetAside: (what) => {
      if (!aside) throw new Error('the file was set aside', { cause: what.cause })
      aside.push(what)
    },
    onLetGo: (path) => void letGo?.push(path),
    onThreadEnd: (cause) => {
      if (!ended) throw new Error('a thread ended', { cause })
      ended.push(cause)
    },
    onFault: (message, cause) => {
      throw new Error(message, { cause })
    },
  })

/** Writes everything from the log into the file, as it happens by itself every now and then. */
export function emptyLog(file: string): void {
  const db = new DatabaseSync(file)
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  db.close()
}

/** Flips one bit where a text stands in a file, as a failing disk does. The text must be there. */
export function flipBit(file: string, text: string): void {
  const handle = openSync(file, 'r+')
  try {
    const at = readFileSync(handle).indexOf(text)
    if (at === -1) throw new Error(`${file} has no ${text}`)
    writeSync(handle, Buffer.from([text.charCodeAt(0) ^ 1]), 0, 1, at)
  } finally {
    closeSync(handle)
  }
}
