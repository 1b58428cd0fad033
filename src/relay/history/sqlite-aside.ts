import { existsSync, readdirSync, statSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { HistoryError } from './history-error.ts'

/** Between the name of a history and the moment when it was set aside. */
const SET_ASIDE = '.damaged-'

/** What lies beside a history and shares its fate; itself at last. */
const ENDINGS = ['-wal', '-shm', '-mark', '']

/** So many are kept at most: of a disk that damages one after another the largest, which have most to be saved. */
export const MAX_ASIDE = 8

/** A damaged history that is kept. */
export type Aside = {
  readonly path: string
  readonly bytes: number
  /** When it was last written to, milliseconds: what it has was observed before. */
  readonly writtenAt: number
}

/** The damaged histories that are kept beside a history, the oldest first. */
export function keptAside(file: string): readonly Aside[] {
  const begin = basename(file) + SET_ASIDE
  const names = readdirSync(dirname(file)).filter((name) => name.startsWith(begin))
  const paths = new Set(names.map((name) => join(dirname(file), name.replace(/-(?:wal|shm|mark)$/, ''))))
  return [...paths].toSorted().map((path) => {
    const files = ENDINGS.flatMap((ending) => statSync(path + ending, { throwIfNoEntry: false }) ?? [])
    return {
      path,
      bytes: files.reduce((sum, { size }) => sum + size, 0),
      writtenAt: Math.max(...files.map(({ mtimeMs }) => mtimeMs)),
    }
  })
}

/**
 * Renames a damaged history and what is kept beside it; answers the new name, which nothing had before.
 * @throws {HistoryError} `history-damaged` where it cannot be renamed.
 */
export async function setAside(file: string, now: number): Promise<string> {
  const name = `${file}${SET_ASIDE}${new Date(now).toISOString().replaceAll(':', '-')}`
  let dated = name
  for (let count = 2; existsSync(dated); count++) dated = `${name}-${count}`
  for (const ending of ENDINGS) {
    try {
      await rename(file + ending, dated + ending)
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') continue
      throw new HistoryError('history-damaged', `${file} is damaged and cannot be renamed.`, cause)
    }
  }
  return dated
}

/** Removes a damaged history. @throws {HistoryError} `history-aside` where that cannot be done. */
export async function removeAside({ path }: Aside): Promise<void> {
  try {
    for (const ending of ENDINGS) await rm(path + ending, { force: true })
  } catch (cause) {
    throw new HistoryError('history-aside', `${path}, a damaged history, cannot be removed.`, cause)
  }
}
