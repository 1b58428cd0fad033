import type { CtiClient } from '../../cti/connection.ts'
import { CtiRequestError } from '../../cti/request-error.ts'
import { FinesseError } from '../../finesse/errors.ts'
import type { FinesseCategory } from '../../finesse/reason-codes.ts'
import type { CtiServer } from '../cti/cti-server.ts'
import { systemReason } from '../cti/system-code.ts'
import { type ChosenReason, isAgent, type Person, REASON_CODES, SCENE_AGENT_ID, TEAMS } from '../people.ts'
import { applicationClient } from './application.ts'
import { FinesseAgent } from './finesse-agent.ts'
import { type Move, nextMove } from './floor-moves.ts'

type BusyFloorOptions = {
  /** Its agents are moved. */
  readonly ctiServer: CtiServer
  readonly finesseUrl: string
  readonly people: readonly Person[]
  /** Changes of state a second, of all agents together. */
  readonly rate: number
  /** From 0 up to 1. Default Math.random. */
  readonly random?: () => number
}

/**
 * Agents who go about their day: calls, wrap-up, breaks set in Finesse and breaks set by an application through the CTI server, calls
 * not answered, supervisors who step in, and signing out and in. Nobody touches the agent of the scene.
 */
export class BusyFloor {
  readonly #options: BusyFloorOptions
  readonly #agents: readonly Person[]
  readonly #people: ReadonlyMap<string, Person>
  readonly #random: () => number
  readonly #application: CtiClient
  #timer: NodeJS.Timeout | undefined

  constructor(options: BusyFloorOptions) {
    const { ctiServer, people } = options
    this.#options = options
    this.#random = options.random ?? Math.random
    this.#people = new Map(people.map((person) => [person.id, person]))
    this.#agents = people.filter(
      (person) =>
        isAgent(person) &&
        person.id !== SCENE_AGENT_ID &&
        !person.roles.includes('Supervisor') &&
        ctiServer.stateOf(person.id) !== null,
    )
    // Without a session its requests fail, and the day goes on.
    this.#application = applicationClient({ ctiAddress: ctiServer.address, dialect: ctiServer.dialect }, () => {})
  }

  /** Begins; once only. */
  start(): void {
    if (this.#agents.length === 0) return
    this.#application.start()
    this.#timer = setInterval(() => this.#step(), 1000 / this.#options.rate)
  }

  /** Ends; what is under way comes to its end. */
  stop(): void {
    clearInterval(this.#timer)
    void this.#application.stop()
  }

  /** One agent does something that fits his state, or something happens to him. */
  #step(): void {
    const agent = this.#oneOf(this.#agents)
    const { ctiServer } = this.#options
    const move = nextMove(ctiServer.dialect, ctiServer.stateOf(agent.id) ?? 'UNKNOWN', this.#random())
    if (move === null) return
    this.#make(agent, move).catch((error: unknown) => {
      // A refusal is part of the day: a server may be away, or the agent in another state by now.
      if (!(error instanceof FinesseError) && !(error instanceof CtiRequestError)) throw error
    })
  }

  async #make(agent: Person, move: Move): Promise<void> {
    const { ctiServer, finesseUrl } = this.#options
    if (move.by === 'acd') {
      ctiServer.setState(agent.id, move.to, this.#systemReason(move))
    } else if (move.by === 'application') {
      const reason = move.to === 'NOT_READY' ? this.#reason(move.to).code : 0
      await this.#application.setAgentState({
        agentId: agent.id,
        instrument: agent.extension,
        state: move.to,
        reason,
      })
    } else if (move.by === 'agent') {
      const { to: state } = move
      const hasReason = state === 'NOT_READY' || state === 'LOGOUT'
      await new FinesseAgent(agent, finesseUrl).go({
        state,
        ...(hasReason ? { reasonCodeId: this.#reason(state).id } : {}),
        ...(state === 'LOGIN' ? { extension: agent.extension } : {}),
      })
    } else {
      const supervisor = this.#supervisorOf(agent)
      if (supervisor) await new FinesseAgent(supervisor, finesseUrl).go({ state: move.to }, agent.id)
    }
  }

  #systemReason({ to, label }: Extract<Move, { by: 'acd' }>): number {
    const hasReason = label !== undefined && (to === 'NOT_READY' || to === 'LOGOUT')
    return hasReason ? systemReason(this.#options.ctiServer.dialect, to, label) : 0
  }

  #supervisorOf({ teamId }: Person): Person | undefined {
    const [id = ''] = TEAMS.find((team) => team.id === teamId)?.supervisorIds ?? []
    return this.#people.get(id)
  }

  #reason(category: FinesseCategory): ChosenReason {
    return this.#oneOf(REASON_CODES.filter((reason) => reason.category === category))
  }

  /** @throws {RangeError} for an empty list */
  #oneOf<T extends object>(list: readonly T[]): T {
    const one = list[Math.floor(this.#random() * list.length)]
    if (one === undefined) throw new RangeError('There is nothing to choose from.')
    return one
  }
}
