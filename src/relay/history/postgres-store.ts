import { hostname } from 'node:os'
import { randomBytes } from 'node:crypto'
import { HistoryError } from './history-error.ts'
import type { Draft, HistoryFollower, HistoryStore, Leader, Lease, Row, Scope, StoreSize } from './history-store.ts'
import { packRows, type PackedRows } from './packed-rows.ts'
import { PostgresLease } from './postgres-lease.ts'
import { PostgresLeases } from './postgres-leases.ts'
import { type LinkOptions, PostgresLink, type PostgresSettings } from './postgres-link.ts'
import { readMark, writeMark } from './postgres-mark.ts'
import { checkVersion, migrate } from './postgres-migrate.ts'
import { refusePooler } from './postgres-pooler.ts'
import { PostgresReader } from './postgres-reader.ts'
import type { Notice } from './postgres-schema.ts'
import { PostgresDocuments, PostgresTickets } from './postgres-shelves.ts'
import { PostgresSorter } from './postgres-sorter.ts'
import { PostgresTail } from './postgres-tail.ts'
import { PostgresUpkeep } from './postgres-upkeep.ts'

/** Connections for reading, and for tickets, documents and upkeep: a long replay or a day's removal holds up nobody else. */
const READERS = 4
const DESKS = 3

/** How often what this relay knows of the history is written to its mark file. Milliseconds. */
const MARK_MS = 5_000

export type PostgresStoreOptions = {
  readonly settings: PostgresSettings
  /** Where this relay keeps what it last knew of the history; null: nowhere. */
  readonly markFile: string | null
  /** Something went wrong that is tried again by itself. */
  readonly onFault: (error: HistoryError) => void
  /** When rows are committed, milliseconds; default: the database's clock. */
  readonly moment?: () => number
}

/** The engine for several relays that share one history. */
export class PostgresStore implements HistoryStore {
  readonly tickets: PostgresTickets
  readonly documents: PostgresDocuments
  /** Names this relay for a person; the ending tells two with one process number apart. */
  readonly #relay = `${hostname()}:${process.pid}:${randomBytes(3).toString('hex')}`
  readonly #options: PostgresStoreOptions
  readonly #links: PostgresLink[] = []
  readonly #desk: PostgresLink
  readonly #reader: PostgresReader
  readonly #upkeep: PostgresUpkeep
  readonly #sorter: PostgresSorter
  readonly #tail: PostgresTail
  readonly #leases: PostgresLeases
  #onRenewal: () => void = () => undefined
  #markTimer: NodeJS.Timeout | undefined

