import { DatabaseSync } from 'node:sqlite'
import { HistoryError } from './history-error.ts'

const SQLITE_BUSY = 5

/**
 * Takes a history for one relay, by a lock on a file beside it that the system gives up with the process, however that ends. Two
 * relays that wrote into one file would keep everything twice, and the end of one would be a gap for both. Who only reads does
 * not need it.
 * @returns What gives it up.
 * @throws {HistoryError} `history-locked` where another relay has it.
 */
export function lockHistory(file: string): () => void {
  let lock: DatabaseSync | undefined
  try {
    lock = new DatabaseSync(`${file}-lock`)
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock?.close()
    if (((error as { errcode?: number }).errcode ?? 0) % 256 === SQLITE_BUSY) {
      const message = `The history ${file} is another relay’s, which runs. Each needs a file of its own: history.file.`
      throw new HistoryError('history-locked', message, { cause: error })
    }
    // Where this cannot be made neither can the history, which says what is wrong.
    return () => undefined
  }
  const held = lock
  return () => held.close()
}
