import { MAX_AGENTS } from '../../cti/agent-key.ts'
import type { CtiAgentState } from '../../cti/agent-state.ts'
import { type ConfigRequest, ConfigUpload, isWholeUpload } from '../../cti/config-upload.ts'
import type { CtiClient } from '../../cti/connection.ts'
import { keepNewest } from '../../cti/keep-newest.ts'
import type { Message } from '../../cti/messages.ts'
import { CtiProtocolError } from '../../cti/protocol-error.ts'
import { CtiRequestError } from '../../cti/request-error.ts'
import { StateSeeding } from '../../cti/state-seeding.ts'
import { stateFromCti } from '../../history/agent-state.ts'
import type { CtiObservation } from '../../history/observation.ts'
import { shortText } from '../../wire/short-text.ts'
import type { CtiSiteConfig } from '../config-schema.ts'
import { hexOf } from './agent-events.ts'

/** An upload of which nothing has come for so long will not end: the states are asked for one by one. Milliseconds. */
const UPLOAD_TIMEOUT_MS = 20_000

/** When one that did not come as a whole is asked for again, each time later. Milliseconds. */
const FIRST_RETRY_MS = 60_000
const LAST_RETRY_MS = 3_600_000

/** Who somebody is, as the CTI server's configuration has it; empty where it does not tell. */
export type KnownAgent = { readonly name: string; readonly extension: string }

