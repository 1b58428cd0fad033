import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { RelayConfig } from '../../config-schema.ts'
import { HistoryError } from '../../history/history-error.ts'
import { LITTLE_SPACE_BYTES } from '../../history/housekeeping.ts'
import { openHistory } from '../../history/open-history.ts'
import { keptAside } from '../../history/sqlite-aside.ts'
import { checkDatabase } from './check-database.ts'
import { describeStore, GIB } from './describe-store.ts'
import { type Finding, wordsOf } from './finding.ts'

/** With less than this SQLite's log alone may fill the disk. */
const NO_SPACE_BYTES = GIB / 8

/**
 * The file, its folder, and the space that is left; or the database.
 * @param freeBytes Of the file system; measured where it is left out.
 */
export async function checkHistory(config: RelayConfig, freeBytes?: number): Promise<Finding[]> {
  const { history } = config
  if (history.engine === 'postgres') return checkDatabase(history)
  return [await checkFile(config, history.file, freeBytes), ...checkRights(history.file)]
}

const rightsOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mode ?? 0

/** A file that an earlier relay has begun, or somebody has put back, may be everybody's to read. */
function checkRights(file: string): Finding[] {
  const isOpen = (rightsOf(file) & constants.S_IROTH) !== 0 && (rightsOf(dirname(file)) & constants.S_IXOTH) !== 0
  if (!isOpen) return []
  const said = 'other users of this machine can read it'
  return [{ level: 'warn', what: `history ${file}`, said, mend: `chmod go= ${file}*` }]
}

async function checkFile(config: RelayConfig, file: string, freeBytes: number | undefined): Promise<Finding> {
  const what = `history ${file}`
  const folder = dirname(file)
  try {
    accessSync(folder, constants.R_OK | constants.W_OK)
    if (existsSync(file)) accessSync(file, constants.R_OK | constants.W_OK)
    const free = freeBytes ?? (await freeIn(folder))
    const state = existsSync(file) ? await describeHistory(config) : 'not begun yet'
    const said = `${state}, ${(free / GIB).toFixed(1)} GiB free`
    if (free < LITTLE_SPACE_BYTES) {
      const level = free < NO_SPACE_BYTES ? 'fail' : 'warn'
      return { level, what, said, mend: 'Make room, or shorten history.retentionDays.' }
    }
    const kept = keptAside(file).map(({ path }) => basename(path))
    if (kept.length === 0) return { level: 'ok', what, said }
    return { level: 'warn', what, said, mend: `It was damaged: look at the disk, then remove ${kept.join(', ')}.` }
  } catch (error) {
    if (error instanceof HistoryError && error.code === 'history-version') {
      return { level: 'warn', what, said: wordsOf(error) }
    }
    return { level: 'fail', what, said: wordsOf(error), mend: adviceFor(error) }
  }
}

function adviceFor(error: unknown): string {
  if (error instanceof HistoryError && error.code === 'history-damaged') {
    return 'The relay sets it aside at its next start, under a dated name, and begins a new one.'
  }
  return 'The folder must exist, and the user that runs the relay needs the right to write there.'
}

async function freeIn(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

async function describeHistory(config: RelayConfig): Promise<string> {
  const store = await openHistory(config)
  try {
    return await describeStore(store)
  } finally {
    await store.close()
  }
}
