import { FinesseError } from '../../finesse/errors.ts'
import type { FinesseAs } from '../finesse/finesse-gateway.ts'
import { PacedQueue } from '../finesse/paced-queue.ts'
import { REFUSED_MS } from '../finesse/witness-account.ts'
import { LastingFault } from '../lasting-fault.ts'
import type { Logger } from '../log.ts'
import { readMembers } from './team-members.ts'

/** Each team that somebody looks at is read again after this, and soon after a CTI server said that teams have changed. */
export const REFRESH_MS = 4 * 60_000
export const HINT_DELAY_MS = 3_000

/** Readings a second at most, beside those of the witness. */
const READS_PER_SECOND = 2

/** After Finesse was away. */
const PAUSE_MS = 30_000

export type TeamKeeperOptions = {
  /** Finesse as the administrator. */
  readonly finesse: FinesseAs
  /** The teams that supervisors look at now. */
  readonly teams: () => ReadonlySet<string>
  readonly onMembers: (teamId: string, memberIds: readonly string[]) => void
  readonly log: Logger
  readonly now: () => number
}

/**
 * Reads the teams that supervisors look at every few minutes, so that who leaves one is out of their sight and who joins
 * it comes into it. Where Finesse does not let the administrator read teams, that happens at each renewal of a session only; once an
 * hour it is seen whether he may.
 */
export class TeamKeeper {
  readonly #options: TeamKeeperOptions
  readonly #queue = new PacedQueue<null>(READS_PER_SECOND)
  #refreshTimer: NodeJS.Timeout | undefined
  #readTimer: NodeJS.Timeout | undefined
  /** Runs for as long as nothing is read, because Finesse refused it. */
  #rest: NodeJS.Timeout | undefined
  #isRefusalTold = false
  readonly #fault = new LastingFault()
  #isReading = false
  #hintedAt = -Infinity
  #isStopped = false

  constructor(options: TeamKeeperOptions) {
    this.#options = options
  }

  /** Begins, or begins again where Finesse had refused the administrator. */
  start(): void {
    this.#endRest()
    clearInterval(this.#refreshTimer)
    this.#refreshTimer = setInterval(() => this.#readAll(0), REFRESH_MS)
  }

  /** A CTI server said that teams have changed; which ones Finesse knows best. */
  hint(): void {
    // The teams of an upload come by the thousand. A clock that was set back makes nobody deaf.
    const now = this.#options.now()
    if (now >= this.#hintedAt && now < this.#hintedAt + HINT_DELAY_MS) return
    this.#hintedAt = now
    this.#readAll(HINT_DELAY_MS)
  }

  close(): void {
    this.#isStopped = true
    clearInterval(this.#refreshTimer)
    clearTimeout(this.#readTimer)
    clearTimeout(this.#rest)
  }

  #endRest(): void {
    clearTimeout(this.#rest)
    this.#rest = undefined
  }

  #readAll(delayMs: number): void {
    if (this.#isStopped) return
    for (const teamId of this.#options.teams()) this.#queue.put(teamId, null, this.#options.now() + delayMs)
    this.#next()
  }

  #next(): void {
    if (this.#isReading || this.#isStopped || this.#rest) return
    clearTimeout(this.#readTimer)
    const now = this.#options.now()
    const taken = this.#queue.take(now)
    if ('key' in taken) {
      this.#isReading = true
      void this.#read(taken.key).finally(() => {
        this.#isReading = false
        this.#next()
      })
    } else if (taken.waitUntil !== null) {
      this.#readTimer = setTimeout(() => this.#next(), Math.max(1, taken.waitUntil - now))
    }
  }

  async #read(teamId: string): Promise<void> {
    const { finesse, onMembers } = this.#options
    try {
      onMembers(teamId, await readMembers(finesse, teamId))
      this.#isRefusalTold = false
      this.#fault.end()
    } catch (error) {
      this.#fail(teamId, error)
    }
  }

  #fail(teamId: string, error: unknown): void {
    if (this.#isStopped) return
    const { log, now, onMembers } = this.#options
    const code = error instanceof FinesseError ? error.code : 'internal'
    if (code === 'finesse-not-found') return onMembers(teamId, [])
    if (code === 'finesse-unauthorized' || code === 'finesse-forbidden') {
      // Asking again soon could lock the account.
      this.#rest = setTimeout(() => {
        this.#endRest()
        this.#next()
      }, REFUSED_MS)
      if (this.#isRefusalTold) return
      this.#isRefusalTold = true
      log.warn({ err: error }, 'teams cannot be read as the witness: their changes show when sessions are renewed')
    } else {
      this.#queue.pauseUntil(now() + PAUSE_MS)
      if (this.#fault.isNews(error)) {
        log.warn({ err: error }, 'a team could not be read from Finesse; it is tried again')
      }
    }
  }
}
