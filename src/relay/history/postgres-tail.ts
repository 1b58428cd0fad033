import type { HistoryError } from './history-error.ts'
import type { Draft, HistoryFollower, Leader, Row } from './history-store.ts'
import type { Committed } from './postgres-lease.ts'
import type { Database, PostgresLink } from './postgres-link.ts'
import { readWindow } from './postgres-reader.ts'
import { CHANNEL, type Notice } from './postgres-schema.ts'

/** Where nobody wakes the tail it looks by itself. Milliseconds. */
const POLL_MS = 1_000
const FIRST_RETRY_MS = 100
const LAST_RETRY_MS = 1_000

/** Rows read and told at a time. */
const ROWS = 2_000

/** A leader who has given no sign of life for this long is not known to be alive. Milliseconds. */
const SILENT_MS = 3_000

/** A look that takes longer is given up. Milliseconds. */
const READ_TIMEOUT_MS = 10_000

/**
 * What this relay last knew of the history: a place, and the token of the last taking of a site before it. A database in
 * which that place does not exist, or was written after another taking, is not the one that was read.
 */
export type Mark = { readonly epoch: string; readonly seq: number; readonly token: string | null }

type Head = {
  readonly epoch: string
  readonly seq: number
  readonly prunedTo: number
  readonly token: string | null
  readonly markToken: string | null
}

export type TailOptions = {
  readonly reads: PostgresLink
  /** A session of its own that hears notices; `heard` and `lost` below are its callbacks. */
  readonly notices: PostgresLink
  readonly relay: string
  /** The history is another one than before. */
  readonly onRenewal: () => void
  /** Something may have changed besides the observations: called at each poll and at each notice. */
  readonly onLook: (sql: Database) => Promise<void>
}

async function readHead(sql: Database, mark: Mark | null): Promise<Head> {
  const [head] = await sql<Head[]>`
    SELECT epoch, seq, pruned_to AS "prunedTo", token_at(seq) AS token, token_at(${mark?.seq ?? 0}) AS "markToken"
    FROM head`
  if (!head) throw new Error('the history has no head')
  return head
}

/**
 * What all relays commit, in order: the relay's own batches at once where nothing came between, everything else read from
 * the database when a notice, or the clock, says so. Each look verifies that the history is still the one that was read.
 */
export class PostgresTail {
  readonly #options: TailOptions
  readonly #followers = new Set<HistoryFollower>()
  #mark: Mark | null
  #prunedTo = 0
  #leaders: ReadonlyMap<string, Leader> = new Map()
  #fault: HistoryError | null = null
  #isHearing = false
  #wake: (() => void) | null = null
  #isDue = true
  #looksAll = true
  #running: Promise<void> = Promise.resolve()
  #stopped = false

  /** @param mark What this relay knew when it last ran; null where it knows nothing. */
  constructor(options: TailOptions, mark: Mark | null) {
    this.#options = options
    this.#mark = mark
  }

  get mark(): Mark {
    return this.#mark ?? { epoch: '', seq: 0, token: null }
  }

  get prunedTo(): number {
    return this.#prunedTo
  }

  get fault(): HistoryError | null {
    return this.#fault
  }

  leaderOf(site: string): Leader | null {
    return this.#leaders.get(site) ?? null
  }

