import { HistoryError } from './history-error.ts'
import type { PostgresLink } from './postgres-link.ts'
import type { PostgresLease } from './postgres-lease.ts'

/** How often sites are looked at, and how often a leader gives a sign of life. Milliseconds. */
const LOOK_MS = 250
const SIGN_MS = 500

/** What is asked over the session of the locks is given up after so long. Milliseconds. */
const SESSION_TIMEOUT_MS = 3_000

/**
 * A site whose lock is free but that nobody released is left to its leader for so many looks, 1.5 s: its session may only have
 * been lost with the server. One whose leader is silent but holds the lock (frozen, or cut off) is taken from it after 3 s.
 * In looks, because while the database or this relay stands still a leader can give no sign either.
 */
const FREE_LOOKS = 6
const SILENT_LOOKS = 12

/** The two numbers that name a site's advisory lock. */
const LOCK_SPACE = 'reason_history.site'

type SiteState = {
  readonly site: string
  readonly term: number | null
  readonly released: boolean
  readonly sign: string
}

/** A site that is waited for. */
type Wanted = {
  readonly resolve: (lease: PostgresLease) => void
  /** Its last sign of life, and how many looks have found no other: on one unbroken session. */
  sign: string
  looks: number
  isTaking: boolean
}

export type LeasesOptions = {
  /** A session of its own: it holds the locks. */
  readonly session: PostgresLink
  /** For what may have to wait for other writers. */
  readonly desk: PostgresLink
  /** Names this relay for a person. */
  readonly relay: string
  readonly newLease: (site: string, term: number, end: (lease: PostgresLease) => Promise<void>) => PostgresLease
  readonly onFault: (error: HistoryError) => void
}

/**
 * Which relay leads which site: an advisory lock on a session of its own, signs of life, and a term that fences writes.
 * Silence is counted here, in looks over the same session, so no two clocks are ever compared.
 */
export class PostgresLeases {
  readonly #options: LeasesOptions
  readonly #wanted = new Map<string, Wanted>()
  readonly #held = new Map<string, PostgresLease>()
  readonly #retaking = new Set<string>()
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> = Promise.resolve()
  #signedAt = -Infinity
  #stopped = false

  constructor(options: LeasesOptions) {
    this.#options = options
  }

  /** @throws {Error} the signal's reason when it is aborted before the site is had. */
  lead(site: string, signal: AbortSignal): Promise<PostgresLease> {
    const { promise, resolve, reject } = Promise.withResolvers<PostgresLease>()
    if (signal.aborted) return Promise.reject(signal.reason as Error)
    const giveUp = (): void => {
      this.#wanted.delete(site)
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', giveUp, { once: true })
    const take = (lease: PostgresLease): void => {
      signal.removeEventListener('abort', giveUp)
      resolve(lease)
    }
    this.#wanted.set(site, { resolve: take, sign: '', looks: 0, isTaking: false })
    this.#lookSoon(0)
    return promise
  }

  /** The session of the locks was lost, and with it the locks; nobody has been observed without a break. */
  onSessionLost(): void {
    for (const lease of this.#held.values()) lease.isLocked = false
    for (const wanted of this.#wanted.values()) wanted.sign = ''
  }

  /** The site must be taken again: its server is another one. */
  retake(lease: PostgresLease): void {
    lease.isLocked = false
  }

  async close(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#looking
    await Promise.allSettled([...this.#held.values()].map((lease) => lease.release()))
  }

  #lookSoon(delay: number): void {
    clearTimeout(this.#timer)
    if (this.#stopped || (this.#wanted.size === 0 && this.#held.size === 0)) return
    this.#timer = setTimeout(() => {
      this.#looking = this.#look()
        .catch((error: unknown) => this.#options.onFault(error as HistoryError))
        .finally(() => this.#lookSoon(LOOK_MS))
    }, delay)
  }

  async #look(): Promise<void> {
    const now = performance.now()
    if (now - this.#signedAt >= SIGN_MS) {
      this.#signedAt = now
      await this.#giveSigns()
    }
    const states = await this.#readStates([...this.#wanted.keys(), ...this.#held.keys()])
    for (const state of states) {
      const lease = this.#held.get(state.site)
      const wanted = this.#wanted.get(state.site)
      if (lease) await this.#keep(lease, state)
      else if (wanted) await this.#await(wanted, state)
    }
  }

  /** Signs need not survive a crash of the server: they wait for no disk and no standby. */
  async #giveSigns(): Promise<void> {
    const signing = [...this.#held.values()].filter(({ isLocked }) => isLocked)
    if (signing.length === 0) return
    await this.#options.session.use(
      (sql) => sql`
        UPDATE signs_of_life AS life SET at = clock_timestamp()
        FROM unnest(${signing.map(({ site }) => site)}::text[], ${signing.map(({ term }) => term)}::bigint[]) AS mine (site, term)
        WHERE life.site = mine.site AND life.term = mine.term`,
      SESSION_TIMEOUT_MS,
    )
  }

  async #readStates(sites: readonly string[]): Promise<readonly SiteState[]> {
    return this.#options.session.use(
      (sql) => sql<SiteState[]>`
        SELECT wanted.site, sites.term, coalesce(sites.released, true) AS released, coalesce(life.at::text, '') AS sign
        FROM unnest(${sites}::text[]) AS wanted (site)
        LEFT JOIN sites USING (site) LEFT JOIN signs_of_life AS life USING (site)`,
      SESSION_TIMEOUT_MS,
    )
  }

  async #keep(lease: PostgresLease, { site, term }: SiteState): Promise<void> {
    if (this.#retaking.has(site) || lease.lost.aborted) return
    if (term !== lease.term) return this.#lose(lease)
    if (lease.isLocked || !(await this.#tryLock(site))) return
    // Nobody else took it while the session was away: it goes on, under a new term.
    this.#retaking.add(site)
    void this.#retake(lease, term).finally(() => this.#retaking.delete(site))
  }

  async #retake(lease: PostgresLease, term: number): Promise<void> {
    try {
      lease.renew(await this.#take(lease.site, term))
    } catch (error) {
      await this.#unlock(lease.site)
      this.#options.onFault(error as HistoryError)
    }
  }

  async #await(wanted: Wanted, { site, term, released, sign }: SiteState): Promise<void> {
    const seen = `${term} ${sign}`
    wanted.looks = seen === wanted.sign ? wanted.looks + 1 : 0
    wanted.sign = seen
    if (wanted.isTaking || (!released && wanted.looks < FREE_LOOKS)) return
    if (!(await this.#tryLock(site))) {
      if (wanted.looks >= SILENT_LOOKS) await this.#endHolder(site)
      return
    }
    wanted.isTaking = true
    void this.#takeWanted(site, term, wanted)
  }

  async #takeWanted(site: string, term: number | null, wanted: Wanted): Promise<void> {
    try {
      this.#begin(site, await this.#take(site, term), wanted)
    } catch (error) {
      wanted.isTaking = false
      await this.#unlock(site)
      // Another relay was faster: it is waited for again.
      if ((error as HistoryError).code !== 'history-fenced') this.#options.onFault(error as HistoryError)
    }
  }

  /** Taking a site waits for whatever is being committed, so that its term begins at one place. */
  #take(site: string, term: number | null): Promise<number> {
    return this.#options.desk.use(async (sql) => {
      const [row] = await sql<{ term: number }[]>`SELECT take_site(${site}, ${term}, ${this.#options.relay}) AS term`
      return row?.term ?? 0
    })
  }

