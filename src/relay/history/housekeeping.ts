import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import type { HistoryStore, Lease } from './history-store.ts'

/** How often it is noted that the sites are being listened to: a restart's gap begins this much too early at worst. */
const NOTE_MS = 2_000
const MEASURE_MS = 30_000
const PRUNE_MS = 10 * 60_000

/** Rows removed in one step, and the pause after it in which events are written. */
const PRUNE_ROWS = 500
const PRUNE_PAUSE_MS = 20

const DAY_MS = 86_400_000

const NOTING = 'to note that a site is listened to'

/** A CTI site as far as its history is concerned. */
type ListenedSite = { readonly isOpen: boolean; readonly feed: { readonly site: string } }

export type HousekeepingOptions = {
  readonly store: HistoryStore
  readonly sites: readonly ListenedSite[]
  /** The right to write for a site, where this relay has it. */
  readonly leaseOf: (site: string) => Pick<Lease, 'noteListening'> | undefined
  readonly retentionDays: number
  readonly metrics: Metrics
  readonly log: Logger
  readonly now: () => number
}

/** What the history needs now and then: notes of listening, retention, measurement. */
export class Housekeeping {
  readonly #options: HousekeepingOptions
  #timers: NodeJS.Timeout[] = []
  #pruning = false
  #stopped = false
  #keptSince: number | null = null
  /** Kinds of work that failed when they were last done: told once, not every two seconds while a disk is full. */
  readonly #failing = new Set<string>()

  constructor(options: HousekeepingOptions) {
    this.#options = options
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
    every(NOTE_MS, NOTING, () => this.#noteListening())
    every(MEASURE_MS, 'to measure the history', () => this.#measure())
    every(PRUNE_MS, 'to remove what is past the retention', () => this.#prune())
  }

  /** Notes that a site was listened to until this moment and is not any more. */
  noteLeft(site: string, at: number): void {
    void this.#do(NOTING, async () => this.#options.leaseOf(site)?.noteListening(at))
  }

  stop(): void {
    this.#stopped = true
    for (const timer of this.#timers) clearInterval(timer)
  }

  async #noteListening(): Promise<void> {
    const { leaseOf, sites, now } = this.#options
    for (const { isOpen, feed } of sites) if (isOpen) await leaseOf(feed.site)?.noteListening(now())
  }

  async #measure(): Promise<void> {
    const { bytes, oldest } = await this.#options.store.size()
    this.#keptSince = oldest
    this.#options.metrics.historyBytes.set(bytes)
    if (oldest !== null) this.#options.metrics.historyOldest.set(oldest / 1000)
  }

  async #prune(): Promise<void> {
    if (this.#pruning) return
    const { store, retentionDays, now, log } = this.#options
    const before = now() - retentionDays * DAY_MS
    this.#pruning = true
    let total = 0
    try {
      for (let removed = -1; removed !== 0 && !this.#stopped; total += Math.max(0, removed)) {
        removed = await store.prune(before, PRUNE_ROWS)
        if (removed > 0) await pause(PRUNE_PAUSE_MS)
      }
    } finally {
      this.#pruning = false
    }
    if (total > 0) log.info({ observations: total, retentionDays }, 'observations past the retention were removed')
  }

  async #do(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
      this.#failing.delete(what)
    } catch (error) {
      if (!this.#stopped && !this.#failing.has(what)) {
        this.#options.log.warn({ err: error, what }, 'the upkeep of the history failed; it is tried again')
      }
      this.#failing.add(what)
    }
  }
}
