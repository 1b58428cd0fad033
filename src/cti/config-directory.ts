import type { Message } from './messages.ts'

/** An agent as the configuration has it. Null: not told. */
export type ConfiguredAgent = {
  /** As events name the agent. */
  readonly agentId: string
  readonly firstName: string | null
  readonly lastName: string | null
  readonly extension: string | null
  readonly isSupervisor: boolean
}

/** A team and who is in it, supervisors included. */
export type ConfiguredTeam = {
  readonly teamId: number
  readonly name: string | null
  readonly agentIds: ReadonlySet<string>
}

/** A CSQ, or a skill group, under the number that events call it by. */
export type ConfiguredGroup = { readonly number: number; readonly name: string }

/** A change of what is configured. */
export type ConfigFact =
  | { readonly kind: 'agent'; readonly agent: ConfiguredAgent }
  | { readonly kind: 'agent-gone'; readonly agentId: string }
  | { readonly kind: 'team'; readonly team: ConfiguredTeam }
  | { readonly kind: 'team-gone'; readonly teamId: number }
  | { readonly kind: 'group'; readonly group: ConfiguredGroup }
  | { readonly kind: 'group-gone'; readonly number: number }

/** RecordType: 0 added, 1 changed. */
const DELETED = 2
const SUPERVISOR = 2

const UCCX_TEAM_REMOVED = 2

/** ConfigOperation of AGENT_TEAM_CONFIG_EVENT; 1 adds. */
const UCCE_RESTORE = 0
const UCCE_REMOVE = 2

type AgentRecord = Message<'CONFIG_AGENT_EVENT'>['records'][number]
type GroupRecord = Message<'CONFIG_SKILL_GROUP_EVENT'>['records'][number]

/** Agents, teams and groups as the configuration messages tell them. */
export class ConfigDirectory {
  readonly #agents = new Map<string, ConfiguredAgent>()
  readonly #teams = new Map<number, ConfiguredTeam>()
  readonly #groups = new Map<number, ConfiguredGroup>()
  /** Teams told since the session opened: what was known of the others before does not count. */
  readonly #freshTeams = new Set<number>()
  /** What the upload in progress has not named yet. */
  #unseenAgents = new Set<string>()
  #unseenGroups = new Set<number>()

  get agentsById(): ReadonlyMap<string, ConfiguredAgent> {
    return this.#agents
  }

  get teamsById(): ReadonlyMap<number, ConfiguredTeam> {
    return this.#teams
  }

  get groupsByNumber(): ReadonlyMap<number, ConfiguredGroup> {
    return this.#groups
  }

  /** A session opened: teams are told anew. */
  sessionOpened(): void {
    this.#freshTeams.clear()
  }

  /** An upload of everything begins: what it does not name is gone. */
  beginUpload(): void {
    this.#unseenAgents = new Set(this.#agents.keys())
    this.#unseenGroups = new Set(this.#groups.keys())
  }

  /** The upload is complete. */
  endUpload(): readonly ConfigFact[] {
    return [
      ...[...this.#unseenAgents].flatMap((agentId) => this.#removeAgent(agentId)),
      ...[...this.#unseenGroups].flatMap((number) => this.#removeGroup(number)),
    ]
  }

  agents(message: Message<'CONFIG_AGENT_EVENT'>): readonly ConfigFact[] {
    return message.records.flatMap((record) => this.#agent(record))
  }

  groups(message: Message<'CONFIG_SKILL_GROUP_EVENT'>): readonly ConfigFact[] {
    return message.records.flatMap((record) => this.#group(record))
  }

  /** One message has at most 64 members; a larger team comes in several, which add up. */
  uccxTeam(message: Message<'TEAM_CONFIG_EVENT'>): readonly ConfigFact[] {
    if (message.operation === UCCX_TEAM_REMOVED) return this.#removeTeam(message.teamId)
    const agentIds = this.#members(message.teamId)
    for (const { agentIdLong, recordType } of message.members) {
      if (!agentIdLong) continue
      if (recordType === DELETED) agentIds.delete(agentIdLong)
      else agentIds.add(agentIdLong)
    }
    return this.#team(message.teamId, message.teamName, agentIds)
  }

  ucceTeam(message: Message<'AGENT_TEAM_CONFIG_EVENT'>): readonly ConfigFact[] {
    const agentIds = message.configOperation === UCCE_RESTORE ? new Set<string>() : this.#members(message.teamId)
    for (const { atcAgentId } of message.members) {
      if (!atcAgentId) continue
      if (message.configOperation === UCCE_REMOVE) agentIds.delete(atcAgentId)
      else agentIds.add(atcAgentId)
    }
    return this.#team(message.teamId, message.agentTeamName, agentIds)
  }

  #agent(record: AgentRecord): readonly ConfigFact[] {
    const { loginId: agentId, oldLoginId } = record
    if (!agentId) return []
    if (record.recordType === DELETED) return this.#removeAgent(agentId)
    const renamed = oldLoginId && oldLoginId !== agentId ? this.#removeAgent(oldLoginId) : []
    const before = this.#agents.get(agentId)
    const agent: ConfiguredAgent = {
      agentId,
      firstName: record.firstName ?? before?.firstName ?? null,
      lastName: record.lastName ?? before?.lastName ?? null,
      extension: record.extension ?? before?.extension ?? null,
      isSupervisor: record.agentType === undefined ? (before?.isSupervisor ?? false) : record.agentType === SUPERVISOR,
    }
    this.#agents.set(agentId, agent)
    this.#unseenAgents.delete(agentId)
    return [...renamed, { kind: 'agent', agent }]
  }

  #group(record: GroupRecord): readonly ConfigFact[] {
    const { peripheralNumber: number, peripheralName } = record
    if (number === undefined) return []
    if (record.recordType === DELETED) return this.#removeGroup(number)
    const group: ConfiguredGroup = { number, name: peripheralName ?? this.#groups.get(number)?.name ?? '' }
    this.#groups.set(number, group)
    this.#unseenGroups.delete(number)
    return [{ kind: 'group', group }]
  }

  #members(teamId: number): Set<string> {
    return new Set(this.#freshTeams.has(teamId) ? this.#teams.get(teamId)?.agentIds : [])
  }

  #team(teamId: number, name: string | undefined, agentIds: ReadonlySet<string>): readonly ConfigFact[] {
    const team: ConfiguredTeam = { teamId, name: name ?? this.#teams.get(teamId)?.name ?? null, agentIds }
    this.#teams.set(teamId, team)
    this.#freshTeams.add(teamId)
    return [{ kind: 'team', team }]
  }

  #removeAgent(agentId: string): readonly ConfigFact[] {
    this.#unseenAgents.delete(agentId)
    return this.#agents.delete(agentId) ? [{ kind: 'agent-gone', agentId }] : []
  }

  #removeGroup(number: number): readonly ConfigFact[] {
    this.#unseenGroups.delete(number)
    return this.#groups.delete(number) ? [{ kind: 'group-gone', number }] : []
  }

  #removeTeam(teamId: number): readonly ConfigFact[] {
    return this.#teams.delete(teamId) ? [{ kind: 'team-gone', teamId }] : []
  }
}
