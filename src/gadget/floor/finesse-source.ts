import { FinesseReader } from '../../finesse/reader.ts'
import { FinesseError, FinesseXmlError } from '../../finesse/errors.ts'
import { observeUser } from '../../finesse/observe.ts'
import type { FinesseTeam } from '../../finesse/team.ts'
import { parseHubPayload, tryHubPayload } from '../../finesse/update.ts'
import type { FinesseUser, TeamReference } from '../../finesse/user.ts'
import type { FinesseVia, Instant, Observation } from '../../history/observation.ts'
import type { Container } from '../container/finesse-container.ts'
import { retryPause } from '../connection/retry-pauses.ts'
import { inTurns } from '../in-turns.ts'
import type { RelayClock } from '../relay-clock.ts'
import type { Timers } from '../timers.ts'
import { changedGaps, finesseGap, type Unheard } from './unheard-gaps.ts'

/** How the gadget stands with Finesse. `since` on the relay's clock; `code` a FinesseErrorCode or one of the gadget's own. */
export type FinesseStatus =
  | { readonly phase: 'connecting' | 'open' }
  | { readonly phase: 'lost'; readonly since: number }
  | { readonly phase: 'faulty'; readonly code: string; readonly willRetry: boolean }

/** What Finesse said. */
export type FinesseListener = {
  onStatus(status: FinesseStatus): void
  /** The teams that the signed-in person supervises. */
  onTeams(teams: readonly TeamReference[]): void
  /** A team was read. */
  onTeam(team: FinesseTeam): void
  /** A team could not be read or heard; null: it can again. */
  onTeamFault(teamId: string, code: string | null): void
  /** A notification told of a member. */
  onMember(teamId: string, user: FinesseUser): void
  onObservations(observations: readonly Observation[]): void
}

export type FinesseSourceOptions = {
  readonly container: Container
  readonly clock: RelayClock
  readonly timers: Timers
  /** From 0 up to 1. */
  readonly random: () => number
  readonly listener: FinesseListener
}

/** The desktop learns by its pings, one in 20 seconds (reference, 7.1), that the connection is gone: so old a loss may be. */
const NOTICED_WITHIN_MS = 20_000

/** The answer to an order of a node. While the desktop moves to the other server there may be none at all. */
const ORDER_TIMEOUT_MS = 10_000

/** So many teams are read at the same time: after a failover every desktop of the contact centre reads all of its own. */
const READ_TOGETHER = 6

/** Nothing but another sign-in, another right or another configuration would make these go away. */
const FINAL: ReadonlySet<string> = new Set([
  'finesse-unauthorized',
  'finesse-forbidden',
  'finesse-not-found',
  'finesse-refused',
  'not-a-supervisor',
  'desktop-unfit',
  'subscription-refused',
])

/**
 * What is notified in the moment of another notification came after it all the same, and nothing else may tell: Finesse can
 * date two states alike. So it counts as a little later, unless it is the clock that was set back by this or more. Milliseconds.
 */
const TIED_MS = 1000

/**
 * What the supervisor's own Finesse says: the teams and their members by REST, their changes by the desktop's hub. What
 * passes while the hub is away is a gap; the teams are read again afterwards and nothing in between is inferred.
 */
export class FinesseSource {
  readonly #options: FinesseSourceOptions
  readonly #client: FinesseReader
  /** What ends the listening to a team, by its id. */
  readonly #heard = new Map<string, () => void>()
  /** When a team was read last, and whom it had; by its id. */
  readonly #read = new Map<string, { readonly at: Instant; readonly agentIds: readonly string[] }>()
  #unheard: Unheard = new Map()
  /** Why nothing can be heard at the moment: the desktop's connection, or Finesse's own to the contact centre. */
  readonly #deafTo = new Set<'desktop' | 'contact-centre'>()
  #round = 0
  #failures = 0
  #cancelRetry: () => void = () => {}
  #deafSince: Instant | null = null
  #lastHeardAt = -Infinity
  /** Does the desktop's library not start? Then nothing is heard, and reading is all there is. */
  #isUnfit = false
  #mayReadAgents = true
  /**
   * The credential that Finesse refused, null where the desktop gave none, undefined where all is well: it is not sent again by
   * itself, for five failures lock the person out.
   */
  #refused: string | null | undefined

