import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import type { OtherClocks } from '../other-clocks.ts'
import type { HistoryStore } from './history-store.ts'
import { RetentionClock } from './retention-clock.ts'

const MEASURE_MS = 30_000
const PRUNE_MS = 10 * 60_000
const SORT_MS = 10 * 60_000

/**
 * Rows removed in one step, and the pause after it in which events are written: few, because each stands on two other pages of the
 * indexes, a commit waits for the step to end, and what is written by the step fills the log, which a commit has to empty. A
 * thousand rows a second: more than the largest floor adds in its busiest hour.
 */
const PRUNE_ROWS = 25
const PRUNE_PAUSE_MS = 20

const DAY_MS = 86_400_000

/** A disk that has less left is to be looked at by somebody. */
export const LITTLE_SPACE_BYTES = 2 * 1024 ** 3

/** A clock that is further ahead than this of all others is told of; a little is no matter here. Milliseconds. */
const FAR_AHEAD_MS = 3_600_000

const CLOCK_AHEAD =
  'this machine’s clock is ahead of every other that was heard: the history is kept by theirs. Check the clock of this machine'

const CLOCK_IN_DOUBT =
  'the history has nothing of the days before this: nothing is removed from it until later, in case the clock is wrong. ' +
  'Check the clock of this machine'

const instant = (ms: number): string => new Date(ms).toISOString()

export type HousekeepingOptions = {
  readonly store: HistoryStore
  readonly retentionDays: number
  readonly metrics: Metrics
  readonly log: Logger
  readonly now: () => number
  /** The clocks of other machines. Default: none is heard, and this machine's is right. */
  readonly clocks?: OtherClocks
  /** A clock that nobody sets, milliseconds. Default: how long this process has run. */
  readonly steady?: () => number
}

/** What the history needs now and then: retention, order, measurement. */
export class Housekeeping {
  readonly #options: HousekeepingOptions
  readonly #clock: RetentionClock
  #isInDoubt = false
  #isFarAhead = false
  #isTight = false
  #timers: NodeJS.Timeout[] = []
  #stopped = false
  #keptSince: number | null = null
  readonly #running = new Set<string>()
  /** Kinds of work that failed when they were last done: told once, not again and again while a disk is full. */
  readonly #failing = new Set<string>()

  constructor(options: HousekeepingOptions) {
    this.#options = options
    this.#clock = new RetentionClock(options.retentionDays * DAY_MS, options.steady)
  }

  /** When the oldest observation happened, as it was last measured; null for none. Milliseconds. */
  get keptSince(): number | null {
    return this.#keptSince
  }

  start(): void {
    const every = (ms: number, what: string, work: () => Promise<void>): void => {
      const run = (): void => void this.#do(what, work)
      run()
      this.#timers.push(setInterval(run, ms))
    }
    every(MEASURE_MS, 'to measure the history', () => this.#measure())
    every(PRUNE_MS, 'to remove what is past the retention', () => this.#prune())
    every(SORT_MS, 'to sort the days that are over', () => this.#sort())
  }

  stop(): void {
    this.#stopped = true
    for (const timer of this.#timers) clearInterval(timer)
  }

  async #measure(): Promise<void> {
    const { store, metrics, log } = this.#options
    const { bytes, asideBytes, freeBytes, oldest } = await store.size()
    this.#keptSince = oldest
    metrics.historyBytes.set(bytes)
    metrics.asideBytes.set(asideBytes)
    metrics.clockAhead.set((this.#aheadMs() ?? 0) / 1000)
    metrics.historyFree.set(freeBytes)
    metrics.historyOldest.set((oldest ?? 0) / 1000)
    const isTight = freeBytes < LITTLE_SPACE_BYTES
    if (isTight && !this.#isTight) log.warn({ freeBytes }, 'the disk of the history is nearly full')
    this.#isTight = isTight
  }

  async #prune(): Promise<void> {
    const { store, retentionDays, log } = this.#options
    const moment = this.#earliest()
    if (moment === null) return
    const before = moment - retentionDays * DAY_MS
    if (await this.#mustWait(before, moment)) return
    let total = 0
    for (let removed = -1; removed !== 0 && !this.#stopped; total += Math.max(0, removed)) {
      removed = await store.prune(before, PRUNE_ROWS)
      if (removed > 0) await pause(PRUNE_PAUSE_MS)
    }
    if (total > 0) log.info({ observations: total, retentionDays }, 'observations past the retention were removed')
  }

  /** By how much this machine's clock is ahead of the others; null while they may still be heard. */
  #aheadMs(): number | null {
    const { clocks, now } = this.#options
    return clocks ? clocks.aheadMs(now()) : 0
  }

  /** Of this machine's clock and that of the others the earlier, for nothing that was removed comes back; null: not known yet. */
  #earliest(): number | null {
    const { now, log } = this.#options
    const ahead = this.#aheadMs()
    if (ahead === null) return null
    const isFarAhead = ahead > FAR_AHEAD_MS
    if (isFarAhead && !this.#isFarAhead) {
      log.warn({ clock: instant(now()), others: instant(now() - ahead) }, CLOCK_AHEAD)
    }
    this.#isFarAhead = isFarAhead
    return now() - Math.max(0, ahead)
  }

  /** Is there something to be removed, on the word of a clock that may be wrong? That is told when it begins. */
  async #mustWait(before: number, moment: number): Promise<boolean> {
    const { store, log, metrics } = this.#options
    const doubtMs = await this.#clock.doubtMs(store, moment)
    const { oldest } = doubtMs > 0 ? await store.size() : { oldest: null }
    const isInDoubt = oldest !== null && oldest < before
    metrics.retentionWaits.set(isInDoubt ? 1 : 0)
    if (isInDoubt && !this.#isInDoubt) {
      log.warn({ clock: instant(moment), oldest: instant(oldest), until: instant(moment + doubtMs) }, CLOCK_IN_DOUBT)
    }
    this.#isInDoubt = isInDoubt
    return doubtMs > 0
  }

  async #sort(): Promise<void> {
    const observations = await this.#options.store.sortPast()
    if (observations > 0) this.#options.log.info({ observations }, 'days that are over were sorted by agents')
  }

  /** Unless it is still going on since the last time. */
  async #do(what: string, work: () => Promise<void>): Promise<void> {
    if (this.#running.has(what)) return
    this.#running.add(what)
    try {
      await work()
      this.#failing.delete(what)
    } catch (error) {
      if (!this.#stopped && !this.#failing.has(what)) {
        this.#options.log.warn({ err: error, what }, 'the upkeep of the history failed; it is tried again')
      }
      this.#failing.add(what)
    } finally {
      this.#running.delete(what)
    }
  }
}
