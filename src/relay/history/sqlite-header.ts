import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { DamageError } from './sqlite-damage.ts'
import { SCHEMA_VERSION } from './sqlite-schema.ts'

/** The file format: https://www.sqlite.org/fileformat2.html, section 1.3. */
const HEADER_BYTES = 100
const MAGIC = 'SQLite format 3\0'
const READ_VERSION_AT = 18
const WRITE_VERSION_AT = 19
const SCHEMA_FORMAT_AT = 44
const USER_VERSION_AT = 60

/** What a file that this program has written always has there; the rest of the header changes with the content. */
const CONSTANT: readonly (readonly [at: number, bytes: readonly number[]])[] = [
  // Page size 4096.
  [16, [0x10, 0x00]],
  // No reserved bytes; payload fractions.
  [20, [0, 64, 32, 32]],
  // Schema format 4, default cache size, no auto-vacuum, UTF-8.
  [SCHEMA_FORMAT_AT, [0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]],
  // No incremental vacuum, no application id, reserved.
  [64, Array.from({ length: 28 }, () => 0)],
]

/** Bytes of a file; 0 where there is none. */
export const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

/**
 * Looks at what SQLite takes on trust when it opens a history: a file cut to nothing beside a log of its changes would be
 * begun anew, one whose header denies the log would lose it, and one that claims another layout would be written over.
 * @throws {DamageError}
 */
export function checkHeader(file: string): void {
  const size = sizeOf(file)
  const hasLog = sizeOf(`${file}-wal`) > 0
  if (size === 0) {
    if (hasLog) throw new DamageError('it is empty, but not the log of its changes')
    return
  }
  const header = readStart(file)
  if (header.length < HEADER_BYTES || header.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    throw new DamageError('it does not begin like a database')
  }
  const version = header.readUInt32BE(USER_VERSION_AT)
  // A newer program may have another layout. A file that was only just begun has its tables in the log still.
  if (version > SCHEMA_VERSION || (version === 0 && header.readUInt32BE(SCHEMA_FORMAT_AT) === 0)) return
  const isWal = header[READ_VERSION_AT] === 2 && header[WRITE_VERSION_AT] === 2
  // A copy made with VACUUM INTO has no log and says so.
  const isCopy = header[READ_VERSION_AT] === 1 && header[WRITE_VERSION_AT] === 1 && !hasLog
  const isOurs = CONSTANT.every(([at, bytes]) => bytes.every((byte, index) => header[at + index] === byte))
  if (!isOurs || !(isWal || isCopy)) throw new DamageError('its header is not one that this program has written')
}

function readStart(file: string): Buffer {
  const handle = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(Math.min(fstatSync(handle).size, HEADER_BYTES))
    return bytes.subarray(0, readSync(handle, bytes, 0, bytes.length, 0))
  } finally {
    closeSync(handle)
  }
}
