import { FinesseReader } from '../../finesse/reader.ts'
import { FinesseError, FinesseXmlError } from '../../finesse/errors.ts'
import { observeUser } from '../../finesse/observe.ts'
import type { FinesseTeam } from '../../finesse/team.ts'
import { parseHubPayload } from '../../finesse/update.ts'
import type { FinesseUser, TeamReference } from '../../finesse/user.ts'
import type { FinesseVia, Instant, Observation } from '../../history/observation.ts'
import type { Container } from '../container/finesse-container.ts'
import { retryPause } from '../connection/retry-pauses.ts'
import type { RelayClock } from '../relay-clock.ts'
import type { Timers } from '../timers.ts'

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

/** Nothing but another sign-in, another right or another configuration would make these go away. */
const FINAL: ReadonlySet<string> = new Set([
  'finesse-unauthorized',
  'finesse-forbidden',
  'finesse-not-found',
  'finesse-refused',
  'not-a-supervisor',
])

/**
 * What the supervisor's own Finesse says: the teams and their members by REST, their changes by the desktop's hub. What
 * passes while the hub is away is a gap; the teams are read again afterwards and nothing in between is inferred.
 */
export class FinesseSource {
  readonly #options: FinesseSourceOptions
  readonly #client: FinesseReader
  readonly #heard = new Set<string>()
  #round = 0
  #failures = 0
  #cancelRetry: () => void = () => {}
  #deafSince: Instant | null = null
  #mayReadAgents = true

  constructor(options: FinesseSourceOptions) {
    const { container } = options
    this.#options = options
    this.#client = new FinesseReader({
      baseUrl: '',
      fetch: container.fetch,
      authorization: () => {
        const authorization = container.authorization()
        if (authorization !== null) return authorization
        throw new FinesseError('finesse-unauthorized', 'The desktop gives no Finesse credential.')
      },
    })
  }

  /** Begins to read and to listen. */
  start(): void {
    this.#options.listener.onStatus({ phase: 'connecting' })
    try {
      this.#options.container.followConnection({
        onConnect: () => this.#connected(),
        onDisconnect: () => this.#disconnected(),
      })
    } catch {
      // Its ClientServices throw where the configuration lacks something; REST works without them.
      this.#options.listener.onStatus({ phase: 'faulty', code: 'desktop-unfit', willRetry: false })
      void this.#readAll(++this.#round)
    }
  }

  /** Reads everything again: for a person who asks for it. */
  retry(): void {
    this.#cancelRetry()
    void this.#readAll(++this.#round)
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
    } catch (error) {
      if (!(error instanceof FinesseError)) throw error
      if (error.status === 401 || error.status === 403) this.#mayReadAgents = false
    }
  }

  #now(): Instant {
    return new Date(this.#options.clock.now()).toISOString()
  }

  #connected(): void {
    this.#cancelRetry()
    if (this.#deafSince !== null) this.#tellGap(this.#deafSince, this.#now())
    this.#deafSince = null
    void this.#readAll(++this.#round)
  }

  #disconnected(): void {
    this.#cancelRetry()
    this.#round += 1
    if (this.#deafSince === null) {
      this.#deafSince = this.#now()
      this.#tellGap(this.#deafSince, null)
    }
    this.#options.listener.onStatus({ phase: 'lost', since: Date.parse(this.#deafSince) })
  }

  #tellGap(from: Instant, to: Instant | null): void {
    this.#options.listener.onObservations([
      { kind: 'gap', source: 'finesse', site: 'finesse', from, to, why: 'desktop-disconnected' },
    ])
  }

  /** @param round The reading gives up where a later one has begun. */
  async #readAll(round: number): Promise<void> {
    const { container, listener, timers, random } = this.#options
    try {
      const self = await this.#client.getUser(container.config.id)
      if (round !== this.#round) return
      listener.onTeams(self.teams)
      if (!self.roles.includes('Supervisor')) throw new NotASupervisor()
      const results = await Promise.all(self.teams.map(({ id }) => this.#followTeam(id, round)))
      if (round !== this.#round) return
      const again = results.find((error) => error !== null && !FINAL.has(error.code))
      if (again) throw again
      this.#failures = 0
      if (this.#deafSince === null) listener.onStatus({ phase: 'open' })
    } catch (error) {
      if (round !== this.#round) return
      const code = error instanceof FinesseError || error instanceof NotASupervisor ? error.code : null
      if (code === null) throw error
      const willRetry = !FINAL.has(code)
      listener.onStatus({ phase: 'faulty', code, willRetry })
      if (!willRetry) return
      this.#failures += 1
      this.#cancelRetry = timers.after(retryPause(this.#failures, random()), () => void this.#readAll(round))
    }
  }

  /** Listens to a team first and reads it then, so that nothing falls between. Returns what went wrong. */
  async #followTeam(teamId: string, round: number): Promise<FinesseError | null> {
    const { container, listener } = this.#options
    const node = `/finesse/api/Team/${teamId}/Users`
    let fault: string | null = null
    if (!this.#heard.has(node)) {
      this.#heard.add(node)
      container.hear(node, (payload) => this.#hear(teamId, payload))
    }
    try {
      await container.order(node)
    } catch {
      fault = 'subscription-refused'
    }
    try {
      const team = await this.#client.getTeam(teamId, { includeLoggedOut: true })
      if (round !== this.#round) return null
      listener.onTeam(team)
      this.#observe(team.users, 'read')
      listener.onTeamFault(teamId, fault)
      return null
    } catch (error) {
      if (!(error instanceof FinesseError)) throw error
      listener.onTeamFault(teamId, error.code)
      return error
    }
  }

  #hear(teamId: string, payload: unknown): void {
    try {
      const { user } = parseHubPayload(payload)
      if (!user) return
      this.#options.listener.onMember(teamId, user)
      this.#observe([user], 'notification')
    } catch (error) {
      if (!(error instanceof FinesseXmlError)) throw error
      this.#options.listener.onTeamFault(teamId, 'finesse-malformed')
    }
  }

  #observe(users: readonly FinesseUser[], via: FinesseVia): void {
    const at = this.#now()
    this.#options.listener.onObservations(users.map((user) => observeUser(user, { via, at })))
  }
}

class NotASupervisor extends Error {
  readonly code = 'not-a-supervisor'
}
