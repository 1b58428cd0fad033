import { MAX_AGENTS } from './agent-key.ts'
import { keepNewest } from './keep-newest.ts'

/**
 * Whose present state to ask for, and when: agents that are configured and have said nothing since the session opened, one after the other,
 * at most so many a second. Pure: times are passed in, in milliseconds of a clock that never goes back.
 */
export class StateSeeding {
  readonly #intervalMs: number
  readonly #wanted = new Set<string>()
  /** Known, or asked for: not asked for again in this session. */
  readonly #settled = new Set<string>()
  /** Asked for a second time already. */
  readonly #repeated = new Set<string>()
  #next = -Infinity

  /** @param perSecond How many questions a second the server is to be asked, at most. */
  constructor(perSecond: number) {
    this.#intervalMs = 1000 / perSecond
  }

  /** A session opened: nothing is known any more. */
  opened(): void {
    this.#wanted.clear()
    this.#settled.clear()
    this.#repeated.clear()
  }

  /** There is such an agent. */
  configured(agentId: string): void {
    if (this.#settled.has(agentId)) return
    this.#wanted.add(agentId)
    keepNewest(this.#wanted, MAX_AGENTS)
  }

  /** The agent's state was told: an event, an upload, or there is no such agent any more. */
  known(agentId: string): void {
    this.#settled.add(agentId)
    keepNewest(this.#settled, MAX_AGENTS)
    this.#wanted.delete(agentId)
  }

  /** The question was not answered: it is put once more, after all others. */
  unanswered(agentId: string): void {
    if (this.#repeated.has(agentId)) return
    this.#repeated.add(agentId)
    keepNewest(this.#repeated, MAX_AGENTS)
    this.#settled.delete(agentId)
    this.configured(agentId)
  }

  /** When `take` has something; Infinity for never. */
  get deadline(): number {
    return this.#wanted.size === 0 ? Infinity : this.#next
  }

  /** The agent to ask for now, or null where there is none or it is too early. */
  take(now: number): string | null {
    const [agentId] = this.#wanted
    if (agentId === undefined || now < this.#next) return null
    this.known(agentId)
    this.#next = now + this.#intervalMs
    return agentId
  }
}
