import { setTimeout as pause } from 'node:timers/promises'
import { HistoryError } from './history-error.ts'
import type { Draft, HistoryFollower, HistoryStore, Leader, Lease, Row, Scope, StoreSize } from './history-store.ts'
import { MemoryDocuments, MemoryTickets } from './memory-shelves.ts'
import type { PackedRows } from './packed-rows.ts'
import { type Aside, keptAside, MAX_ASIDE, removeAside, setAside } from './sqlite-aside.ts'
import { type Opened, type SqliteMethod, SqliteThread } from './sqlite-calls.ts'
import type { Batch, Head, SqliteDatabase } from './sqlite-database.ts'
import { lockHistory } from './sqlite-lock.ts'
import { lookApart } from './sqlite-look-apart.ts'

/** What became of a damaged file: it is kept under this name. */
export type SetAside = { readonly path: string; readonly cause: HistoryError }

/** A history that is damaged again so soon is not begun anew once more: the disk is what has to be mended. Milliseconds. */
const NEXT_RENEWAL_MS = 60_000

/** How often a file is looked at for damage, all of it. */
const LOOK_INTERVAL_MS = 24 * 3_600_000

/** A file that could not be opened again is left alone for so long: each attempt costs a thread. Milliseconds. */
const REOPEN_PAUSE_MS = 1_000

/** Rows that are read at a time of what became durable without anybody knowing. */
const UNTOLD_ROWS = 1_000

/** One opening of the file: what writes and what reads, so that a long replay holds up no commit. */
type Opening = Opened & { readonly writer: SqliteThread; reader: SqliteThread; rereading?: Promise<void> | undefined }

/** What the relay does about damage and other faults. */
export type Care = {
  readonly now: () => number
  readonly onSetAside: (what: SetAside) => void
  /** A history that was set aside is not kept any longer. */
  readonly onLetGo: (path: string, why: string) => void
  /** A thread ended by itself. What it wrote is kept, and another one takes its place when it is needed. */
  readonly onThreadEnd: (cause: HistoryError) => void
  /** The look for damage, or what is done about it, failed. */
  readonly onFault: (message: string, cause: unknown) => void
}

const isDamage = (error: unknown): error is HistoryError =>
  error instanceof HistoryError && error.code === 'history-damaged'

/** One relay has the file: it leads every site, always for the first time. */
const ALWAYS: Leader = { term: 1, relay: 'this relay', isSelf: true, isAlive: true }

/**
 * The embedded engine: one file, one writing and one reading thread. A damaged file is set aside under a dated name, where it
 * stays until the retention ends, and a new history begins: at the start, or later, when it is met by a call or by the look that
 * goes on beside. When the writing thread ends by itself, the file is opened again as at the start; the batch that it had is
 * found there or not. What several relays would share stays in this one's memory.
 */
export class SqliteStore implements HistoryStore {
  readonly tickets = new MemoryTickets()
  readonly documents = new MemoryDocuments()
  readonly #followers = new Set<HistoryFollower>()
  readonly #file: string
  readonly #care: Care | null
  readonly #stop = new AbortController()
  #opening: Opening | null = null
  #reopening: Promise<Opening> | null = null
  #head: Head = { epoch: '', lastSeq: 0, prunedTo: 0 }
  /** Why the file must be set aside before it is opened again. */
  #damage: HistoryError | null = null
  #renewedAt = -Infinity
  #onRenewal: () => void = () => undefined
  #looking: Promise<void> = Promise.resolve()
  #unlock: () => void = () => undefined

  private constructor(file: string, care: Care | null) {
    this.#file = file
    this.#care = care
  }

  /**
   * Opens the history for a relay, or begins one. A damaged file is set aside, now or later.
   * @throws {HistoryError} when another relay has it, or it cannot be opened for a reason other than damage, or cannot be set aside.
   */
  static async open(file: string, care: Care): Promise<SqliteStore> {
    const store = new SqliteStore(file, care)
    store.#unlock = lockHistory(file)
    try {
      const { isWholeSeen } = await store.#current()
      store.#looking = store.#keepLooking(isWholeSeen, care)
      return store
    } catch (error) {
      store.#unlock()
      throw error
    }
  }

  /** Opens a history for a command beside the relay; nothing is begun and nothing set aside. @throws {HistoryError} */
  static async openExisting(file: string): Promise<SqliteStore> {
    const store = new SqliteStore(file, null)
    await store.#current()
    return store
  }

  get epoch(): string {
    return this.#head.epoch
  }

  get lastSeq(): number {
    return this.#head.lastSeq
  }

  get prunedTo(): number {
    return this.#head.prunedTo
  }

  /** Where the file cannot be used, each call says so. */
  fault(): null {
    return null
  }

