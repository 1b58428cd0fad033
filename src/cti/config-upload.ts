import { toAgentId } from './agent-key.ts'
import type { CtiAgentState } from './agent-state.ts'
import { ConfigDirectory, type ConfigFact } from './config-directory.ts'
import type { Dialect } from './dialect.ts'
import { UCCE_CONFIG_MASKS, UCCX_CONFIG_MASKS } from './masks.ts'
import type { Message, MessageInput } from './messages.ts'
import type { Request } from './requests.ts'
import { STATUS_CODES } from './status-codes.ts'

/** What an upload asks of the server; `CtiClient.send` takes it. */
export type ConfigRequest =
  MessageInput<'CONFIG_REQUEST_KEY_EVENT'> | MessageInput<'CONFIG_REQUEST_EVENT'> | Request<'TEAM_CONFIG_REQ'>

/** A state learned without an event: its reason is not known. `stateDuration` in seconds where the server tells it. */
export type StateSeed = {
  readonly kind: 'agent-state'
  readonly agentId: string
  readonly state: CtiAgentState
  readonly stateDuration: number | null
}

/** The end of an upload: CONFIG_END_EVENT's status (0 complete, 4 empty, others in part or not at all) and text. */
type UploadEnd = { readonly kind: 'upload-end'; readonly status: number; readonly text: string | null }

/** What a message taught, and what to send because of it. */
export type ConfigStep = {
  readonly requests: readonly ConfigRequest[]
  readonly facts: readonly (ConfigFact | StateSeed | UploadEnd)[]
}

const NOTHING: ConfigStep = { requests: [], facts: [] }

/** Does this status of CONFIG_END_EVENT say that the upload was complete, be it empty? */
export const isWholeUpload = (status: number): boolean => status === COMPLETE || status === EMPTY

/** CONFIG_BEGIN_EVENT's ConfigType of an upload that was asked for. */
const SOLICITED = 1
const COMPLETE = 0
const EMPTY = 4
/** TEAM_CONFIG_REQ's ConfigParam: the present teams, then updates. */
const TEAMS_AND_UPDATES = 1
/** The media routing domain of voice. */
const VOICE_MRD = 1

const CONFIG_MASK: Readonly<Record<Dialect, number>> = {
  uccx: UCCX_CONFIG_MASKS.AGENT | UCCX_CONFIG_MASKS.CSQ,
  ucce: UCCE_CONFIG_MASKS.AGENT | UCCE_CONFIG_MASKS.SKILL_GROUP,
}

/**
 * Learns the agents, teams and CSQs or skill groups of a CTI server: keys, upload, updates, and from the start again where the server says
 * that its configuration was reset. Tells states where a message has them; whether an event has told more is the caller's to know. Pure:
 * messages in, requests and facts out.
 */
export class ConfigUpload {
  readonly #dialect: Dialect
  readonly #peripheral: { readonly peripheralId?: number }
  readonly #teams: boolean
  #awaitsKeys = false
  #isUpload = false
  /** What is known by now. */
  readonly directory = new ConfigDirectory()

  /** @param options.teams Ask for teams as well: UCCX needs a request of its own, and the SUPERVISOR service. */
  constructor(options: { dialect: Dialect; peripheralId?: number | undefined; teams: boolean }) {
    this.#dialect = options.dialect
    this.#peripheral = options.peripheralId === undefined ? {} : { peripheralId: options.peripheralId }
    this.#teams = options.teams
  }

  /** A session opened: what to send first. */
  opened(): readonly ConfigRequest[] {
    this.directory.tellTeamsAnew()
    return this.#begin()
  }

  /** An upload did not come, or not as a whole: asks for one more, without waiting for keys, which may be what did not come. */
  again(): readonly ConfigRequest[] {
    return [this.#uploadRequest()]
  }

  /** A message came. */
  heard(message: Message): ConfigStep {
    if (message.type === 'FAILURE_EVENT') {
      if (message.status === STATUS_CODES.AUTO_CONFIG_RESET) return { requests: this.#begin(), facts: [] }
    } else if (message.type === 'CONFIG_KEY_EVENT') {
      return this.#keysCame()
    } else if (message.type === 'CONFIG_BEGIN_EVENT') {
      this.#isUpload = message.configType === SOLICITED
      if (this.#isUpload) this.directory.beginUpload()
    } else if (message.type === 'CONFIG_END_EVENT') {
      return this.#ended(message)
    } else if (message.type === 'CONFIG_AGENT_EVENT') {
      return learned([...this.directory.agents(message), ...message.records.flatMap((record) => this.#seeds(record))])
    } else if (message.type === 'CONFIG_SKILL_GROUP_EVENT') {
      return learned(this.directory.groups(message))
    } else if (message.type === 'TEAM_CONFIG_EVENT') {
      return learned(this.directory.uccxTeam(message))
    } else if (message.type === 'AGENT_TEAM_CONFIG_EVENT') {
      const seeds = message.members.flatMap((member) => this.#memberSeed(member))
      return learned([...this.directory.ucceTeam(message), ...seeds])
    }
    return NOTHING
  }

  #begin(): readonly ConfigRequest[] {
    this.#awaitsKeys = true
    const keys: ConfigRequest = { type: 'CONFIG_REQUEST_KEY_EVENT', ...this.#peripheral }
    if (!this.#teams || this.#dialect !== 'uccx') return [keys]
    this.directory.tellTeamsAnew()
    return [keys, { type: 'TEAM_CONFIG_REQ', configParam: TEAMS_AND_UPDATES }]
  }

  /** The keys themselves are of no use: an upload is wanted in any case, because it has the present states. */
  #keysCame(): ConfigStep {
    return this.#awaitsKeys ? { requests: [this.#uploadRequest()], facts: [] } : NOTHING
  }

  #uploadRequest(): ConfigRequest {
    this.#awaitsKeys = false
    const mask = CONFIG_MASK[this.#dialect]
    return { type: 'CONFIG_REQUEST_EVENT', configInformation: mask, configMsgMask: mask, ...this.#peripheral }
  }

  #ended({ status, text }: Message<'CONFIG_END_EVENT'>): ConfigStep {
    if (!this.#isUpload) return NOTHING
    this.#isUpload = false
    const gone = isWholeUpload(status) ? this.directory.endUpload() : []
    return learned([...gone, { kind: 'upload-end', status, text: text ?? null }])
  }

  #seeds(record: Message<'CONFIG_AGENT_EVENT'>['records'][number]): StateSeed[] {
    const stated = record.states.find(({ mrdId }) => mrdId === undefined || mrdId === VOICE_MRD)?.agentState
    const state = stated ?? record.mrds.find(({ mrdId }) => mrdId === VOICE_MRD)?.mrdState
    return this.#seed(record.loginId, state, null)
  }

  #memberSeed(member: Message<'AGENT_TEAM_CONFIG_EVENT'>['members'][number]): StateSeed[] {
    return this.#seed(member.atcAgentId, member.atcAgentState, member.atcStateDuration ?? null)
  }

  #seed(id: string | undefined, state: CtiAgentState | undefined, stateDuration: number | null): StateSeed[] {
    const agentId = toAgentId(id)
    if (agentId === null || state === undefined) return []
    return [{ kind: 'agent-state', agentId, state, stateDuration }]
  }
}

const learned = (facts: ConfigStep['facts']): ConfigStep => ({ requests: [], facts })
