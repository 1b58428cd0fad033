import { MAX_AGENTS } from '../../cti/agent-key.ts'
import { keepNewest } from '../../cti/keep-newest.ts'
import { FinesseError } from '../../finesse/errors.ts'
import { observeUser } from '../../finesse/observe.ts'
import type { FinesseUser } from '../../finesse/user.ts'
import { type AgentState, isSameState } from '../../history/agent-state.ts'
import type { FinesseObservation } from '../../history/observation.ts'
import { LogLimiter } from '../cti/log-limiter.ts'
import { LastingFault } from '../lasting-fault.ts'
import type { Logger } from '../log.ts'
import type { FinesseAs } from './finesse-gateway.ts'
import { PacedQueue } from './paced-queue.ts'

/** How long after a CTI event Finesse is asked; and again, while it still tells the state before. */
const DELAYS_MS = [400, 1_500, 4_000] as const

const FIRST_PAUSE_MS = 2_000
const LAST_PAUSE_MS = 60_000

/** Faults that mean that Finesse is away for everybody, not that this agent cannot be read. */
const AWAY: ReadonlySet<string> = new Set([
  'finesse-unavailable',
  'finesse-server-error',
  'finesse-timeout',
  'finesse-unreachable',
])

/** From so many due agents of one team on, the team is read instead of each of them. */
const TEAM_FROM = 6

/** Teams that one administrator may not read are asked for by agent: a refusal there says nothing of the credential. */
const TEAM_REFUSALS: ReadonlySet<string> = new Set(['finesse-unauthorized', 'finesse-forbidden', 'finesse-not-found'])

/** A reading to be done: the state the CTI server told, and how often it was tried. */
type Reading = { readonly expected: AgentState; readonly tries: number }

export type WitnessOptions = {
  /** Finesse as the administrator. */
  readonly finesse: FinesseAs
  /** Readings a second at most, so that Finesse does not notice the witness. */
  readonly readsPerSecond: number
  readonly onObservation: (observation: FinesseObservation) => void
  readonly onRead: (outcome: string) => void
  /** Finesse refuses the administrator's credential. */
  readonly onRefused: (error: FinesseError) => void
  readonly log: Logger
  readonly now: () => number
}

/**
 * Reads an agent's User from Finesse shortly after each of his CTI events, so that the day's Finesse side is known
 * without any gadget being open. A refused credential stops it until it is told to go on: five failures would lock the account.
 */
export class Witness {
  readonly #options: WitnessOptions
  readonly #queue: PacedQueue<Reading>
  readonly #last = new Map<string, string>()
  /** The agents' teams, as their own Users told. */
  readonly #teamOf = new Map<string, string>()
  readonly #unreadableTeams = new Set<string>()
  readonly #unread = new LogLimiter()
  readonly #away = new LastingFault()
  #timer: NodeJS.Timeout | undefined
  #reading = false
  #pauseMs = FIRST_PAUSE_MS
  #stopped: 'no' | 'closed' | 'refused' = 'no'

  constructor(options: WitnessOptions) {
    this.#options = options
    this.#queue = new PacedQueue(options.readsPerSecond)
  }

  /** Agents who wait to be read. */
  get depth(): number {
    return this.#queue.size
  }

  /** The CTI server said that this agent is in this state. */
  expect(agentId: string, state: AgentState): void {
    this.#put(agentId, { expected: state, tries: 0 })
  }

  /** Finesse accepts the administrator's credential again. */
  resume(): void {
    if (this.#stopped !== 'refused') return
    this.#stopped = 'no'
    this.#schedule()
  }

  close(): void {
    this.#stopped = 'closed'
    clearTimeout(this.#timer)
  }

  #put(agentId: string, reading: Reading): void {
    if (this.#stopped !== 'no' || this.#queue.size >= MAX_AGENTS) return
    this.#queue.put(agentId, reading, this.#options.now() + (DELAYS_MS[reading.tries] ?? 0))
    this.#schedule()
  }

  #schedule(): void {
    if (this.#reading || this.#stopped !== 'no') return
    clearTimeout(this.#timer)
    const now = this.#options.now()
    const taken = this.#queue.take(now)
    if ('key' in taken) {
      this.#reading = true
      void this.#readOneOrTeam(taken.key, taken.value).finally(() => {
        this.#reading = false
        this.#schedule()
      })
    } else if (taken.waitUntil !== null) {
      this.#timer = setTimeout(() => this.#schedule(), Math.max(1, taken.waitUntil - now))
    }
  }

  async #readOneOrTeam(agentId: string, reading: Reading): Promise<void> {
    const teamId = this.#teamOf.get(agentId)
    if (teamId !== undefined && !this.#unreadableTeams.has(teamId)) {
      const others = this.#queue.due(this.#options.now()).filter((other) => this.#teamOf.get(other) === teamId)
      if (others.length + 1 >= TEAM_FROM) return this.#readTeam(teamId, agentId, reading, others)
    }
    return this.#read(agentId, reading)
  }