  async lead(site: string): Promise<Lease> {
    const end = new AbortController()
    return {
      site,
      term: ALWAYS.term,
      lost: end.signal,
      append: (drafts, batch) => this.append(drafts, { site, name: batch }),
      noteListening: (at) => this.noteListening(site, at),
      putDocument: (key, body) => this.documents.put(key, body),
      release: async () => end.abort(),
    }
  }

  leaderOf(): Leader {
    return ALWAYS
  }

  follow(follower: HistoryFollower): () => void {
    this.#followers.add(follower)
    return () => void this.#followers.delete(follower)
  }

  /**
   * What a lease does: there is no other relay that could have the site.
   * @param batch Without it the drafts must not be appended again where it is not known what became of them.
   */
  async append(drafts: readonly Draft[], batch: Batch | null = null): Promise<number> {
    const first = await this.#call('writer', 'append', drafts, batch)
    // Of a batch whose writer ended the followers were told when the file was opened again.
    if (first > this.#head.lastSeq) {
      this.#tell(drafts.map(({ agentId, body }, index) => ({ seq: first + index, agentId, body })))
    }
    return first
  }

  listSeqs(scope: Scope): Promise<Float64Array> {
    return this.#call('reader', 'listSeqs', scope)
  }

  readRows(seqs: Float64Array): Promise<readonly Row[]> {
    return this.#call('reader', 'readRows', seqs)
  }

  readPacked(seqs: Float64Array): Promise<PackedRows> {
    return this.#call('reader', 'readPacked', seqs)
  }

  readAfter(seq: number, limit: number): Promise<readonly (Row & { at: number })[]> {
    return this.#call('reader', 'readAfter', seq, limit)
  }

  readAgent(agentId: string, from: number, to: number, limit: number): Promise<readonly (Row & { at: number })[]> {
    return this.#call('reader', 'readAgent', agentId, from, to, limit)
  }

  keeps(agentIds: readonly string[]): Promise<ReadonlySet<string>> {
    return this.#call('reader', 'keeps', agentIds)
  }

  async noteListening(site: string, at: number): Promise<void> {
    await this.#call('writer', 'noteListening', site, at)
  }

  lastListening(site: string): Promise<number | null> {
    return this.#call('reader', 'lastListening', site)
  }

