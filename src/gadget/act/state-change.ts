import { FinesseActor } from '../../finesse/actor.ts'
import { FinesseError } from '../../finesse/errors.ts'
import { tryHubPayload } from '../../finesse/update.ts'
import type { FinesseReason, Instant } from '../../history/observation.ts'
import type { Container } from '../container/finesse-container.ts'
import type { Timers } from '../timers.ts'
import type { Change } from './allowed-changes.ts'
import { type Refusal, refusalOf, refusalOfError } from './refusal.ts'

/** Finesse waits for the CTI server's confirmation before it notifies; after this long something is wrong. */
export const CONFIRMED_WITHIN_MS = 15_000

/** How a change stands. Only an event makes it `done`: that Finesse took the request says nothing yet. */
export type ChangeStatus =
  | { readonly phase: 'asking' | 'taken' }
  /** Comes into effect after the present call. */
  | { readonly phase: 'pending' }
  | { readonly phase: 'done'; readonly at: Instant | null; readonly reason: FinesseReason | null }
  | { readonly phase: 'refused'; readonly refusal: Refusal }
  /** `isTaken`: Finesse took the request, but no event came; else not even an answer did. */
  | { readonly phase: 'unconfirmed'; readonly isTaken: boolean }

export type StateChangeOptions = {
  readonly container: Container
  readonly timers: Timers
  readonly agentId: string
  /** The teams of the agent's that are heard. */
  readonly teamIds: readonly string[]
  readonly change: Change
  /** When the agent's present state began, on Finesse's clock, where that is known: an event from before says nothing of this change. */
  readonly after: Instant | null
  /** Comes back in what Finesse says of it. */
  readonly requestId: string
  readonly onStatus: (status: ChangeStatus) => void
}

/** One change of an agent's state by a supervisor: asked for once, and then whatever is heard of it until `end`. */
export class StateChange {
  readonly #options: StateChangeOptions
  readonly #ends: (() => void)[]
  #status: ChangeStatus = { phase: 'asking' }

  constructor(options: StateChangeOptions) {
    const { container, agentId, teamIds, timers } = options
    this.#options = options
    // A refusal is notified on the node of a user; of the agent or of who asked, no documentation says.
    const users = [agentId, container.config.id].map((id) => `/finesse/api/User/${id}`)
    const nodes = [...teamIds.map((id) => `/finesse/api/Team/${id}/Users`), ...users]
    this.#ends = [...new Set(nodes)].map((node) => container.hear(node, (payload) => this.#hear(payload)))
    this.#ends.push(timers.after(CONFIRMED_WITHIN_MS, () => this.#giveUp()))
  }

  /** Sends the request: once, whatever comes of it. */
  async ask(): Promise<void> {
    const { container, agentId, change, requestId } = this.#options
    this.#tell({ phase: 'asking' })
    const client = new FinesseActor({
      baseUrl: '',
      fetch: container.fetch,
      timeoutMs: CONFIRMED_WITHIN_MS,
      authorization: () => {
        const authorization = container.authorization()
        if (authorization !== null) return authorization
        throw new FinesseError('finesse-unauthorized', 'Not asked: the desktop gives no credential.')
      },
    })
    try {
      await client.setUserState(agentId, { state: change }, requestId)
      if (this.#status.phase === 'asking') this.#tell({ phase: 'taken' })
    } catch (error) {
      if (!(error instanceof FinesseError)) throw error
      // Without an answer it may have been done all the same.
      if (error.code === 'finesse-timeout') this.#giveUp()
      else if (!this.#isSettled) this.#tell({ phase: 'refused', refusal: refusalOfError(error) })
    }
  }

  /** Listens no more, and tells nothing of what is still to be answered. */
  end(): void {
    for (const end of this.#ends.splice(0)) end()
  }

  get #isSettled(): boolean {
    return this.#status.phase === 'done' || this.#status.phase === 'refused'
  }

  #hear(payload: unknown): void {
    const update = tryHubPayload(payload)
    if (!update || this.#isSettled) return
    const { agentId, requestId, change, after } = this.#options
    const isOurs = update.requestId === requestId
    const { user, apiErrors } = update
    if (apiErrors.length > 0) {
      // Servers were seen to leave the request's id out of a refusal.
      const isOfAgent = update.requestId === '' && update.source.endsWith(`/User/${encodeURIComponent(agentId)}`)
      if (isOurs || isOfAgent) this.#tell({ phase: 'refused', refusal: refusalOf(apiErrors) })
      return
    }
    if (user?.loginId !== agentId) return
    const isLater = after === null || user.stateChangeTime === null || user.stateChangeTime > after
    if (user.state === change && (isOurs || isLater)) {
      const { stateChangeTime: at, reasonCode } = user
      this.#tell({ phase: 'done', at, reason: reasonCode && { code: reasonCode.code, label: reasonCode.label } })
    } else if (user.pendingState === change && this.#status.phase !== 'pending') this.#tell({ phase: 'pending' })
  }

  #giveUp(): void {
    const { phase } = this.#status
    if (phase === 'asking' || phase === 'taken') this.#tell({ phase: 'unconfirmed', isTaken: phase === 'taken' })
  }

  #tell(status: ChangeStatus): void {
    this.#status = status
    if (this.#ends.length > 0) this.#options.onStatus(status)
  }
}