  /** One question instead of many, where much of a team moves at once. */
  async #readTeam(teamId: string, agentId: string, reading: Reading, others: readonly string[]): Promise<void> {
    try {
      const { users } = await this.#options.finesse.call((client) => client.getTeam(teamId, { includeLoggedOut: true }))
      this.#options.onRead('team')
      const byId = new Map(users.map((user) => [user.loginId, user]))
      for (const other of others) {
        const user = byId.get(other)
        const waiting = user && this.#queue.withdraw(other)
        if (waiting) this.#take(user, waiting)
      }
      const user = byId.get(agentId)
      if (user) this.#take(user, reading)
      else this.#teamOf.delete(agentId)
    } catch (error) {
      if (error instanceof FinesseError && TEAM_REFUSALS.has(error.code)) {
        this.#options.onRead(error.code)
        this.#unreadableTeams.add(teamId)
        keepNewest(this.#unreadableTeams, MAX_AGENTS)
        this.#queue.put(agentId, reading, this.#options.now())
      } else this.#fail(agentId, reading, error)
    }
  }

  async #read(agentId: string, reading: Reading): Promise<void> {
    try {
      const user = await this.#options.finesse.call((client) => client.getUser(agentId))
      this.#options.onRead('read')
      if (user.teamId !== '') {
        this.#teamOf.set(agentId, user.teamId)
        keepNewest(this.#teamOf, MAX_AGENTS)
      }
      this.#take(user, reading)
    } catch (error) {
      this.#fail(agentId, reading, error)
    }
  }

  #take(user: FinesseUser, reading: Reading): void {
    this.#pauseMs = FIRST_PAUSE_MS
    this.#away.end()
    const at = new Date(this.#options.now()).toISOString()
    const observation = observeUser(user, { via: 'witness', at })
    const tries = reading.tries + 1
    const isOther = !isSameState(reading.expected, observation.state)
    const isLast = tries === DELAYS_MS.length
    this.#tell(observation, isOther && isLast)
    if (isOther && !isLast) this.#put(observation.agentId, { ...reading, tries })
  }

  /**
   * Passes on what is new: Finesse tells the same again whenever it is asked. But that it told of the state before when it should
   * long have told of another is passed on, too: otherwise its silence could be that nobody asked.
   */
  #tell(observation: FinesseObservation, isTellingSilence: boolean): void {
    const { state, stateChangeTime, reasonCodeId, reason } = observation
    const content = JSON.stringify([state, stateChangeTime, reasonCodeId, reason])
    if (this.#last.get(observation.agentId) === content && !isTellingSilence) return
    this.#last.set(observation.agentId, content)
    keepNewest(this.#last, MAX_AGENTS)
    this.#options.onObservation(observation)
  }

  #fail(agentId: string, reading: Reading, error: unknown): void {
    if (this.#stopped === 'closed') return
    const { log, now, onRead, onRefused } = this.#options
    const code = error instanceof FinesseError ? error.code : 'internal'
    onRead(code)
    if (error instanceof FinesseError && code === 'finesse-unauthorized') {
      this.#stopped = 'refused'
      onRefused(error)
    } else if (AWAY.has(code)) {
      if (this.#away.isNews(error)) log.warn({ err: error }, 'Finesse is away, the witness waits')
      this.#queue.put(agentId, reading, now())
      this.#queue.pauseUntil(now() + this.#pauseMs)
      this.#pauseMs = Math.min(2 * this.#pauseMs, LAST_PAUSE_MS)
    } else {
      const skipped = this.#unread.admit(now())
      if (skipped !== null) log.warn({ err: error, skipped }, 'the witness could not read an agent')
    }
  }
}
