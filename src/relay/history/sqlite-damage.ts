import { accessSync, constants } from 'node:fs'

/** SQLite's numbers: https://www.sqlite.org/rescode.html */
const SQLITE_ERROR = 1
const SQLITE_READONLY = 8
const SQLITE_IOERR = 10
const SQLITE_CORRUPT = 11
const SQLITE_FULL = 13
const SQLITE_NOTADB = 26
/** A file ends before a page of it does. */
const SQLITE_IOERR_SHORT_READ = 522

/** What is in the file is not what was written to it. It carries SQLite's number, so that it is told like SQLite's own finding. */
export class DamageError extends Error {
  readonly errcode = SQLITE_CORRUPT

  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'DamageError'
  }
}

/** SQLite's number for an error; 0 where it is none of SQLite's. */
const errcodeOf = (error: unknown): number => (error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0)

/** The damage that an error of SQLite's tells of; null where it tells of something else. */
export function damageIn(error: unknown): DamageError | null {
  if (error instanceof DamageError) return error
  if (!(error instanceof Error)) return null
  const errcode = errcodeOf(error)
  const isDamage =
    [SQLITE_CORRUPT, SQLITE_NOTADB].includes(errcode & 0xff) ||
    errcode === SQLITE_IOERR_SHORT_READ ||
    // A number that no program of ours has written.
    ('code' in error && error.code === 'ERR_OUT_OF_RANGE')
  return isDamage ? new DamageError(error.message, error) : null
}

/** The same for a file just opened: what our own statements do not find there, has been lost. */
export const damageAtStart = (error: unknown): DamageError | null =>
  errcodeOf(error) === SQLITE_ERROR ? new DamageError((error as Error).message, error) : damageIn(error)

/** An error as it goes from a thread or process to another: SQLite's number tells a full disk from a damaged file. */
export function describeError(error: unknown, file: string): { message: string; errcode: number } {
  const errcode = errcodeOf(error)
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return { message, errcode: SQLITE_FULL }
  // A disk that has become read-only while the file was open is an I/O error to SQLite; 0 is the file system's own word.
  const isReadOnly = [0, SQLITE_IOERR].includes(errcode & 0xff) && isRefused(file)
  return { message, errcode: isReadOnly ? SQLITE_READONLY : errcode }
}

/** May this process not write to a file that is there? */
function isRefused(file: string): boolean {
  try {
    accessSync(file, constants.W_OK)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}
