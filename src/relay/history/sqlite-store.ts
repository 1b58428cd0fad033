import { rename } from 'node:fs/promises'
import { HistoryError } from './history-error.ts'
import type { Draft, HistoryStore, Row, Scope, StoreSize } from './history-store.ts'
import { SqliteThread } from './sqlite-calls.ts'
import type { Head } from './sqlite-database.ts'

/** What became of a damaged file: it is kept under this name. */
export type SetAside = { readonly path: string; readonly cause: HistoryError }

/**
 * The embedded engine: one file, one writing and one reading thread, so that a long replay holds up no commit.
 * @throws {HistoryError} from `open` when the file cannot be opened for a reason other than damage.
 */
export class SqliteStore implements HistoryStore {
  readonly epoch: string
  readonly #writer: SqliteThread
  readonly #reader: SqliteThread
  #lastSeq: number
  #prunedTo: number

  private constructor(writer: SqliteThread, reader: SqliteThread, head: Head) {
    this.#writer = writer
    this.#reader = reader
    this.epoch = head.epoch
    this.#lastSeq = head.lastSeq
    this.#prunedTo = head.prunedTo
  }

  /**
   * Opens the history, or begins one. A damaged file is set aside under a dated name, never deleted, and a new
   * history begins; `onSetAside` hears of it.
   */
  static async open(file: string, now: number, onSetAside: (what: SetAside) => void): Promise<SqliteStore> {
    let opened: Awaited<ReturnType<typeof SqliteThread.open>>
    try {
      opened = await SqliteThread.open(file, false)
    } catch (error) {
      if (!(error instanceof HistoryError) || error.code !== 'history-damaged') throw error
      onSetAside({ path: await setAside(file, now), cause: error })
      opened = await SqliteThread.open(file, false)
    }
    const { thread: reader } = await SqliteThread.open(file, true)
    return new SqliteStore(opened.thread, reader, opened.head)
  }

  /** Opens a history for a command beside the relay; nothing is begun and nothing set aside. */
  static async openExisting(file: string): Promise<SqliteStore> {
    const { thread: writer, head } = await SqliteThread.open(file, false)
    const { thread: reader } = await SqliteThread.open(file, true)
    return new SqliteStore(writer, reader, head)
  }

  get lastSeq(): number {
    return this.#lastSeq
  }

  get prunedTo(): number {
    return this.#prunedTo
  }

  async append(drafts: readonly Draft[]): Promise<number> {
    const first = await this.#writer.call('append', drafts)
    this.#lastSeq = first + drafts.length - 1
    return first
  }

  listSeqs(scope: Scope): Promise<Float64Array> {
    return this.#reader.call('listSeqs', scope)
  }

  readRows(seqs: Float64Array): Promise<readonly Row[]> {
    return this.#reader.call('readRows', seqs)
  }

  readAfter(seq: number, limit: number): Promise<readonly (Row & { at: number })[]> {
    return this.#reader.call('readAfter', seq, limit)
  }

  readAgent(agentId: string, from: number, to: number, limit: number): Promise<readonly (Row & { at: number })[]> {
    return this.#reader.call('readAgent', agentId, from, to, limit)
  }

  async noteListening(site: string, at: number): Promise<void> {
    await this.#writer.call('noteListening', site, at)
  }

  lastListening(site: string): Promise<number | null> {
    return this.#reader.call('lastListening', site)
  }

  async prune(before: number, limit: number): Promise<number> {
    const { removed, prunedTo } = await this.#writer.call('prune', before, limit)
    this.#prunedTo = Math.max(this.#prunedTo, prunedTo)
    return removed
  }

  forget(agentId: string): Promise<number> {
    return this.#writer.call('forget', agentId)
  }

  size(): Promise<StoreSize> {
    return this.#reader.call('size')
  }

  async close(): Promise<void> {
    await this.#reader.call('close')
    await this.#writer.call('close')
  }
}

/** Renames the file and what SQLite keeps beside it; answers the new name. */
async function setAside(file: string, now: number): Promise<string> {
  const dated = `${file}.damaged-${new Date(now).toISOString().replaceAll(':', '-')}`
  for (const ending of ['', '-wal', '-shm']) {
    try {
      await rename(file + ending, dated + ending)
    } catch (cause) {
      if (ending === '') throw new HistoryError('history-damaged', `${file} is damaged and cannot be renamed.`, cause)
    }
  }
  return dated
}
