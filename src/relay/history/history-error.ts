import { RelayError } from '../relay-error.ts'

/** SQLite's primary result codes that an administrator can do something about. */
const SQLITE_FAULTS: Readonly<Record<number, readonly [code: string, advice: string]>> = {
  5: ['history-locked', 'Another program has it locked: is a second relay using the same file?'],
  8: ['history-read-only', 'It may not be written to: check the rights of the file and of its folder.'],
  10: ['history-io', 'The disk reported an error: check it, and the free space.'],
  11: ['history-damaged', 'The file is damaged.'],
  13: [
    'history-disk-full',
    'The disk is full: free some space, for without any nothing can be removed either; then lower history.retentionDays.',
  ],
  14: ['history-unreachable', 'It cannot be opened: check that the folder exists and may be written to.'],
  17: ['history-version', ''],
  26: ['history-damaged', 'The file is no SQLite database.'],
}

/** The history could not be read or written. */
export class HistoryError extends RelayError {
  /** From SQLite's error: its extended code carries the primary one in the low 8 bits. */
  static fromSqlite(file: string, { message, errcode }: { message: string; errcode: number }): HistoryError {
    const [code, advice] = SQLITE_FAULTS[errcode & 0xff] ?? ['history-failed', '']
    return new HistoryError(code, `The history ${file}: ${message}. ${advice}`.trim())
  }
}
