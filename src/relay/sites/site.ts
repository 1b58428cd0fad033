import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { FinesseObservation } from '../../history/observation.ts'
import { HISTORY_UNAVAILABLE } from '../../wire/feed-availability.ts'
import type { Feed } from '../../wire/relay-messages.ts'
import type { KnownAgent } from '../cti/site-learning.ts'
import type { HistoryError } from '../history/history-error.ts'
import type { HistoryStore, Lease } from '../history/history-store.ts'
import { LastingFault } from '../lasting-fault.ts'
import { AgentShelves } from './shared-agents.ts'
import { feedKey, sharedFeed } from './shared-feed.ts'
import { SiteLead, type SiteLeadOptions } from './site-lead.ts'

/** How often it is looked whether the leader of a site lives, and whether the history can be written. Milliseconds. */
const LOOK_MS = 500

/** After a history that could not be read when the site was taken over. Milliseconds. */
const RETRY_MS = 500

export type SiteOptions = Omit<SiteLeadOptions, 'documents' | 'keeps'> & { readonly store: HistoryStore }

/**
 * One CTI site of the configuration. This relay leads it whenever it may and then hears its CTI server; otherwise another
 * relay does, and this one knows how it stands from what the leader tells.
 */
export class Site {
  readonly #options: SiteOptions
  readonly #shelves: AgentShelves
  readonly #end = new AbortController()
  #lead: SiteLead | null = null
  /** Why the site cannot be led, though this relay may. */
  readonly #fault = new LastingFault()
  #running: Promise<void> = Promise.resolve()
  #looking: NodeJS.Timeout | undefined
  #unfollow: () => void = () => {}
  /** The feed that supervisors were told last. */
  #told: Feed
  /** Since when nobody is known to lead the site, or to have told of it; null while somebody is. */
  #orphanedAt: number | null

  constructor(options: SiteOptions) {
    const { config, store, now } = options
    this.#options = options
    this.#shelves = new AgentShelves(config.site, store.documents)
    this.#orphanedAt = now()
    this.#told = this.#look()
  }

  get name(): string {
    return this.#options.config.site
  }

  /** How the link to the site stands, whichever relay has it. */
  get feed(): Feed {
    return this.#look()
  }

  /** Does this relay lead the site? */
  get isLed(): boolean {
    return this.#lead !== null
  }

  /** Why supervisors are not shown what the site says, in words; empty where they are. */
  get trouble(): string {
    const { status } = this.feed
    if (this.#lead) return this.#lead.trouble
    if (status === 'open') return ''
    const leader = this.#options.store.leaderOf(this.#options.config.site)
    if (!leader?.isAlive) return 'no relay leads the site at the moment'
    return `the relay ${leader.relay} leads the site, and says that its link is ${status}`
  }

  /** Why nothing can be written; null when all is well, or when it is another relay's part. */
  fault(): HistoryError | null {
    return this.#lead?.fault() ?? null
  }

  /** Observations that are not durable yet. */
  get depth(): number {
    return this.#lead?.depth ?? 0
  }

  /** How long the oldest of them has waited, milliseconds; 0 for none. */
  get waitMs(): number {
    return this.#lead?.waitMs ?? 0
  }

  /** Who an agent is, as the CTI server has it; null where nobody has told. */
  agent(agentId: string): KnownAgent | null {
    return this.#lead?.agent(agentId) ?? this.#shelves.agent(agentId)
  }

  /** Writes what Finesse says of one of the site's agents; another relay's part where this one does not lead the site. */
  push(observation: FinesseObservation): void {
    this.#lead?.push(observation)
  }

  /** A history began that knows nothing: what is so at present is said once more. */
  retell(): void {
    this.#lead?.retell()
  }

  start(): void {
    const { config, store } = this.#options
    this.#unfollow = store.documents.follow((key) => {
      if (key === feedKey(config.site)) this.#tell()
    })
    this.#looking = setInterval(() => this.#tell(), LOOK_MS)
    this.#running = this.#run()
  }

  /** Gives the site up, when what was heard is written. */
  async stop(): Promise<void> {
    clearInterval(this.#looking)
    this.#unfollow()
    this.#end.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    const { signal } = this.#end
    const { config, store, log, metrics } = this.#options
    const { site } = config
    while (!signal.aborted) {
      let lease: Lease
      try {
        lease = await store.lead(site, signal)
      } catch (error) {
        if (signal.aborted) return
        if (this.#fault.isNews(error)) log.error({ err: error, site }, 'the site cannot be led; it is tried again')
        await pause(RETRY_MS)
        continue
      }
      log.info({ site, term: lease.term }, 'this relay leads the site')
      metrics.leads.set({ site }, 1)
      await this.#hear(lease, AbortSignal.any([lease.lost, signal]))
      metrics.leads.set({ site }, 0)
      await lease
        .release()
        .catch((error: unknown) => log.warn({ err: error, site }, 'the site was not given up in order'))
      if (!signal.aborted) {
        log.warn({ site, term: lease.term, err: lease.lost.reason }, 'another relay leads the site now')
      }
    }
  }

  /** Leads the site until the signal comes. */
  async #hear(lease: Lease, signal: AbortSignal): Promise<void> {
    const { store } = this.#options
    const lastListening = await this.#lastListening(signal)
    if (signal.aborted) return
    const lead = new SiteLead(lease, lastListening, {
      ...this.#options,
      documents: store.documents,
      keeps: (agentIds) => store.keeps(agentIds),
      onFeed: () => this.#tell(),
    })
    this.#lead = lead
    lead.start()
    this.#tell()
    if (!signal.aborted) await once(signal, 'abort')
    await lead.stop()
    this.#lead = null
    if (!this.#end.signal.aborted) this.#tell()
  }

  async #lastListening(signal: AbortSignal): Promise<number | null> {
    const { config, store, log } = this.#options
    while (!signal.aborted) {
      try {
        const at = await store.lastListening(config.site)
        this.#fault.end()
        return at
      } catch (error) {
        if (this.#fault.isNews(error)) {
          log.warn(
            { err: error, site: config.site },
            'it cannot be read since when the site was not listened to; it is tried again',
          )
        }
        await pause(RETRY_MS)
      }
    }
    return null
  }

  /** Tells supervisors how the site stands, where it is not what they were told last. */
  #tell(): void {
    const feed = this.#look()
    if (feed.status === this.#told.status && feed.since === this.#told.since && feed.why === this.#told.why) return
    this.#told = feed
    this.#options.onFeed(feed)
  }

  #look(): Feed {
    const { store } = this.#options
    const feed = this.#lead?.feed ?? this.#othersFeed()
    const isKept = store.fault() === null && this.fault() === null
    return isKept ? feed : { ...feed, why: HISTORY_UNAVAILABLE }
  }

  /** How the site stands while another relay leads it, or nobody. */
  #othersFeed(): Feed {
    const { config, store, now } = this.#options
    const { site, dialect } = config
    const shared = sharedFeed(store.documents, site)
    if (shared && store.leaderOf(site)?.isAlive) {
      this.#orphanedAt = null
      return shared
    }
    this.#orphanedAt ??= now()
    const since = new Date(this.#orphanedAt).toISOString()
    return { site, dialect, status: shared ? 'lost' : 'connecting', since }
  }
}
