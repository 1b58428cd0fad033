import type { CtiObservation, FinesseObservation } from '../../history/observation.ts'
import type { Feed } from '../../wire/relay-messages.ts'
import { CtiSite, type CtiSiteOptions } from '../cti/cti-site.ts'
import type { KnownAgent } from '../cti/site-learning.ts'
import type { HistoryError } from '../history/history-error.ts'
import type { HistoryStore, Lease, SharedDocuments } from '../history/history-store.ts'
import { Journal } from '../history/journal.ts'
import type { Logger } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import { SharedAgents } from './shared-agents.ts'
import { feedKey } from './shared-feed.ts'

/** How often it is noted that the site is being listened to: a restart's gap begins this much too early at worst. */
const NOTE_MS = 2_000

/** What a relay needs for leading a site. */
export type SiteLeadOptions = Pick<
  CtiSiteOptions,
  'config' | 'client' | 'calls' | 'callerNumbers' | 'onTeams' | 'onClock' | 'onFeed'
> & {
  readonly documents: SharedDocuments
  /** Of which agents the history has something. */
  readonly keeps: HistoryStore['keeps']
  /** An agent's state was heard, or learned. */
  readonly onCti: (observation: CtiObservation) => void
  readonly metrics: Metrics
  readonly log: Logger
  readonly now: () => number
}

/**
 * What a relay does for a CTI site while it leads it: it hears it, writes what it says, and tells the other relays how its
 * link stands and who its agents are.
 */
export class SiteLead {
  readonly #options: SiteLeadOptions
  readonly #lease: Lease
  readonly #site: CtiSite
  readonly #journal: Journal
  readonly #agents: SharedAgents
  #noting: NodeJS.Timeout | undefined
  #isFeedTold = false
  /** Noting failed the last time, and that was told. */
  #isNotingTold = false

  /** @param lastListening When the site was last listened to by whoever led it; null where it never was. */
  constructor(lease: Lease, lastListening: number | null, options: SiteLeadOptions) {
    const { config, documents, metrics, log, now } = options
    const { site } = config
    this.#options = options
    this.#lease = lease
    this.#journal = new Journal({
      store: lease,
      now,
      onDurable: (rows, since) => {
        metrics.observations.inc(rows.length)
        metrics.publishSeconds.observe((now() - since) / 1000)
      },
      onTrouble: (error) => {
        // The lease ends with it, which is told; the history itself is well, and what is missing is the next leader's gap.
        if (error?.code === 'history-fenced') return
        if (error) log.error({ err: error, site }, 'the history cannot be written: nothing is published until it can')
        else log.info({ site }, 'the history can be written again')
      },
      onLoss: ({ from, count }) => {
        log.error({ count, site }, 'observations were dropped while the history could not be written')
        metrics.observationsLost.inc(count)
        this.#site.recordLoss(from, now())
      },
    })
    this.#site = new CtiSite({
      ...options,
      lastListening,
      onObservation: (observation) => {
        this.#journal.push(observation)
        if (observation.kind === 'cti') options.onCti(observation)
        // Whoever leads the site next must open the same gap again to be able to close it.
        else if (observation.kind === 'gap' && observation.to === null) this.#note(Date.parse(observation.from))
      },
      onFeed: (feed) => {
        this.#isFeedTold = false
        void this.#tellFeed()
        options.onFeed(feed)
      },
      onAgent: (agentId) => this.#agents.changed(agentId),
    })
    this.#agents = new SharedAgents({
      site,
      documents,
      put: (key, body) => lease.putDocument(key, body),
      describe: (agentId) => this.#site.agent(agentId),
      keeps: options.keeps,
    })
  }

  get feed(): Feed {
    return this.#site.feed
  }

  /** Why the site is not open, in words; empty when it is. */
  get trouble(): string {
    return this.#site.trouble
  }

  /** Observations that are not durable yet. */
  get depth(): number {
    return this.#journal.depth
  }

  /** How long the oldest of them has waited, milliseconds; 0 for none. */
  get waitMs(): number {
    return this.#options.now() - this.#journal.durableUntil()
  }

  /** Why nothing can be written; null when all is well. */
  fault(): HistoryError | null {
    return this.#journal.fault()
  }

  /** Who an agent is, as the CTI server has it; null where it has not told. */
  agent(agentId: string): KnownAgent | null {
    return this.#site.agent(agentId)
  }

  /** Writes what Finesse says of one of the site's agents. */
  push(observation: FinesseObservation): void {
    this.#journal.push(observation)
  }

  /** A history began that knows nothing: what is so at present is said once more. */
  retell(): void {
    this.#site.retell()
  }

  start(): void {
    this.#site.start()
    void this.#tellFeed()
    this.#noting = setInterval(() => this.#tick(), NOTE_MS)
  }

  /** Leaves the CTI server and writes what is waiting, unless another relay leads the site already. */
  async stop(): Promise<void> {
    clearInterval(this.#noting)
    this.#agents.close()
    if (this.#lease.lost.aborted) this.#journal.close()
    await this.#site.stop()
    this.#journal.close()
    await this.#journal.flush()
  }

  #tick(): void {
    // What is not durable yet would be lost with this process: the note must not say that it was heard.
    if (this.#site.feed.status === 'open') this.#note(this.#journal.durableUntil())
    void this.#tellFeed()
  }

  #note(at: number): void {
    this.#lease.noteListening(at).then(
      () => (this.#isNotingTold = false),
      (error: unknown) => this.#report(error),
    )
  }

  /** Tells the feed as it is; when that fails, the next tick tries again. */
  async #tellFeed(): Promise<void> {
    if (this.#isFeedTold) return
    this.#isFeedTold = true
    try {
      await this.#lease.putDocument(feedKey(this.feed.site), JSON.stringify(this.feed))
    } catch (error) {
      this.#isFeedTold = false
      this.#report(error)
    }
  }

  /** Told once, not every two seconds while a disk is full. */
  #report(error: unknown): void {
    const { log, config } = this.#options
    if (this.#isNotingTold || this.#lease.lost.aborted) return
    this.#isNotingTold = true
    log.warn({ err: error, site: config.site }, 'it could not be noted how the site stands; it is tried again')
  }
}