  private constructor(options: PostgresStoreOptions) {
    this.#options = options
    this.#desk = this.#link({ name: 'desk', max: DESKS })
    this.#reader = new PostgresReader(this.#link({ name: 'reader', max: READERS }))
    this.#upkeep = new PostgresUpkeep(this.#desk, options.moment ?? Date.now, () => options.moment?.() ?? null)
    this.#sorter = new PostgresSorter({
      open: (onLost) =>
        new PostgresLink(options.settings, {
          name: 'sorter',
          max: 1,
          // What a standby does not have yet is sorted again after a failover.
          prepare: async (sql) => void (await sql`SET synchronous_commit = local`),
          onLost,
        }),
      moment: () => options.moment?.() ?? null,
    })
    this.tickets = new PostgresTickets(this.#desk)
    this.documents = new PostgresDocuments(this.#desk)
    const notices = this.#link({
      name: 'notices',
      max: 1,
      onNotify: (payload) => this.#tail.heard(payload as Notice),
      onLost: () => this.#tail.lostNotices(),
    })
    this.#tail = new PostgresTail(
      {
        reads: this.#link({ name: 'tail', max: 1 }),
        notices,
        relay: this.#relay,
        onRenewal: () => this.#onRenewal(),
        onLook: (sql) => this.documents.look(sql),
      },
      options.markFile === null ? null : readMark(options.markFile),
    )
    const session = this.#link({
      name: 'leases',
      max: 1,
      // What must survive a crash of the server is written over another connection.
      prepare: async (sql) => void (await sql`SET synchronous_commit = off`),
      onLost: () => this.#leases.onSessionLost(),
    })
    this.#leases = new PostgresLeases({
      session,
      desk: this.#desk,
      relay: this.#relay,
      newLease: (site, term, end) => this.#newLease(site, term, end),
      onFault: options.onFault,
    })
  }

  /** Opens the history for a relay: makes or migrates its tables, verifies that it is the one that was known, follows it. */
  static async open(options: PostgresStoreOptions): Promise<PostgresStore> {
    const store = new PostgresStore(options)
    return store.#start(async () => {
      await refusePooler(options.settings)
      await migrate(store.#desk)
      await store.#upkeep.makeDays()
      await store.#tail.open()
      store.#tail.start()
      if (options.markFile !== null) store.#markTimer = setInterval(() => store.#writeMark(), MARK_MS)
    })
  }

  /** Opens a history for a command beside the relays: nothing is made, followed or verified. */
  static async openExisting(settings: PostgresSettings): Promise<PostgresStore> {
    const store = new PostgresStore({ settings, markFile: null, onFault: () => undefined })
    return store.#start(async () => {
      await checkVersion(store.#desk)
      await store.#tail.open()
    })
  }

  get epoch(): string {
    return this.#tail.mark.epoch
  }

  get lastSeq(): number {
    return this.#tail.mark.seq
  }

  get prunedTo(): number {
    return this.#tail.prunedTo
  }

  fault(): HistoryError | null {
    return this.#tail.fault
  }

  lead(site: string, signal: AbortSignal): Promise<Lease> {
    return this.#leases.lead(site, signal)
  }

  leaderOf(site: string): Leader | null {
    return this.#tail.leaderOf(site)
  }

  follow(follower: HistoryFollower): () => void {
    return this.#tail.follow(follower)
  }

  listSeqs(scope: Scope): Promise<Float64Array> {
    return this.#reader.listSeqs(scope)
  }

  readRows(seqs: Float64Array): Promise<readonly Row[]> {
    return this.#reader.readRows(seqs)
  }

  async readPacked(seqs: Float64Array): Promise<PackedRows> {
    return packRows(await this.readRows(seqs))
  }

  readAfter(seq: number, limit: number): Promise<readonly (Row & { at: number })[]> {
    return this.#reader.readAfter(seq, limit)
  }

  readAgent(agentId: string, from: number, to: number, limit: number): Promise<readonly (Row & { at: number })[]> {
    return this.#reader.readAgent(agentId, from, to, limit)
  }

  keeps(agentIds: readonly string[]): Promise<ReadonlySet<string>> {
    return this.#reader.keeps(agentIds)
  }

  lastListening(site: string): Promise<number | null> {
    return this.#reader.lastListening(site)
  }

  async prune(before: number, limit: number): Promise<number> {
    const removed = await this.#upkeep.prune(before, limit)
    if (removed > 0) await this.#tail.lookForPruned()
    return removed
  }

  forget(agentId: string): Promise<number> {
    return this.#upkeep.forget(agentId)
  }

  sortPast(): Promise<number> {
    return this.#sorter.run()
  }

  size(): Promise<StoreSize> {
    return this.#reader.size()
  }

  onRenewal(listener: () => void): void {
    this.#onRenewal = listener
  }

  async close(): Promise<void> {
    clearInterval(this.#markTimer)
    await this.#sorter.close()
    await this.#leases.close()
    await this.#tail.close()
    if (this.#options.markFile !== null) this.#writeMark()
    await Promise.all(this.#links.map((link) => link.close()))
  }

  async #start(begin: () => Promise<void>): Promise<this> {
    try {
      await begin()
      return this
    } catch (error) {
      await this.close()
      throw error
    }
  }

  #link(options: LinkOptions): PostgresLink {
    const link = new PostgresLink(this.#options.settings, options)
    this.#links.push(link)
    return link
  }

  #newLease(site: string, term: number, end: (lease: PostgresLease) => Promise<void>): PostgresLease {
    return new PostgresLease({
      site,
      term,
      link: new PostgresLink(this.#options.settings, { name: `writer of ${site}`, max: 1 }),
      known: () => this.#tail.mark.seq,
      moment: () => this.#options.moment?.() ?? null,
      onCommitted: (drafts: readonly Draft[], committed) => this.#tail.committed(drafts, committed),
      onRefused: (lease, { code }) => {
        if (code === 'history-failed-over') this.#leases.retake(lease)
        else if (code === 'history-rolled-back') this.#tail.look()
      },
      end,
    })
  }

  #writeMark(): void {
    const { markFile, onFault } = this.#options
    if (markFile === null || this.#tail.mark.epoch === '') return
    try {
      writeMark(markFile, this.#tail.mark)
    } catch (cause) {
      onFault(
        new HistoryError('history-mark', `${markFile} cannot be written: a restored database may go unnoticed.`, cause),
      )
    }
  }
}
