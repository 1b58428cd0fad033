import type { CtiAgentState } from '../../cti/agent-state.ts'
import { FinesseError } from '../../finesse/errors.ts'
import type { CtiServer } from '../cti/cti-server.ts'
import { systemReason } from '../cti/system-code.ts'
import { isAgent, type Person, REASON_CODES, SCENE_AGENT_ID } from '../people.ts'
import { FinesseAgent } from './finesse-agent.ts'
import { APPLICATION } from './scene.ts'

export type BusyFloorOptions = {
  readonly ctiServer: CtiServer
  readonly finesseUrl: string
  readonly people: readonly Person[]
  /** Changes of state a second, of all agents together. */
  readonly rate: number
  /** From 0 up to 1. Default Math.random. */
  readonly random?: () => number
}

/** What an agent may do next: how often compared with the others, and how. */
type Move = { readonly weight: number; readonly make: (agent: Person) => void }

const REASONS = REASON_CODES.filter(({ category }) => category === 'NOT_READY')

/**
 * Agents who go about their day: calls, wrap-up, breaks set in Finesse and breaks set by an application through the CTI
 * server, calls not answered, and signing out and in. Nobody touches the agent of the scene.
 */
export class BusyFloor {
  readonly #options: BusyFloorOptions
  readonly #agents: readonly Person[]
  readonly #random: () => number
  #timer: NodeJS.Timeout | undefined

  constructor(options: BusyFloorOptions) {
    this.#options = options
    this.#random = options.random ?? Math.random
    this.#agents = options.people.filter(
      (person) => isAgent(person) && person.id !== SCENE_AGENT_ID && !person.roles.includes('Supervisor'),
    )
  }

  /** Begins. */
  start(): void {
    if (this.#agents.length === 0) return
    this.#timer = setInterval(() => this.step(), 1000 / this.#options.rate)
  }

  /** Ends; what is under way comes to its end. */
  stop(): void {
    clearInterval(this.#timer)
  }

  /** One agent does something that fits his state. */
  step(): void {
    const agent = this.#agents[Math.floor(this.#random() * this.#agents.length)]
    if (!agent) return
    const moves = this.#movesFrom(this.#options.ctiServer.stateOf(agent.id) ?? 'UNKNOWN')
    let point = this.#random() * moves.reduce((sum, { weight }) => sum + weight, 0)
    const chosen = moves.find(({ weight }) => (point -= weight) < 0)
    chosen?.make(agent)
  }

  #movesFrom(state: CtiAgentState): readonly Move[] {
    switch (state) {
      case 'AVAILABLE':
        return [
          { weight: 6, make: this.#goes('RESERVED') },
          { weight: 2, make: (agent) => this.#breakInFinesse(agent) },
          { weight: 1, make: this.#goes('NOT_READY', () => this.#reason().code, APPLICATION) },
        ]
      case 'RESERVED':
        return [
          { weight: 5, make: this.#goes('TALKING') },
          { weight: 1, make: this.#goes('NOT_READY', () => this.#system('NOT_READY', 'Call Not Answered')) },
        ]
      case 'TALKING':
        return [
          { weight: 3, make: this.#goes('WORK_NOT_READY') },
          { weight: 2, make: this.#goes('AVAILABLE') },
        ]
      case 'NOT_READY':
        return [
          { weight: 5, make: (agent) => this.#inFinesse(agent, { state: 'READY' }) },
          { weight: 1, make: this.#goes('LOGOUT', () => this.#system('LOGOUT', 'Agent Initiated')) },
        ]
      case 'LOGOUT':
        return [{ weight: 1, make: this.#goes('NOT_READY', () => this.#system('NOT_READY', 'Agent Logon')) }]
      default:
        return [{ weight: 1, make: this.#goes('AVAILABLE') }]
    }
  }

  /** Through the CTI server: by the contact centre itself, or by an application where a client is named. */
  #goes(state: CtiAgentState, reason: () => number = () => 0, client?: string): Move['make'] {
    return ({ id }) => this.#options.ctiServer.setState(id, state, reason(), client === undefined ? {} : { client })
  }

  #system(category: 'NOT_READY' | 'LOGOUT', label: string): number {
    return systemReason(this.#options.ctiServer.dialect, category, label)
  }

  #reason(): (typeof REASONS)[number] {
    const reason = REASONS[Math.floor(this.#random() * REASONS.length)]
    if (!reason) throw new Error('The sandbox has no reason codes.')
    return reason
  }

  #breakInFinesse(agent: Person): void {
    this.#inFinesse(agent, { state: 'NOT_READY', reasonCodeId: this.#reason().id })
  }

  /** A refusal is part of the day: Finesse may be away, or the agent in another state by now. */
  #inFinesse(agent: Person, change: Parameters<FinesseAgent['go']>[0]): void {
    new FinesseAgent(agent, this.#options.finesseUrl).go(change).catch((error: unknown) => {
      if (!(error instanceof FinesseError)) throw error
    })
  }
}