export type SiteLearningOptions = {
  readonly config: Pick<CtiSiteConfig, 'site' | 'dialect' | 'peripheralId' | 'seedsPerSecond'>
  readonly client: Pick<CtiClient, 'isOpen' | 'send' | 'queryAgentState'>
  readonly onSeed: (observation: CtiObservation) => void
  /** The configuration names an agent. */
  readonly onAgent: (agent: { readonly agentId: string; readonly extension: string | null }) => void
  /** The configuration upload ended: its CONFIG_END_EVENT status, or null where none came in time. */
  readonly onUploadEnd: (status: number | null) => void
  /** The CTI server told of a team, or of its end. */
  readonly onTeams?: () => void
  /** A question about an agent was refused, not answered, or cannot be put. */
  readonly onRefusal: (agentId: string, error: CtiRequestError | CtiProtocolError) => void
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
  /** Agents of whom an event was ever heard: the configuration may not be told, or not have them. */
  readonly #everHeard = new Set<string>()
  /** Agents whose state an event has told since the session opened. */
  readonly #told = new Set<string>()
  /** The bytes of answers that their questions have not taken yet, by InvokeID. */
  readonly #answers = new Map<number, string>()
  /** Questions that wait for their answers. */
  #questions = 0
  #askTimer: NodeJS.Timeout | undefined
  /** Runs while an upload is waited for, or the moment to ask for it again. */
  #uploadTimer: NodeJS.Timeout | undefined
  #isUploading = false
  #areKnownAdded = false
  #retryMs = FIRST_RETRY_MS
  /** When the last message was read. */
  #heardAt = 0

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
    this.closed()
    this.#told.clear()
    this.#answers.clear()
    this.#seeding.opened()
    this.#retryMs = FIRST_RETRY_MS
    this.#areKnownAdded = false
    this.#request(this.#upload.opened())
  }

  /** The session is no longer open. */
  closed(): void {
    clearTimeout(this.#askTimer)
    clearTimeout(this.#uploadTimer)
    this.#isUploading = false
  }

  /** An event told an agent's state: nothing that is learned here knows better. */
  told(agentId: string): void {
    for (const heard of [this.#told, this.#everHeard]) {
      heard.add(agentId)
      keepNewest(heard, MAX_AGENTS)
    }
    this.#seeding.known(agentId)
  }

  /** A message, with its bytes. @param at When it was read, milliseconds: what is learned of it is of then. */
  heard(message: Message, frame: Uint8Array, at: number): void {
    this.#heardAt = at
    if (message.type === 'QUERY_AGENT_STATE_CONF' && this.#answers.size < this.#questions) {
      this.#answers.set(message.invokeId, hexOf(frame))
    }
    const { requests, facts } = this.#upload.heard(message)
    this.#request(requests)
    for (const fact of facts) {
      if (fact.kind === 'agent') {
        this.#seeding.configured(fact.agent.agentId)
        this.#options.onAgent(fact.agent)
        if (this.#isUploading) this.#awaitUpload()
        else this.#ask()
      } else if (fact.kind === 'agent-gone') this.#seeding.known(fact.agentId)
      else if (fact.kind === 'agent-state') {
        this.#seeding.known(fact.agentId)
        this.#seed(fact.agentId, fact.state, fact.stateDuration ?? 0, hexOf(frame))
      } else if (fact.kind === 'team' || fact.kind === 'team-gone') this.#options.onTeams?.()
      else if (fact.kind === 'upload-end') this.#uploadEnded(fact.status)
    }
  }

  /** Asks for what the configuration needs, unless the session is ending. */
  #request(requests: readonly ConfigRequest[]): void {
    const { client } = this.#options
    if (requests.length === 0 || !client.isOpen) return
    for (const request of requests) client.send(request)
    this.#awaitUpload()
  }

  #awaitUpload(): void {
    this.#isUploading = true
    clearTimeout(this.#uploadTimer)
    this.#uploadTimer = setTimeout(() => this.#uploadEnded(null), UPLOAD_TIMEOUT_MS)
  }

  #uploadEnded(status: number | null): void {
    this.#isUploading = false
    clearTimeout(this.#uploadTimer)
    this.#options.onUploadEnd(status)
    const isWhole = status !== null && isWholeUpload(status)
    this.#addKnown(isWhole)
    if (!isWhole) {
      this.#uploadTimer = setTimeout(() => this.#request(this.#upload.again()), this.#retryMs)
      this.#retryMs = Math.min(2 * this.#retryMs, LAST_RETRY_MS)
    }
    this.#ask()
  }

  /** Whom the upload did not name, an event or an earlier upload did; once in a session, for uploads may end without end. */
  #addKnown(isWhole: boolean): void {
    if (this.#areKnownAdded) return
    this.#areKnownAdded = true
    for (const agentId of this.#everHeard) this.#seeding.configured(agentId)
    const { agentsById } = this.#upload.directory
    for (const agentId of isWhole ? [] : agentsById.keys()) this.#seeding.configured(agentId)
  }

  /** Asks for the next agent whose state nobody told, and plans the one after. */
  #ask(): void {
    clearTimeout(this.#askTimer)
    if (!this.#options.client.isOpen) return
    const now = performance.now()
    const agentId = this.#seeding.take(now)
    if (agentId !== null) void this.#askFor(agentId)
    const { deadline } = this.#seeding
    if (deadline === Infinity) return
    this.#askTimer = setTimeout(() => this.#ask(), Math.max(0, deadline - now))
  }

  async #askFor(agentId: string): Promise<void> {
    const { client, onRefusal } = this.#options
    this.#questions += 1
    try {
      const { invokeId, agentState } = await client.queryAgentState({ agentId })
      const raw = this.#answers.get(invokeId) ?? ''
      this.#answers.delete(invokeId)
      this.#seed(agentId, agentState, 0, raw)
    } catch (error) {
      // What cannot be written is an id that the dialect has no room for.
      if (!(error instanceof CtiRequestError || error instanceof CtiProtocolError)) throw error
      if (error.code === 'link-lost' || error.code === 'not-open') return
      onRefusal(agentId, error)
      if (error.code !== 'timeout') return
      this.#seeding.unanswered(agentId)
      this.#ask()
    } finally {
      this.#questions -= 1
      if (this.#questions === 0) this.#answers.clear()
    }
  }

  /** An event that came meanwhile knows better. */
  #seed(agentId: string, state: CtiAgentState, stateDuration: number, raw: string): void {
    const { config, onSeed } = this.#options
    if (this.#told.has(agentId)) return
    onSeed({
      kind: 'cti',
      site: config.site,
      agentId,
      state: stateFromCti(state),
      reason: null,
      // Not now: an event may stand behind it among the bytes that were read with it, and is of the same moment.
      at: new Date(this.#heardAt).toISOString(),
      stateDuration,
      client: null,
      extension: this.agent(agentId)?.extension || null,
      seeded: true,
      raw,
    })
  }
}
