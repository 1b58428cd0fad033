import { agentIdOf, MAX_AGENTS } from '../../cti/agent-key.ts'
import type { CtiAgentState } from '../../cti/agent-state.ts'
import { ConfigUpload } from '../../cti/config-upload.ts'
import type { CtiClient } from '../../cti/connection.ts'
import { keepNewest } from '../../cti/keep-newest.ts'
import type { Message } from '../../cti/messages.ts'
import { CtiRequestError } from '../../cti/request-error.ts'
import { StateSeeding } from '../../cti/state-seeding.ts'
import { stateFromCti } from '../../history/agent-state.ts'
import type { CtiObservation } from '../../history/observation.ts'
import { shortText } from '../../wire/short-text.ts'
import type { CtiSiteConfig } from '../config-schema.ts'
import { hexOf } from './agent-events.ts'

/** An upload that has not ended by then will not: the states are asked for one by one. Milliseconds. */
const UPLOAD_TIMEOUT_MS = 20_000

/** Who somebody is, as the CTI server's configuration has it; empty where it does not tell. */
export type KnownAgent = { readonly name: string; readonly extension: string }

export type SiteLearningOptions = {
  readonly config: Pick<CtiSiteConfig, 'site' | 'dialect' | 'peripheralId' | 'seedsPerSecond'>
  readonly client: Pick<CtiClient, 'send' | 'queryAgentState'>
  readonly onSeed: (observation: CtiObservation) => void
  /** The configuration names an agent. */
  readonly onAgent: (agent: { readonly agentId: string; readonly extension: string | null }) => void
  /** The configuration upload ended: its CONFIG_END_EVENT status, or null where none came in time. */
  readonly onUploadEnd: (status: number | null) => void
  /** The CTI server told of a team, or of its end. */
  readonly onTeams?: () => void
  /** A question about an agent was refused or not answered. */
  readonly onRefusal: (agentId: string, error: CtiRequestError) => void
  readonly now: () => number
}

/**
 * Learns what a CTI server does not say by itself after a (re)connect: who the agents are, and the state each is in, from
 * its configuration where it has it, else by asking, no faster than configured. Such a state is a seed: nobody knows the
 * reason, and an event heard meanwhile is never overwritten.
 */
export class SiteLearning {
  readonly #options: SiteLearningOptions
  readonly #upload: ConfigUpload
  readonly #seeding: StateSeeding
  /** Agents of whom an event was heard since the session opened. */
  readonly #heard = new Set<string>()
  /** The bytes of answers that their questions have not taken yet, by InvokeID. */
  readonly #answers = new Map<number, string>()
  /** Questions that wait for their answers. */
  #questions = 0
  #timer: NodeJS.Timeout | undefined

  constructor(options: SiteLearningOptions) {
    const { dialect, peripheralId, seedsPerSecond } = options.config
    this.#options = options
    this.#upload = new ConfigUpload({ dialect, peripheralId, teams: true })
    this.#seeding = new StateSeeding(seedsPerSecond)
  }

  /** What the CTI server calls an agent; null where it has not told. */
  agent(agentId: string): KnownAgent | null {
    const agent = this.#upload.directory.agentsById.get(agentId)
    if (!agent) return null
    const name = shortText([agent.firstName, agent.lastName].filter(Boolean).join(' ')) ?? ''
    return { name, extension: agent.extension ?? '' }
  }

  /** The session opened: everything is asked for. */
  opened(): void {
    this.#heard.clear()
    this.#answers.clear()
    this.#seeding.opened()
    for (const request of this.#upload.opened()) this.#options.client.send(request)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#uploadEnded(null), UPLOAD_TIMEOUT_MS)
  }

  /** The session is no longer open. */
  closed(): void {
    clearTimeout(this.#timer)
  }

  /** A message of an open session, with its bytes. */
  heard(message: Message, frame: Uint8Array): void {
    if (message.type === 'AGENT_STATE_EVENT') {
      const agentId = agentIdOf(message)
      if (agentId !== null) {
        this.#heard.add(agentId)
        keepNewest(this.#heard, MAX_AGENTS)
        this.#seeding.known(agentId)
      }
    } else if (message.type === 'QUERY_AGENT_STATE_CONF' && this.#answers.size < this.#questions) {
      this.#answers.set(message.invokeId, hexOf(frame))
    }
    const { requests, facts } = this.#upload.heard(message)
    for (const request of requests) this.#options.client.send(request)
    for (const fact of facts) {
      if (fact.kind === 'agent') {
        this.#seeding.configured(fact.agent.agentId)
        this.#options.onAgent(fact.agent)
      } else if (fact.kind === 'agent-gone') this.#seeding.known(fact.agentId)
      else if (fact.kind === 'agent-state') {
        this.#seeding.known(fact.agentId)
        this.#seed(fact.agentId, fact.state, fact.stateDuration ?? 0, hexOf(frame))
      } else if (fact.kind === 'team' || fact.kind === 'team-gone') this.#options.onTeams?.()
      else if (fact.kind === 'upload-end') this.#uploadEnded(fact.status)
    }
  }

  #uploadEnded(status: number | null): void {
    this.#options.onUploadEnd(status)
    this.#ask()
  }

  /** Asks for the next agent whose state nobody told, and plans the one after. */
  #ask(): void {
    clearTimeout(this.#timer)
    const { now } = this.#options
    const agentId = this.#seeding.take(now())
    if (agentId !== null) void this.#askFor(agentId)
    const { deadline } = this.#seeding
    if (deadline === Infinity) return
    this.#timer = setTimeout(() => this.#ask(), Math.max(0, deadline - now()))
  }

  async #askFor(agentId: string): Promise<void> {
    const { client, onRefusal } = this.#options
    this.#questions += 1
    try {
      const { invokeId, agentState } = await client.queryAgentState({ agentId })
      const raw = this.#answers.get(invokeId) ?? ''
      this.#answers.delete(invokeId)
      // An event that came between the question and its answer knows better.
      if (!this.#heard.has(agentId)) this.#seed(agentId, agentState, 0, raw)
    } catch (error) {
      if (!(error instanceof CtiRequestError)) throw error
      if (error.code !== 'link-lost' && error.code !== 'not-open') onRefusal(agentId, error)
    } finally {
      this.#questions -= 1
      if (this.#questions === 0) this.#answers.clear()
    }
  }

  #seed(agentId: string, state: CtiAgentState, stateDuration: number, raw: string): void {
    const { config, now, onSeed } = this.#options
    onSeed({
      kind: 'cti',
      site: config.site,
      agentId,
      state: stateFromCti(state),
      reason: null,
      at: new Date(now()).toISOString(),
      stateDuration,
      client: null,
      extension: this.agent(agentId)?.extension || null,
      seeded: true,
      raw,
    })
  }
}
