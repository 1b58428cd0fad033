import { fork } from 'node:child_process'
import { once } from 'node:events'
import { HistoryError } from './history-error.ts'

/** What the process answers: null where all is well. */
export type LookAnswer = { readonly message: string; readonly errcode: number } | null

/**
 * Looks at all of a history for damage, in a process of its own with the lowest priority: it takes a minute for ten million
 * observations, and SQLite's look at the pages can be ended in no other way.
 * @throws {HistoryError} `history-damaged` for damage, another where it could not be looked at.
 */
export async function lookApart(file: string, signal: AbortSignal): Promise<void> {
  // The ending is this module's own: `.ts` when run from the sources, `.js` when built.
  const url = new URL(`./sqlite-look-process${import.meta.url.slice(-3)}`, import.meta.url)
  const child = fork(url, [file], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  const end = (): void => void child.kill('SIGKILL')
  signal.addEventListener('abort', end)
  let answer: LookAnswer | undefined
  child.on('message', (message) => (answer = message as LookAnswer))
  try {
    const [code] = (await once(child, 'exit')) as [number | null]
    if (answer) throw HistoryError.fromSqlite(file, answer)
    if (answer === undefined) throw new HistoryError('history-unseen', `Its process ended with ${String(code)}.`)
  } finally {
    signal.removeEventListener('abort', end)
  }
}
