import { HistoryError } from './history-error.ts'
import { type Draft, kindOf, type Lease } from './history-store.ts'
import type { PostgresLink } from './postgres-link.ts'

/** A commit that takes longer has an unknown outcome: the same batch is sent again over another connection. Milliseconds. */
const APPEND_TIMEOUT_MS = 10_000

/** What a committed batch says of the history. */
export type Committed = { readonly firstSeq: number; readonly token: string }

export type PostgresLeaseOptions = {
  readonly site: string
  readonly term: number
  /** A connection of its own. */
  readonly link: PostgresLink
  /** The last place that this relay knows: the database must have it. */
  readonly known: () => number
  /** When rows are committed, milliseconds; null: the database's clock. */
  readonly moment: () => number | null
  readonly onCommitted: (drafts: readonly Draft[], committed: Committed) => void
  readonly onRefused: (lease: PostgresLease, error: HistoryError) => void
  readonly end: (lease: PostgresLease) => Promise<void>
}

/** A site's lease in PostgreSQL: each write names the term, and the database refuses it under an older one. */
export class PostgresLease implements Lease {
  readonly #options: PostgresLeaseOptions
  readonly #lost = new AbortController()
  #term: number
  /** Whether the session of the locks holds this site's; writes go on without for a while, since the term fences them. */
  isLocked = true

  constructor(options: PostgresLeaseOptions) {
    this.#options = options
    this.#term = options.term
  }

  get site(): string {
    return this.#options.site
  }

  get term(): number {
    return this.#term
  }

  get lost(): AbortSignal {
    return this.#lost.signal
  }

  /** The site was taken again by this relay. */
  renew(term: number): void {
    this.#term = term
    this.isLocked = true
  }

  lose(reason: HistoryError): void {
    this.#lost.abort(reason)
    void this.#options.link.close()
  }

  async append(drafts: readonly Draft[], batch: string): Promise<number> {
    const heard = drafts.filter((draft) => kindOf(draft) === 'cti').map(({ at }) => at)
    const committed = await this.#write(async (link) =>
      link.use(async (sql) => {
        const [row] = await sql<Committed[]>`
          SELECT first_seq AS "firstSeq", token FROM append(
            ${this.site}, ${this.#term}, ${batch}, ${this.#options.known()},
            ${heard.length === 0 ? null : Math.max(...heard)}, ${this.#options.moment()},
            ${drafts.map(({ agentId }) => agentId)}::text[], ${drafts.map(({ at }) => at)}::bigint[],
            ${drafts.map(({ body }) => body)}::text[])`
        if (!row) throw new HistoryError('history-failed', 'The history’s database answered nothing.')
        return row
      }, APPEND_TIMEOUT_MS),
    )
    this.#options.onCommitted(drafts, committed)
    return committed.firstSeq
  }

  async noteListening(at: number): Promise<void> {
    await this.#write((link) =>
      link.use((sql) => sql`SELECT note_listening(${this.site}, ${this.#term}, ${at})`, APPEND_TIMEOUT_MS),
    )
  }

  async putDocument(key: string, body: string): Promise<void> {
    await this.#write((link) =>
      link.use((sql) => sql`SELECT put_document(${key}, ${body}, ${this.site}, ${this.#term})`, APPEND_TIMEOUT_MS),
    )
  }

  async release(): Promise<void> {
    if (this.#lost.signal.aborted) return
    this.#lost.abort()
    try {
      await this.#options.end(this)
    } finally {
      await this.#options.link.close()
    }
  }

  async #write<T>(work: (link: PostgresLink) => Promise<T>): Promise<T> {
    if (this.#lost.signal.aborted) {
      throw new HistoryError('history-fenced', `This relay does not lead the CTI site ${this.site} (any more).`)
    }
    try {
      return await work(this.#options.link)
    } catch (error) {
      if (error instanceof HistoryError) this.#options.onRefused(this, error)
      throw error
    }
  }
}
