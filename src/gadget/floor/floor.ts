import type { TeamReference } from '../../finesse/user.ts'
import { ContextHistory } from '../../history/context-history.ts'
import { Catalogue, type Deployment, labelIn } from '../../history/catalogue.ts'
import { FloorHistory } from '../../history/floor-history.ts'
import type { Observation } from '../../history/observation.ts'
import type { Feed, Welcome } from '../../wire/relay-messages.ts'
import type { RelayClient, RelayListener, RelayStatus, TakePage } from '../connection/relay-client.ts'
import { RelayError } from '../connection/relay-error.ts'
import type { Container } from '../container/finesse-container.ts'
import type { RelayClock } from '../relay-clock.ts'
import type { Timers } from '../timers.ts'
import type { DayBook } from './day-book.ts'
import { DeadlineBook } from './deadline-book.ts'
import type { FinesseListener, FinesseSource, FinesseStatus } from './finesse-source.ts'
import { LiveHistory } from './live-history.ts'
import { Roster } from './roster.ts'

/**
 * A change is shown at once, and what changes within this time after it together, so that a busy floor does not redraw for
 * each event. Milliseconds.
 */
const SETTLE_MS = 50

/** Clocks that differ by less than this are taken to be the same: the difference is known no better. Milliseconds. */
const CLOCK_NOISE_MS = 500

/** How the reading of an agent's older history stands. */
export type HistoryReading =
  | { readonly phase: 'reading'; readonly from: number }
  | { readonly phase: 'read'; readonly from: number }
  | { readonly phase: 'failed'; readonly from: number; readonly code: string }

export type FloorOptions = {
  readonly clock: RelayClock
  readonly timers: Timers
  /** Finesse's clock minus this browser's, in milliseconds; null where the desktop tells none. */
  readonly finesseDrift: number | null
}

/** Of whom something may look different now; null: of everybody, or of what is not one agent's. */
export type FloorChange = ReadonlySet<string> | null

/** Everything the gadget knows, from both sources, with one signal for all that changed. */
export class Floor {
  readonly clock: RelayClock
  /** Takes in what the relay says. */
  readonly relayListener: RelayListener
  /** Takes in what Finesse says. */
  readonly finesseListener: FinesseListener
  readonly #options: FloorOptions
  readonly #listeners = new Set<(change: FloorChange) => void>()
  readonly #readings = new Map<string, HistoryReading>()
  readonly #teamFaults = new Map<string, string>()
  readonly #live: LiveHistory
  readonly #deadlines = new DeadlineBook()
  #touched = new Set<string>()
  #isAllTouched = true
  #ownLabels = new Catalogue()
  #relayCatalogue = new Catalogue()
  #feeds: ReadonlyMap<string, Feed> = new Map()
  #roster = new Roster()
  #teams: readonly TeamReference[] | null = null
  #relayStatus: RelayStatus = { phase: 'unconfigured' }
  #finesseStatus: FinesseStatus = { phase: 'connecting' }
  #relayAwaySince: number | null = 0
  #relay: RelayClient | null = null
  #finesse: FinesseSource | null = null
  #opened: string | null = null
  #context = new ContextHistory()
  #keptSince: number | null = null
  #isSettling = false
  /** When it was last told of changes, on this browser's clock. */
  #settledAt = -Infinity
  /** For when it is planned to look again, on the relay's clock; null: for no moment. */
  #deadline: number | null = null
  #cancelDeadline: () => void = () => {}

  constructor(options: FloorOptions) {
    this.#options = options
    this.clock = options.clock
    this.#live = new LiveHistory((catalogue) => this.newHistory(catalogue), new Catalogue())
    this.relayListener = {
      onStatus: (status) => this.#takeRelayStatus(status),
      onWelcome: (welcome, clockAhead) => this.#welcome(welcome, clockAhead),
      onObservations: (observations) => this.#take(observations),
      onFeed: ({ site, status, since, why }) => {
        const feed = this.#feeds.get(site)
        if (feed) this.#feeds = new Map([...this.#feeds, [site, { ...feed, status, since, why }]])
        this.#changed(null)
      },
      onAgents: (agents) => this.#setRoster(this.#roster.withRelayAgents(agents)),
      onCatalogue: (entries) => {
        this.#relayCatalogue = new Catalogue(entries, this.#relayCatalogue.systemCodes)
        this.#labelAnew()
      },
    }
    this.finesseListener = {
      onStatus: (status) => {
        this.#finesseStatus = status
        this.#changed(null)
      },
      onTeams: (teams) => {
        this.#teams = teams
        this.#changed(null)
      },
      onTeam: ({ id, users }) => this.#setRoster(this.#roster.withTeam(id, users)),
      onTeamFault: (teamId, code) => {
        if (code === null) this.#teamFaults.delete(teamId)
        else this.#teamFaults.set(teamId, code)
        this.#changed(null)
      },
      onMember: (teamId, user) => this.#setRoster(this.#roster.withMember(teamId, user)),
      onObservations: (observations) => this.#takeOwn(observations),
    }
  }

