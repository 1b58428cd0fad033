import { MAX_AGENTS, toAgentId } from './agent-key.ts'
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

/** What a server may fill the memory with at most: several times what the largest contact centre has. */
const MAX_TEAMS = 5_000
const MAX_GROUPS = 10_000
const MAX_MEMBERSHIPS = 4 * MAX_AGENTS

/** Longest name or extension that is kept; no guide has longer ones. */
const MAX_NAME = 255

/** A name as it is kept; undefined where there is none or it is too long to be one. */
const nameOf = (text: string | undefined): string | undefined =>
  text !== undefined && text.length <= MAX_NAME ? text : undefined

type AgentRecord = Message<'CONFIG_AGENT_EVENT'>['records'][number]
type GroupRecord = Message<'CONFIG_SKILL_GROUP_EVENT'>['records'][number]

/** Agents, teams and groups as the configuration messages tell them. */
export class ConfigDirectory {
  readonly #agents = new Map<string, ConfiguredAgent>()
  readonly #teams = new Map<number, ConfiguredTeam>()
  readonly #groups = new Map<number, ConfiguredGroup>()
  /** Teams told since they were to be told anew: what was known of the others before does not count. */
  readonly #freshTeams = new Set<number>()
  /** What the upload in progress has not named yet. */
  #unseenAgents = new Set<string>()
  #unseenGroups = new Set<number>()
  #memberships = 0

  get agentsById(): ReadonlyMap<string, ConfiguredAgent> {
    return this.#agents
  }

  get teamsById(): ReadonlyMap<number, ConfiguredTeam> {
    return this.#teams
  }

  get groupsByNumber(): ReadonlyMap<number, ConfiguredGroup> {
    return this.#groups
  }

  /** From now on teams are told anew: a session opened, or they were asked for again. */
  tellTeamsAnew(): void {
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
      const agentId = toAgentId(agentIdLong)
      if (agentId === null) continue
      if (recordType === DELETED) agentIds.delete(agentId)
      else agentIds.add(agentId)
    }
    return this.#team(message.teamId, message.teamName, agentIds)
  }

  ucceTeam(message: Message<'AGENT_TEAM_CONFIG_EVENT'>): readonly ConfigFact[] {
    const agentIds = message.configOperation === UCCE_RESTORE ? new Set<string>() : this.#members(message.teamId)
    for (const { atcAgentId } of message.members) {
      const agentId = toAgentId(atcAgentId)
      if (agentId === null) continue
      if (message.configOperation === UCCE_REMOVE) agentIds.delete(agentId)
      else agentIds.add(agentId)
    }
    return this.#team(message.teamId, message.agentTeamName, agentIds)
  }

  #agent(record: AgentRecord): readonly ConfigFact[] {
    const { oldLoginId } = record
    const agentId = toAgentId(record.loginId)
    if (agentId === null) return []
    if (record.recordType === DELETED) return this.#removeAgent(agentId)
    const renamed = oldLoginId && oldLoginId !== agentId ? this.#removeAgent(oldLoginId) : []
    const before = this.#agents.get(agentId)
    if (!before && this.#agents.size >= MAX_AGENTS) return renamed
    const agent: ConfiguredAgent = {
      agentId,
      firstName: nameOf(record.firstName) ?? before?.firstName ?? null,
      lastName: nameOf(record.lastName) ?? before?.lastName ?? null,
      extension: nameOf(record.extension) ?? before?.extension ?? null,
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
    if (!this.#groups.has(number) && this.#groups.size >= MAX_GROUPS) return []
    const group: ConfiguredGroup = { number, name: nameOf(peripheralName) ?? this.#groups.get(number)?.name ?? '' }
    this.#groups.set(number, group)
    this.#unseenGroups.delete(number)
    return [{ kind: 'group', group }]
  }

  #members(teamId: number): Set<string> {
    return new Set(this.#freshTeams.has(teamId) ? this.#teams.get(teamId)?.agentIds : [])
  }

  #team(teamId: number, name: string | undefined, agentIds: ReadonlySet<string>): readonly ConfigFact[] {
    const before = this.#teams.get(teamId)
    const memberships = this.#memberships - (before?.agentIds.size ?? 0) + agentIds.size
    if (memberships > MAX_MEMBERSHIPS || (!before && this.#teams.size >= MAX_TEAMS)) return []
    this.#memberships = memberships
    const team: ConfiguredTeam = { teamId, name: nameOf(name) ?? before?.name ?? null, agentIds }
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
    this.#freshTeams.delete(teamId)
    this.#memberships -= this.#teams.get(teamId)?.agentIds.size ?? 0
    return this.#teams.delete(teamId) ? [{ kind: 'team-gone', teamId }] : []
  }
}
