import { Worker } from 'node:worker_threads'
import { HistoryError } from './history-error.ts'
import type { Head, OpenMode, SqliteDatabase } from './sqlite-database.ts'

/** What can be asked of the database in the worker thread. */
export type SqliteMethod = {
  [K in keyof SqliteDatabase]: SqliteDatabase[K] extends (...args: never[]) => unknown ? K : never
}[keyof SqliteDatabase]

export type Call = { readonly id: number; readonly method: SqliteMethod; readonly args: unknown[] }

/** What a thread is begun with. */
export type ThreadData = { readonly file: string; readonly mode: OpenMode }

/** What opening a file answers. `isWholeSeen`: nothing of it is left to be looked at for damage. */
export type Opened = { readonly head: Head; readonly isWholeSeen: boolean }

/** `id` 0 is the answer to opening the file: `Opened`. */
export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: { readonly message: string; readonly errcode: number } }

/** A database in a thread of its own, so that a slow disk stops neither the sockets nor the CTI link. */
export class SqliteThread {
  readonly #worker: Worker
  readonly #file: string
  /** Told once when the thread ends although nobody has told it to. */
  #onEnd: (cause: HistoryError) => void = () => undefined
  readonly #open = new Map<number, { resolve: (value: unknown) => void; reject: (error: HistoryError) => void }>()
  #nextId = 1
  #ended: HistoryError | undefined
  #isTold = false

  private constructor(file: string, mode: OpenMode) {
    this.#file = file
    // The ending is this module's own: `.ts` when run from the sources, `.js` when built.
    const url = new URL(`./sqlite-worker${import.meta.url.slice(-3)}`, import.meta.url)
    this.#worker = new Worker(url, { workerData: { file, mode } satisfies ThreadData })
    this.#worker.on('message', (answer: Answer) => this.#settle(answer))
    this.#worker.on('error', (cause: Error) =>
      this.#end(new HistoryError('history-failed', `A thread of the history failed: ${cause.message}`, cause)),
    )
    this.#worker.on('exit', () =>
      this.#end(
        this.#isTold
          ? new HistoryError('history-closed', 'The history is closed.')
          : new HistoryError('history-failed', 'A thread of the history ended by itself.'),
      ),
    )
  }

  /** Has the thread ended, by itself or because it was told to? */
  get hasEnded(): boolean {
    return this.#ended !== undefined
  }

  /**
   * Opens the file in a new thread.
   * @param onEnd Told once when the thread ends by itself afterwards: of what it was asked then, it is not known what was done.
   * @throws {HistoryError} when it is damaged or cannot be opened.
   */
  static async open(
    file: string,
    mode: OpenMode,
    onEnd: (cause: HistoryError) => void,
  ): Promise<{ readonly thread: SqliteThread } & Opened> {
    const thread = new SqliteThread(file, mode)
    try {
      const opened = await new Promise((resolve, reject) => thread.#open.set(0, { resolve, reject }))
      thread.#onEnd = onEnd
      return { thread, ...(opened as Opened) }
    } catch (error) {
      await thread.#worker.terminate()
      throw error
    }
  }

  /** Calls a method of the database in its thread; calls are answered in the order they were made. */
  async call<M extends SqliteMethod>(
    method: M,
    ...args: Parameters<SqliteDatabase[M]>
  ): Promise<ReturnType<SqliteDatabase[M]>> {
    if (this.#ended) throw this.#ended
    const id = this.#nextId++
    const answer = new Promise((resolve, reject) => this.#open.set(id, { resolve, reject }))
    this.#worker.postMessage({ id, method, args } satisfies Call)
    return (await answer) as ReturnType<SqliteDatabase[M]>
  }

  /** Closes the database and ends the thread, also where the database cannot be closed in order. */
  async end(): Promise<void> {
    this.#isTold = true
    try {
      await this.call('close')
    } catch (error) {
      if (!(error instanceof HistoryError)) throw error
    } finally {
      await this.#worker.terminate()
    }
  }

  #settle(answer: Answer): void {
    const waiting = this.#open.get(answer.id)
    this.#open.delete(answer.id)
    if ('error' in answer) waiting?.reject(HistoryError.fromSqlite(this.#file, answer.error))
    else waiting?.resolve(answer.value)
  }

  #end(error: HistoryError): void {
    if (this.#ended) return
    this.#ended = error
    for (const { reject } of this.#open.values()) reject(error)
    this.#open.clear()
    if (!this.#isTold) this.#onEnd(error)
  }
}
