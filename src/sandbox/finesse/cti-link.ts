import type { CtiAgentState } from '../../cti/agent-state.ts'
import { CtiClient } from '../../cti/connection.ts'
import type { Dialect } from '../../cti/dialect.ts'
import type { Message } from '../../cti/messages.ts'
import { CtiRequestError } from '../../cti/request-error.ts'
import { isAgent, type Person } from '../people.ts'
import { unavailable } from './api-refusal.ts'
import type { ReasonCodeBook } from './reason-code-book.ts'
import type { AllowedChange } from './state-change.ts'
import { type AskedChange, type UserChange, UserStates } from './user-states.ts'

const VERSIONS: Readonly<Record<Dialect, number>> = { uccx: 14, ucce: 24 }
const SIGNATURE = 'Finesse'
const FORCED = 1

/** So many changes of one user may wait for the CTI server. */
const MAX_WAITING = 100

const CTI_STATES = {
  LOGIN: 'LOGIN',
  LOGOUT: 'LOGOUT',
  NOT_READY: 'NOT_READY',
  READY: 'AVAILABLE',
} as const satisfies Record<AllowedChange['state'], CtiAgentState>

/** What the link tells. */
export type CtiLinkHandlers = {
  onChange(change: UserChange): void
  /** The CTI server refused a change that had been taken. */
  onRefused(change: UserChange, error: CtiRequestError): void
  /** Every user's state is known, or the CTI server is lost. */
  onService(isInService: boolean): void
}

/** Finesse's session with the CTI server: all it knows of states, and the only way to change one. */
export class CtiLink {
  readonly states: UserStates
  readonly #client: CtiClient
  readonly #agents: readonly Person[]
  readonly #handlers: CtiLinkHandlers
  /** The last change of each user that is on its way, and how many there are. */
  readonly #queues = new Map<string, { last: Promise<void>; length: number }>()
  readonly #firstService = Promise.withResolvers<void>()
  /** Counts the sessions: answers to the questions of an old one say nothing about the present one. */
  #sessions = 0
  #isInService = false

  constructor(
    options: {
      readonly address: string
      readonly dialect: Dialect
      readonly people: readonly Person[]
      readonly reasons: ReasonCodeBook
    },
    handlers: CtiLinkHandlers,
  ) {
    const { address, dialect } = options
    this.states = new UserStates(SIGNATURE, options.reasons)
    this.#agents = options.people.filter(isAgent)
    this.#handlers = handlers
    this.#client = new CtiClient(
      {
        dialect,
        protocolVersion: VERSIONS[dialect],
        servers: [address],
        clientId: SIGNATURE,
        clientSignature: SIGNATURE,
        heartbeatSeconds: 10,
        control: true,
        clientCount: 1,
      },
      { onMessage: (message, _frame, at) => this.#heard(message, at), onStatus: ({ status }) => this.#changed(status) },
    )
  }

  /** Is the CTI server there, and every state known? */
  get isInService(): boolean {
    return this.#isInService
  }

  start(): void {
    this.#client.start()
  }

  /** Resolves as soon as the first session is there and every state known. */
  get firstService(): Promise<void> {
    return this.#firstService.promise
  }

  stop(): Promise<void> {
    return this.#client.stop()
  }

  /**
   * Asks the CTI server for a change once those before of the same user are answered. What comes of it is told by the handlers.
   * @throws {ApiRefusal} where there is no session, or too many changes wait
   */
  change(target: Person, change: AllowedChange, requestId: string): void {
    const queue = this.#queues.get(target.id) ?? { last: Promise.resolve(), length: 0 }
    if (!this.#isInService || queue.length >= MAX_WAITING) throw unavailable()
    const last = queue.last
      .then(() => this.#ask(target, change, { state: change.state, reason: change.reason, requestId }))
      .finally(() => {
        queue.length -= 1
        if (queue.length === 0) this.#queues.delete(target.id)
      })
    queue.last = last
    queue.length += 1
    this.#queues.set(target.id, queue)
  }

  async #ask({ id, extension, password }: Person, change: AllowedChange, asked: AskedChange): Promise<void> {
    this.states.asked(id, asked)
    try {
      await this.#client.setAgentState({
        agentId: id,
        instrument: change.extension || extension,
        state: CTI_STATES[change.state],
        reason: change.code,
        password: change.state === 'LOGIN' ? password : undefined,
        forcedFlag: change.isForced ? FORCED : undefined,
      })
      const waits = this.states.confirmed(id, asked)
      if (waits !== null) this.#handlers.onChange(waits)
    } catch (error) {
      if (!(error instanceof CtiRequestError)) throw error
      this.states.refused(id)
      this.#handlers.onRefused({ id, requestId: asked.requestId }, error)
    }
  }

  #heard(message: Message, at: number): void {
    const change =
      message.type === 'AGENT_STATE_EVENT'
        ? this.states.heardEvent(message, at)
        : message.type === 'QUERY_AGENT_STATE_CONF'
          ? this.states.heardAnswer(message)
          : null
    if (change !== null) this.#handlers.onChange(change)
  }

  #changed(status: string): void {
    this.#sessions += 1
    if (status === 'open') void this.#learn(this.#sessions)
    else this.#serve(false)
  }

  /** Asks for every state, which is all that can be learned of what happened before the session. */
  async #learn(session: number): Promise<void> {
    this.states.sessionOpened()
    await Promise.allSettled(this.#agents.map(({ id }) => this.#client.queryAgentState({ agentId: id })))
    if (session !== this.#sessions) return
    this.#serve(true)
    this.#firstService.resolve()
  }

  #serve(isInService: boolean): void {
    if (isInService === this.#isInService) return
    this.#isInService = isInService
    this.#handlers.onService(isInService)
  }
}