  async prune(before: number, limit: number): Promise<number> {
    const { removed, prunedTo } = await this.#call('writer', 'prune', before, limit)
    this.#head = { ...this.#head, prunedTo: Math.max(this.#head.prunedTo, prunedTo) }
    if (removed === 0) {
      const past = keptAside(this.#file).filter(({ writtenAt }) => writtenAt < before)
      await this.#letGo(past, 'what it has is past the retention')
    }
    return removed
  }

  forget(agentId: string): Promise<number> {
    this.documents.forget(agentId)
    return this.#call('writer', 'forget', agentId)
  }

  /** Nothing: rows are read from a file's pages in memory. */
  async sortPast(): Promise<number> {
    return 0
  }

  size(): Promise<StoreSize> {
    return this.#call('reader', 'size')
  }

  onRenewal(listener: () => void): void {
    this.#onRenewal = listener
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#looking
    // One that cannot be opened again has nothing to close.
    await this.#reopening?.catch(() => undefined)
    await this.#opening?.reader.end()
    await this.#opening?.writer.end()
    this.#unlock()
    this.#unlock = () => undefined
  }

  /** Calls the database; where that meets damage, the file is set aside and the new one called. */
  async #call<M extends SqliteMethod>(
    side: 'writer' | 'reader',
    method: M,
    ...args: Parameters<SqliteDatabase[M]>
  ): Promise<ReturnType<SqliteDatabase[M]>> {
    const opening = await this.#current()
    if (side === 'reader' && opening.reader.hasEnded) {
      await (opening.rereading ??= this.#renewReader(opening).finally(() => (opening.rereading = undefined)))
    }
    try {
      return await opening[side].call(method, ...args)
    } catch (error) {
      if (!isDamage(error) || !this.#giveUp(opening, error)) throw error
    }
    return (await this.#current())[side].call(method, ...args)
  }

  /** A thread that reads may end by itself, where it was asked for more than its memory holds: others go on with a new one. */
  async #renewReader(opening: Opening): Promise<void> {
    const { thread } = await SqliteThread.open(this.#file, 'read', this.#onThreadEnd)
    const isNeeded = opening === this.#opening && opening.reader.hasEnded && !this.#stop.signal.aborted
    if (isNeeded) opening.reader = thread
    else await thread.end()
  }

  async #current(): Promise<Opening> {
    if (this.#stop.signal.aborted) throw new HistoryError('history-closed', 'The history is closed.')
    if (this.#opening && !this.#opening.writer.hasEnded) return this.#opening
    return (this.#reopening ??= this.#renew(this.#opening))
  }

  /** Leaves a damaged file; it is set aside for whoever comes next. False where it must be kept (again so soon). */
  #giveUp(opening: Opening, damage: HistoryError): boolean {
    if (!this.#care || this.#stop.signal.aborted) return false
    if (this.#opening !== opening) return true
    // A clock that was set back holds nothing up.
    if (Math.abs(this.#care.now() - this.#renewedAt) < NEXT_RENEWAL_MS) return false
    this.#damage = damage
    this.#reopening = this.#renew(opening)
    return true
  }

  /**
   * What was asked of the old threads is answered by them first. Both end, also where one has ended already: what looks at the
   * file before it is opened closes it, and with that all locks that this process has on it.
   */
  async #renew(old: Opening | null): Promise<Opening> {
    this.#opening = null
    try {
      if (old) await Promise.all([old.reader.end(), old.writer.end()])
      this.#opening = await this.#open()
      this.#reopening = null
      return this.#opening
    } catch (error) {
      setTimeout(() => (this.#reopening = null), REOPEN_PAUSE_MS).unref()
      throw error
    }
  }

  async #open(): Promise<Opening> {
    const { epoch } = this.#head
    const opening = await this.#openFile()
    if (epoch === opening.head.epoch) await this.#tellUntold(opening)
    this.#head = opening.head
    if (epoch !== '' && epoch !== opening.head.epoch) this.#onRenewal()
    return opening
  }

  /** What a writer that ended made durable, and nobody has been told of. */
  async #tellUntold(opening: Opening): Promise<void> {
    try {
      while (this.#head.lastSeq < opening.head.lastSeq) {
        const rows = await opening.reader.call('readAfter', this.#head.lastSeq, UNTOLD_ROWS)
        if (rows.length === 0) break
        this.#tell(rows)
      }
    } catch (error) {
      await Promise.all([opening.reader.end(), opening.writer.end()])
      throw error
    }
  }

  #tell(rows: readonly Row[]): void {
    this.#head = { ...this.#head, lastSeq: rows.at(-1)?.seq ?? this.#head.lastSeq }
    for (const follow of this.#followers) follow(rows)
  }

  readonly #onThreadEnd = (cause: HistoryError): void => this.#care?.onThreadEnd(cause)

  async #openFile(): Promise<Opening> {
    if (this.#damage && this.#care) await this.#setAside(this.#damage, this.#care)
    try {
      return await this.#openThreads()
    } catch (error) {
      if (!this.#care || !isDamage(error)) throw error
      await this.#setAside(error, this.#care)
      return this.#openThreads()
    }
  }

  async #openThreads(): Promise<Opening> {
    const { thread: writer, ...opened } = await SqliteThread.open(
      this.#file,
      this.#care ? 'own' : 'join',
      this.#onThreadEnd,
    )
    try {
      const { thread: reader } = await SqliteThread.open(this.#file, 'read', this.#onThreadEnd)
      return { writer, reader, ...opened }
    } catch (error) {
      await writer.end()
      throw error
    }
  }

  async #setAside(cause: HistoryError, { now, onSetAside, onFault }: Care): Promise<void> {
    this.#damage = cause
    const at = now()
    const path = await setAside(this.#file, at)
    this.#damage = null
    this.#renewedAt = at
    onSetAside({ path, cause })
    try {
      const bySize = keptAside(this.#file).toSorted((one, other) => other.bytes - one.bytes)
      await this.#letGo(bySize.slice(MAX_ASIDE), `of those that are set aside the ${MAX_ASIDE} largest are kept`)
    } catch (error) {
      // The relay goes on; it is tried again with the next one, and when the retention ends.
      onFault('a damaged history that was set aside is kept, though it is one too many', error)
    }
  }

  async #letGo(asides: readonly Aside[], why: string): Promise<void> {
    for (const aside of asides) {
      await removeAside(aside)
      this.#care?.onLetGo(aside.path, why)
    }
  }

  /** Looks at all of the file for damage, at once where the start has not, and every day. */
  async #keepLooking(isWholeSeen: boolean, { onFault }: Care): Promise<void> {
    const { signal } = this.#stop
    for (let isSeen = isWholeSeen; !signal.aborted; isSeen = false) {
      try {
        if (!isSeen) await this.#look()
      } catch (error) {
        if (!signal.aborted) onFault('the history could not be looked at for damage', error)
      }
      // Ended by closing, which is no fault.
      await pause(LOOK_INTERVAL_MS, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }

  async #look(): Promise<void> {
    const opening = await this.#current()
    try {
      await lookApart(this.#file, this.#stop.signal)
    } catch (error) {
      if (!isDamage(error) || !this.#giveUp(opening, error)) throw error
      await this.#current()
    }
  }
}