  constructor(options: FinesseSourceOptions) {
    const { container } = options
    this.#options = options
    this.#client = new FinesseReader({
      baseUrl: '',
      fetch: container.fetch,
      authorization: () => {
        const authorization = container.authorization()
        if (authorization !== null && authorization !== this.#refused) return authorization
        const why = authorization === null ? 'the desktop gives no credential' : 'Finesse has refused the credential'
        throw new FinesseError('finesse-unauthorized', `Not asked: ${why}.`)
      },
    })
  }

  /** The desktop that it listens to. */
  get container(): Container {
    return this.#options.container
  }

  /** Begins to read and to listen. */
  start(): void {
    const { container, listener } = this.#options
    listener.onStatus({ phase: 'connecting' })
    container.hear(`/finesse/api/User/${container.config.id}`, (payload) => this.#hearSelf(payload))
    container.hear('/finesse/api/SystemInfo', (payload) => this.#hearSystem(payload))
    try {
      container.followConnection({
        onConnect: () => this.#hearing('desktop'),
        onDisconnect: () => this.#deaf('desktop'),
      })
    } catch {
      // Its ClientServices throw where the configuration lacks something; REST works without them.
      this.#isUnfit = true
      void this.#readAll(++this.#round)
    }
  }

  /** Reads everything again: for a person who asks for it. */
  retry(): void {
    this.#refused = undefined
    this.#cancelRetry()
    void this.#readAll(++this.#round)
  }

  /** The token of single sign-on may be a new one: reads everything where the one before was refused, or where there was none. */
  nudge(): void {
    if (this.#refused !== undefined && this.#options.container.authorization() !== this.#refused) this.retry()
  }

  /**
   * Reads one agent, where the -1 itself stands. Documented for the person and for administrators only: a refusal is
   * remembered, and nobody is asked again.
   */
  async readAgent(agentId: string): Promise<void> {
    if (!this.#mayReadAgents) return
    try {
      const user = await this.#client.getUser(agentId)
      this.#observe([user], 'read')
      // What comes after it is not heard.
      if (this.#deafSince ?? this.#unheard.get(agentId)) {
        this.#setUnheard(new Map([...this.#unheard, [agentId, this.#now()]]))
      }
    } catch (error) {
      if (!(error instanceof FinesseError)) throw error
      if (error.status === 401 || error.status === 403) this.#mayReadAgents = false
    }
  }

  #now(): Instant {
    return new Date(this.#options.clock.now()).toISOString()
  }

  #hearing(source: 'desktop' | 'contact-centre'): void {
    this.#cancelRetry()
    this.#deafTo.delete(source)
    if (this.#deafTo.size === 0) void this.#readAll(++this.#round)
  }

  /** What was unknown until now is so no longer. */
  #endGap(): void {
    if (this.#deafTo.size > 0) return
    this.#lastHeardAt = this.#options.clock.now()
    if (this.#deafSince !== null) this.#tellGap(this.#deafSince, this.#now())
    this.#deafSince = null
  }

  /** Whatever happens from now on, and since the last sign of life if that is not long ago, is unknown. */
  #deaf(source: 'desktop' | 'contact-centre'): void {
    this.#cancelRetry()
    this.#round += 1
    this.#deafTo.add(source)
    const now = this.#options.clock.now()
    const from = new Date(Math.max(this.#lastHeardAt, now - NOTICED_WITHIN_MS)).toISOString()
    this.#options.listener.onStatus({ phase: 'lost', since: Date.parse(this.#beginGap(from)) })
  }

  /** Comes back with when the gap began, which is earlier where there is one already. */
  #beginGap(from: Instant): Instant {
    if (this.#deafSince === null) this.#tellGap(from, null)
    this.#deafSince ??= from
    return this.#deafSince
  }

  #tellGap(from: Instant, to: Instant | null): void {
    this.#options.listener.onObservations([finesseGap(from, to, 'desktop-disconnected')])
  }

  /** @param round The reading gives up where a later one has begun. */
  async #readAll(round: number): Promise<void> {
    const { listener, timers, random } = this.#options
    const code = await this.#readTeams(round).catch((error: unknown) => {
      if (error instanceof FinesseError) return error.code
      throw error
    })
    if (round !== this.#round) return
    if (code === null) {
      this.#failures = 0
      if (this.#deafSince === null) listener.onStatus({ phase: 'open' })
      return
    }
    const willRetry = !FINAL.has(code)
    listener.onStatus({ phase: 'faulty', code, willRetry })
    if (!willRetry) return
    this.#failures += 1
    this.#cancelRetry = timers.after(retryPause(this.#failures, random()), () => void this.#readAll(round))
  }

  /** Comes back with what is wrong with all of it, or null. @throws {FinesseError} */
  async #readTeams(round: number): Promise<string | null> {
    const { listener } = this.#options
    const { teams, roles } = await this.#readSelf()
    if (round !== this.#round) return null
    this.#forgetOtherTeams(teams)
    listener.onTeams(teams)
    if (!roles.includes('Supervisor')) return 'not-a-supervisor'
    const orders = teams.map(({ id }) => this.#listen(id))
    const codes = await inTurns(teams, READ_TOGETHER, async ({ id }, index) =>
      this.#readTeam(id, (await orders[index]) ?? null, round),
    )
    const faults = await Promise.all(orders)
    if (round !== this.#round) return null
    this.#setUnheard(this.#unheardIn(teams, codes, faults))
    this.#endGap()
    if (faults.length === 0 || faults.includes(null)) {
      return codes.find((code) => code !== null && !FINAL.has(code)) ?? null
    }
    return this.#isUnfit ? 'desktop-unfit' : (codes[0] ?? null)
  }

  /**
   * Whom no team tells of, and since when. Where a team's changes are not delivered, what was just read is the last word; where
   * it could not be read, nobody knows what passed in the gap that ends now.
   * @param codes What went wrong with each team. @param faults What of it with listening.
   */
  #unheardIn(
    teams: readonly TeamReference[],
    codes: readonly (string | null)[],
    faults: readonly (string | null)[],
  ): Unheard {
    const unheard = new Map<string, Instant>()
    const heard: string[] = []
    for (const [index, { id }] of teams.entries()) {
      const [code, fault] = [codes[index], faults[index]]
      const { at, agentIds } = this.#read.get(id) ?? { at: '', agentIds: [] }
      if (code === null) heard.push(...agentIds)
      for (const agentId of agentIds) {
        const unread = this.#unheard.get(agentId) ?? this.#deafSince ?? (fault === null ? null : this.#now())
        const since = code === fault ? at : unread
        if (since !== null) unheard.set(agentId, since)
      }
    }
    for (const agentId of heard) unheard.delete(agentId)
    return unheard
  }

  #setUnheard(next: Unheard): void {
    const gaps = changedGaps(this.#unheard, next, this.#now())
    this.#unheard = next
    this.#options.listener.onObservations(gaps)
  }

  /** The one request of which a 401 says that the credential itself is refused. */
  async #readSelf(): Promise<FinesseUser> {
    const { container } = this.#options
    const sent = container.authorization()
    try {
      return await this.#client.getUser(container.config.id)
    } catch (error) {
      if (error instanceof FinesseError && error.code === 'finesse-unauthorized') this.#refused = sent
      throw error
    }
  }

  #forgetOtherTeams(teams: readonly TeamReference[]): void {
    for (const [teamId, end] of this.#heard) {
      if (teams.some(({ id }) => id === teamId)) continue
      end()
      this.#heard.delete(teamId)
    }
  }

  /** Listens to a team, which is to be read only then, so that nothing falls between. Comes back with what went wrong, or null. */
  #listen(teamId: string): Promise<string | null> {
    const node = `/finesse/api/Team/${teamId}/Users`
    if (!this.#heard.has(teamId)) {
      const end = this.#options.container.hear(node, (payload) => this.#hear(teamId, payload))
      this.#heard.set(teamId, end)
    }
    return this.#order(node)
  }

  /** @param fault What went wrong with listening. Comes back with what went wrong with that or with reading. */
  async #readTeam(teamId: string, fault: string | null, round: number): Promise<string | null> {
    const { listener } = this.#options
    if (round !== this.#round) return null
    try {
      const team = await this.#client.getTeam(teamId, { includeLoggedOut: true })
      if (round !== this.#round) return null
      this.#read.set(teamId, { at: this.#now(), agentIds: team.users.map(({ loginId }) => loginId) })
      listener.onTeam(team)
      this.#observe(team.users, 'read')
      listener.onTeamFault(teamId, fault)
      return fault
    } catch (error) {
      if (!(error instanceof FinesseError)) throw error
      listener.onTeamFault(teamId, error.code)
      return error.code
    }
  }

  /** Comes back with what went wrong, or null. */
  async #order(node: string): Promise<string | null> {
    const { container, timers } = this.#options
    const { promise, resolve } = Promise.withResolvers<string | null>()
    const cancel = timers.after(ORDER_TIMEOUT_MS, () => resolve('subscription-unanswered'))
    container.order(node).then(
      () => resolve(null),
      () => resolve('subscription-refused'),
    )
    const fault = await promise
    cancel()
    return fault
  }

  /** The supervisor himself: other teams than before may be his. */
  #hearSelf(payload: unknown): void {
    const teams = tryHubPayload(payload)?.user?.teams ?? []
    // A notification without teams may be one that does not tell of them.
    const isSame = teams.length === this.#heard.size && teams.every(({ id }) => this.#heard.has(id))
    if (teams.length > 0 && !isSame && this.#heard.size > 0) void this.#readAll(++this.#round)
  }

  /** Out of service, Finesse hears no contact centre itself. */
  #hearSystem(payload: unknown): void {
    const status = tryHubPayload(payload)?.systemStatus
    if (status === 'OUT_OF_SERVICE') this.#deaf('contact-centre')
    else if (status === 'IN_SERVICE' && this.#deafTo.has('contact-centre')) this.#hearing('contact-centre')
  }

  #hear(teamId: string, payload: unknown): void {
    try {
      const { user } = parseHubPayload(payload)
      if (!user) return
      const now = Math.floor(this.#options.clock.now())
      const isTied = this.#lastHeardAt >= now && this.#lastHeardAt < now + TIED_MS
      this.#lastHeardAt = isTied ? this.#lastHeardAt + 1 : now
      this.#options.listener.onMember(teamId, user)
      this.#observe([user], 'notification', this.#lastHeardAt)
    } catch (error) {
      if (!(error instanceof FinesseXmlError)) throw error
      this.#options.listener.onTeamFault(teamId, 'finesse-malformed')
    }
  }

  #observe(users: readonly FinesseUser[], via: FinesseVia, heardAt = this.#options.clock.now()): void {
    const at = new Date(heardAt).toISOString()
    this.#options.listener.onObservations(users.map((user) => observeUser(user, { via, at })))
  }
}
