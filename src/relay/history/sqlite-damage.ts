/** SQLite's numbers: https://www.sqlite.org/rescode.html */
const SQLITE_ERROR = 1
const SQLITE_CORRUPT = 11
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
export const describeError = (error: unknown): { message: string; errcode: number } => ({
  message: error instanceof Error ? error.message : String(error),
  errcode: errcodeOf(error),
})