  /** Gives the floor its two sources and starts them. @param sources `relay`: null where no address is set. */
  start({ relay, finesse }: { readonly relay: RelayClient | null; readonly finesse: FinesseSource }): void {
    this.#finesse = finesse
    this.#relay = relay
    finesse.start()
    relay?.start()
  }

  /** Calls after changes, several of them together; the function that comes back ends it. */
  onChange(listener: (change: FloorChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Of everybody the last minutes at least, and the whole day of the agent who is opened. */
  get history(): FloorHistory {
    return this.#live.history
  }

  /** What of today is no longer in `history` comes to. */
  get days(): DayBook {
    return this.#live.days
  }

  /** The calls of the opened agent and what happened around him, as far as they were heard or read since he was opened. */
  get context(): ContextHistory {
    return this.#context
  }

  /** When the relay's history begins, on its clock; null where it has not told. */
  get keptSince(): number | null {
    return this.#keptSince
  }

  /** The way to the relay; null where none is set up. */
  get relay(): RelayClient | null {
    return this.#relay
  }

  get roster(): Roster {
    return this.#roster
  }

  /** The supervised teams; null until Finesse or the relay has told. */
  get teams(): readonly TeamReference[] | null {
    return this.#teams
  }

  get relayStatus(): RelayStatus {
    return this.#relayStatus
  }

  get finesseStatus(): FinesseStatus {
    return this.#finesseStatus
  }

  /** The desktop around the gadget; null until the floor has its sources. */
  get container(): Container | null {
    return this.#finesse?.container ?? null
  }

  /** The CTI sites as the relay hears them. */
  get feeds(): readonly Feed[] {
    return [...this.#feeds.values()]
  }

  /** Teams that cannot be read or heard, by id, with the code of the fault. */
  get teamFaults(): ReadonlyMap<string, string> {
    return this.#teamFaults
  }

  /** Since when nobody can tell what the CTI server says, on the relay's clock; null while the relay is heard. */
  get relayAwaySince(): number | null {
    return this.#relayAwaySince
  }

  /** Which kind of contact centre a site is. */
  readonly deploymentOf = (site: string): Deployment => this.#feeds.get(site)?.dialect ?? 'uccx'

  /** How the reading of older history stands; null where none was asked for. */
  reading(agentId: string): HistoryReading | null {
    return this.#readings.get(agentId) ?? null
  }

  /**
   * The agent whose history is looked at: nothing of him is forgotten any more, and Finesse is asked about him, as far as it
   * lets one.
   */
  open(agentId: string | null): void {
    if (agentId !== this.#opened) {
      this.#context = new ContextHistory()
      if (this.#opened !== null) {
        this.#live.letGo(this.#opened)
        this.#readings.delete(this.#opened)
      }
    }
    this.#opened = agentId
    if (agentId === null) return
    this.#live.hold(agentId)
    void this.#finesse?.readAgent(agentId)
  }

  /** Has an agent's history read from a moment on, where it was not yet: what was read of the opened one is not asked for again. */
  async readHistory(agentId: string, from: number): Promise<void> {
    const known = this.#readings.get(agentId)
    if (known && known.phase !== 'failed' && known.from <= from) return
    const until = known?.phase === 'read' && agentId === this.#opened ? known.from : null
    const reading: HistoryReading = { phase: 'reading', from }
    this.#readings.set(agentId, reading)
    const ask = async (): Promise<readonly Observation[]> => {
      if (!this.#relay) throw new RelayError('unconfigured')
      const to = until === null ? null : new Date(until).toISOString()
      const observations = await this.#relay.history(agentId, new Date(from).toISOString(), to)
      this.#context.add(observations)
      return observations
    }
    try {
      await (until === null ? this.#live.read(agentId, ask) : this.#live.readEarlier(ask))
      if (this.#readings.get(agentId) === reading) this.#readings.set(agentId, { phase: 'read', from })
    } catch (error) {
      if (!(error instanceof RelayError)) throw error
      if (this.#readings.get(agentId) === reading) {
        this.#readings.set(agentId, { phase: 'failed', from, code: error.code })
      }
    }
    // Whoever asked shows it already, and is not to show it twice before it is seen.
    this.#changed([agentId], SETTLE_MS)
  }

  /**
   * What the relay keeps of an agent from a moment up to another (milliseconds), page by page.
   * @throws {RelayError} as `RelayClient.history`; `unconfigured` where no relay is set up.
   */
  async readKept(agentId: string, from: number, to: number, take: TakePage): Promise<void> {
    if (!this.#relay) throw new RelayError('unconfigured')
    await this.#relay.history(agentId, new Date(from).toISOString(), new Date(to).toISOString(), take)
  }

  /** Tries again at once what waits or was refused: for a person who asks for it. */
  retry(): void {
    this.#relay?.retry()
    if (this.#finesseStatus.phase === 'faulty' || this.#teamFaults.size > 0) this.#finesse?.retry()
  }

  /** An empty history with the labels and the clocks of this one, for what is read of other days. */
  newHistory(catalogue: Catalogue = this.history.catalogue): FloorHistory {
    return new FloorHistory({ deploymentOf: this.deploymentOf, catalogue, finesseAheadMs: this.#finesseAhead() })
  }

  /** Gives a history that it made the labels and the clocks that this one has by now. */
  attune(history: FloorHistory): void {
    history.setCatalogue(this.history.catalogue)
    history.setFinesseAhead(this.#finesseAhead())
  }

  /** Finesse's clock minus the relay's, 0 where they are the same as far as one can tell. */
  #finesseAhead(): number {
    const { finesseDrift, clock } = this.#options
    const ahead = finesseDrift === null ? 0 : finesseDrift - clock.ahead
    return Math.abs(ahead) < CLOCK_NOISE_MS ? 0 : ahead
  }

  #takeRelayStatus(status: RelayStatus): void {
    this.#relayStatus = status
    if (status.phase === 'open') this.#relayAwaySince = null
    else this.#relayAwaySince ??= this.clock.now()
    this.#changed(null)
  }

  #welcome(welcome: Welcome, clockAhead: number): void {
    this.clock.ahead = clockAhead
    this.#feeds = new Map(welcome.feeds.map((feed) => [feed.site, feed]))
    this.#relayCatalogue = new Catalogue(welcome.catalogue, welcome.systemCodes)
    this.#keptSince = welcome.keptSince === undefined ? null : Date.parse(welcome.keptSince)
    this.#roster = this.#roster.withRelayAgents(welcome.agents)
    if (!welcome.resumed) {
      // Another history, or a place that is no longer in it: what was heard from the relay before is void.
      this.#live.restart()
      this.#deadlines.clear()
      this.#readings.clear()
    } else this.history.setFinesseAhead(this.#finesseAhead())
    this.#labelAnew()
  }

  #take(observations: readonly Observation[]): void {
    const changed = this.#live.addTold(observations)
    const opened = this.#opened
    if (opened !== null) {
      if (changed.has(opened)) void this.#finesse?.readAgent(opened)
      const around = observations.filter(
        (each) => (each.kind === 'call' || each.kind === 'system') && (each.agentId ?? opened) === opened,
      )
      this.#context.add(around)
      if (around.length > 0) this.#changed([opened])
    }
    if (changed.size > 0) this.#changed(changed)
  }

  #takeOwn(observations: readonly Observation[]): void {
    const labels = observations.flatMap((observation) => {
      const label = observation.kind === 'finesse' ? labelIn(observation, this.#deployment()) : null
      return label ? [label] : []
    })
    const known = this.#ownLabels
    this.#ownLabels = known.with(labels)
    if (this.#ownLabels !== known) this.#labelAnew()
    const changed = this.#live.addOwn(observations)
    if (changed.size > 0) this.#changed(changed)
  }

  /** Finesse serves one kind of contact centre: that of the relay's sites. */
  #deployment(): Deployment {
    return this.feeds[0]?.dialect ?? 'uccx'
  }

  #labelAnew(): void {
    this.history.setCatalogue(this.#relayCatalogue.with(this.#ownLabels.entries))
    this.#changed(null)
  }

  #setRoster(roster: Roster): void {
    if (roster === this.#roster) return
    this.#roster = roster
    this.#changed(null)
  }

  /** Tells the listeners soon, once for all that changed until then. `null`: not some agents alone. */
  #changed(agentIds: Iterable<string> | null, notBefore = 0): void {
    if (agentIds === null) this.#isAllTouched = true
    else for (const agentId of agentIds) this.#touched.add(agentId)
    if (this.#isSettling) return
    this.#isSettling = true
    const { timers } = this.#options
    // Soon also where the browser's clock was set back meanwhile.
    timers.after(Math.min(SETTLE_MS, Math.max(notBefore, this.#settledAt + SETTLE_MS - timers.now())), () => {
      this.#settledAt = timers.now()
      this.#isSettling = false
      const change = this.#isAllTouched ? null : this.#touched
      this.#isAllTouched = false
      this.#touched = new Set()
      this.#settle(change)
    })
  }

  #settle(change: FloorChange): void {
    const now = this.clock.now()
    const agentIds = change ?? this.history.agentIds()
    for (const agentId of agentIds) this.#deadlines.set(agentId, this.history.nextDeadline(agentId, now))
    this.#live.tidy(agentIds, now)
    this.#planDeadline(now)
    for (const listener of this.#listeners) listener(change)
  }

  /** A pending verdict becomes another one although nothing is heard. */
  #planDeadline(now: number): void {
    const next = this.#deadlines.next()
    if (next === this.#deadline) return
    this.#cancelDeadline()
    this.#deadline = next
    if (next === null) return
    this.#cancelDeadline = this.#options.timers.after(Math.max(0, next - now), () => {
      this.#deadline = null
      this.#changed(this.#deadlines.dueAt(this.clock.now()))
    })
  }
}