  /** Reads where the history ends, before anything is followed. A mark from before that does not fit it begins a new epoch. */
  async open(): Promise<void> {
    await this.#options.reads.use(async (sql) => {
      const head = await this.#verify(sql, await readHead(sql, this.#mark))
      this.#adopt(head)
      await this.#lookAround(sql)
    })
  }

  /** Begins to follow. */
  start(): void {
    this.#running = this.#run()
  }

  follow(follower: HistoryFollower): () => void {
    this.#followers.add(follower)
    return () => void this.#followers.delete(follower)
  }

  /** A batch of this relay is durable. Where nobody else's came before it, it need not be read. */
  committed(drafts: readonly Draft[], { firstSeq, token }: Committed): void {
    if (!this.#mark || firstSeq !== this.#mark.seq + 1) return this.look()
    const rows = drafts.map(({ agentId, body }, index) => ({ seq: firstSeq + index, agentId, body }))
    this.#tell(rows, { ...this.#mark, seq: firstSeq + drafts.length - 1, token })
  }

  /** Reads how far retention has come. */
  async lookForPruned(): Promise<void> {
    const head = await this.#options.reads.use((sql) => readHead(sql, null))
    this.#prunedTo = head.prunedTo
  }

  heard(notice: Notice): void {
    if (notice !== 'observations') this.#looksAll = true
    this.look()
  }

  lostNotices(): void {
    this.#isHearing = false
    this.look()
  }

  /** Looks as soon as possible. */
  look(): void {
    this.#isDue = true
    this.#wake?.()
  }

  async close(): Promise<void> {
    this.#stopped = true
    this.#wake?.()
    await this.#running
  }

  async #run(): Promise<void> {
    let retryMs = FIRST_RETRY_MS
    let lookedAll = 0
    while (!this.#stopped) {
      this.#isDue = false
      let wait = POLL_MS
      try {
        if (!this.#isHearing) await this.#listen()
        if (performance.now() - lookedAll >= POLL_MS) this.#looksAll = true
        const isAll = this.#looksAll
        this.#looksAll = false
        await this.#options.reads.use(async (sql) => {
          await this.#read(sql)
          if (isAll) await this.#lookAround(sql)
        }, READ_TIMEOUT_MS)
        if (isAll) lookedAll = performance.now()
        this.#fault = null
        retryMs = FIRST_RETRY_MS
      } catch (error) {
        this.#fault = error as HistoryError
        this.#looksAll = true
        this.#isDue = false
        wait = retryMs
        retryMs = Math.min(2 * retryMs, LAST_RETRY_MS)
      }
      await this.#pause(wait)
    }
  }

  async #pause(ms: number): Promise<void> {
    if (this.#isDue || this.#stopped) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, ms)
    this.#wake = resolve
    await promise
    clearTimeout(timer)
    this.#wake = null
  }

  async #listen(): Promise<void> {
    await this.#options.notices.use((sql) => sql`LISTEN ${sql(CHANNEL)}`, READ_TIMEOUT_MS)
    this.#isHearing = true
  }

  async #read(sql: Database): Promise<void> {
    for (let isMore = true; isMore && !this.#stopped;) {
      const known = this.#mark
      const head = await this.#verify(sql, await readHead(sql, known), known)
      this.#prunedTo = head.prunedTo
      if (head.epoch !== known?.epoch) {
        this.#adopt(head)
        this.#options.onRenewal()
        return
      }
      if (head.seq <= known.seq) return
      const rows = await readWindow(sql, { from: known.seq, upTo: head.seq, limit: ROWS })
      const last = rows.at(-1)
      isMore = rows.length === ROWS && last !== undefined && last.seq < head.seq
      if (!isMore || !last) {
        this.#tell(rows, { epoch: head.epoch, seq: head.seq, token: head.token })
      } else {
        const [row] = await sql<{ token: string | null }[]>`SELECT token_at(${last.seq}) AS token`
        this.#tell(rows, { epoch: head.epoch, seq: last.seq, token: row?.token ?? null })
      }
    }
  }

  /** Rows that were told meanwhile are left out: the relay's own batches come while others are being read. */
  #tell(rows: readonly Row[], mark: Mark): void {
    const before = this.#mark?.seq ?? 0
    if (mark.seq <= before) return
    this.#mark = mark
    const news = rows.filter(({ seq }) => seq > before)
    if (news.length > 0) for (const follow of this.#followers) follow(news)
  }

  /** Is this the history that is known? If not, it gets another epoch, unless another relay saw to that already. */
  async #verify(sql: Database, head: Head, known: Mark | null = this.#mark): Promise<Head> {
    if (!known || head.epoch !== known.epoch) return head
    if (head.seq >= known.seq && head.markToken === known.token) return head
    await sql`SELECT end_epoch(${known.epoch})`
    return readHead(sql, null)
  }

  #adopt({ epoch, seq, token, prunedTo }: Head): void {
    this.#mark = { epoch, seq, token }
    this.#prunedTo = prunedTo
  }

  async #lookAround(sql: Database): Promise<void> {
    type Lead = { site: string; term: number; relay: string; isAlive: boolean }
    const leads = await sql<Lead[]>`
      SELECT site, sites.term, relay,
             NOT released AND coalesce(life.at > clock_timestamp() - ${`${SILENT_MS} ms`}::interval, false) AS "isAlive"
      FROM sites LEFT JOIN signs_of_life AS life USING (site)`
    this.#leaders = new Map(
      leads.map(({ site, term, relay, isAlive }) => [
        site,
        { term, relay, isSelf: relay === this.#options.relay, isAlive },
      ]),
    )
    await this.#options.onLook(sql)
  }
}