  #begin(site: string, term: number, wanted: Wanted): void {
    const lease = this.#options.newLease(site, term, (ended) => this.#end(ended))
    if (this.#stopped || this.#wanted.get(site) !== wanted) {
      // Given up meanwhile.
      lease.release().catch((error: unknown) => this.#options.onFault(error as HistoryError))
      return
    }
    this.#wanted.delete(site)
    this.#held.set(site, lease)
    wanted.resolve(lease)
  }

  #lose(lease: PostgresLease): void {
    this.#held.delete(lease.site)
    lease.lose(new HistoryError('history-fenced', `Another relay leads the CTI site ${lease.site} now.`))
    void this.#unlock(lease.site)
  }

  /** Gives a site up so that another relay can have it at once. */
  async #end({ site, term }: PostgresLease): Promise<void> {
    this.#held.delete(site)
    await this.#options.session.use(
      (sql) => sql`
        WITH left_site AS (UPDATE sites SET released = true WHERE site = ${site} AND term = ${term} RETURNING site)
        SELECT pg_notify('reason_history', 'sites') FROM left_site`,
      SESSION_TIMEOUT_MS,
    )
    await this.#unlock(site)
  }

  async #tryLock(site: string): Promise<boolean> {
    return this.#options.session.use(async (sql) => {
      const [row] = await sql<{ locked: boolean }[]>`
        SELECT pg_try_advisory_lock(hashtext(${LOCK_SPACE}), hashtext(${site})) AS locked`
      return row?.locked === true
    }, SESSION_TIMEOUT_MS)
  }

  async #unlock(site: string): Promise<void> {
    await this.#options.session
      .use((sql) => sql`SELECT pg_advisory_unlock(hashtext(${LOCK_SPACE}), hashtext(${site}))`, SESSION_TIMEOUT_MS)
      // With the session the lock is gone as well.
      .catch(() => undefined)
  }

  /** Ends the session of a relay that is frozen or cut off; the lock is free at the next look. */
  async #endHolder(site: string): Promise<void> {
    await this.#options.session.use(
      (sql) => sql`
        SELECT pg_terminate_backend(pid) FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid()
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND classid = hashtext(${LOCK_SPACE})::oid AND objid = hashtext(${site})::oid`,
      SESSION_TIMEOUT_MS,
    )
  }
}
