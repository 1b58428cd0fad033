import type { Dialect } from '../../cti/dialect.ts'
import type { MessageInput } from '../../cti/messages.ts'
import type { Person } from '../people.ts'
import { TEAMS } from '../people.ts'
import type { Acd } from './acd.ts'

/** PeripheralID of everything in the sandbox, as in an installation that nobody changed. */
export const PERIPHERAL_ID: Readonly<Record<Dialect, number>> = { uccx: 1, ucce: 5000 }

/** The CSQs, or skill groups, that every agent is in. */
export const GROUPS = [
  { number: 1, name: 'Main Number' },
  { number: 2, name: 'Overflow' },
] as const

const SOLICITED = 1
const RECORD_ADDED = 0
const UPLOAD_EMPTY = 4
const VOICE_MRD = 1
/** UCCX names the media routing domain of a state from this version on; before, records end without a state here. */
const UCCX_STATES_SINCE = 17

const AGENTS_PER_MESSAGE = 10
const MEMBERS_PER_MESSAGE = 64

const AGENT_TYPE = { agent: 1, supervisor: 2 } as const
/** AgentFlags: a primary supervisor. */
const PRIMARY_SUPERVISOR = 1
/** ConfigOperation of AGENT_TEAM_CONFIG_EVENT, in captures also right after OPEN_CONF; Operation of TEAM_CONFIG_EVENT. */
const ADD = 1

/** An agent's id in the configuration of UCCE. */
export const skillTargetId = ({ extension }: Pick<Person, 'extension'>): number => Number(extension)

/** The keys by which a client with a copy could tell that nothing has changed: always the same here. */
export function configKeys(): MessageInput<'CONFIG_KEY_EVENT'> {
  const key = new Uint8Array(8)
  return { type: 'CONFIG_KEY_EVENT', serviceConfigKey: key, skillGroupConfigKey: key, agentConfigKey: key }
}

/** What an upload of the present configuration should have; the bits differ between the dialects. */
export type UploadRequest = {
  readonly mask: number
  readonly wantsAgents: boolean
  readonly wantsGroups: boolean
  /** Protocol version of the client. */
  readonly version: number
}

/** An upload, from CONFIG_BEGIN_EVENT to CONFIG_END_EVENT. */
export function upload(acd: Acd, { mask, wantsAgents, wantsGroups, version }: UploadRequest): MessageInput[] {
  const records = [
    ...(wantsGroups ? [groups(acd.dialect)] : []),
    ...(wantsAgents ? inParts(acd.agents, AGENTS_PER_MESSAGE).map((part) => agents(acd, part, version)) : []),
  ]
  return [
    { type: 'CONFIG_BEGIN_EVENT', configType: SOLICITED, configInformation: mask },
    ...records,
    { type: 'CONFIG_END_EVENT', status: records.length === 0 ? UPLOAD_EMPTY : 0 },
  ]
}

function groups(dialect: Dialect): MessageInput<'CONFIG_SKILL_GROUP_EVENT'> {
  const common = { recordType: RECORD_ADDED, peripheralId: PERIPHERAL_ID[dialect] }
  const records = GROUPS.map(({ number, name }) => ({ ...common, peripheralNumber: number, peripheralName: name }))
  return { type: 'CONFIG_SKILL_GROUP_EVENT', records }
}

function agents(acd: Acd, part: readonly Person[], version: number): MessageInput<'CONFIG_AGENT_EVENT'> {
  const isUccx = acd.dialect === 'uccx'
  return {
    type: 'CONFIG_AGENT_EVENT',
    records: part.map(({ id, firstName, lastName, extension, roles }) => {
      const state = acd.stateOf(id) ?? 'UNKNOWN'
      return {
        recordType: RECORD_ADDED,
        peripheralId: PERIPHERAL_ID[acd.dialect],
        agentType: roles.includes('Supervisor') ? AGENT_TYPE.supervisor : AGENT_TYPE.agent,
        loginId: id,
        ...(isUccx ? {} : { loginName: id }),
        lastName,
        firstName,
        extension,
        description: '',
        agentSkillTargetId: isUccx ? 0 : skillTargetId({ extension }),
        numSkills: GROUPS.length,
        numMrds: 1,
        skillGroups: GROUPS.map(({ number }) => ({ skillGroupNumber: number, skillGroupPriority: 0 })),
        mrds: [{ mrdId: VOICE_MRD, mrdState: state }],
        states: isUccx && version >= UCCX_STATES_SINCE ? [{ agentState: state, mrdId: VOICE_MRD }] : [],
      }
    }),
  }
}

/** The teams that have members, for clients with the SUPERVISOR service. */
export const teams = (acd: Acd, now: number): MessageInput[] =>
  TEAMS.flatMap(({ id, name }) => {
    const parts = inParts(
      acd.agents.filter(({ teamId }) => teamId === id),
      MEMBERS_PER_MESSAGE,
    )
    return parts.map((part) => (acd.dialect === 'uccx' ? uccxTeam(id, name, part) : ucceTeam(acd, id, name, part, now)))
  })

function uccxTeam(id: string, teamName: string, members: readonly Person[]): MessageInput<'TEAM_CONFIG_EVENT'> {
  return {
    type: 'TEAM_CONFIG_EVENT',
    teamId: Number(id),
    operation: ADD,
    teamName,
    members: members.map((agent) => ({
      agentIdLong: agent.id,
      agentFlags: flagsOf(agent),
      recordType: RECORD_ADDED,
      memberType: 0,
    })),
  }
}

function ucceTeam(
  acd: Acd,
  id: string,
  agentTeamName: string,
  members: readonly Person[],
  now: number,
): MessageInput<'AGENT_TEAM_CONFIG_EVENT'> {
  return {
    type: 'AGENT_TEAM_CONFIG_EVENT',
    teamId: Number(id),
    configOperation: ADD,
    agentTeamName,
    members: members.map((agent) => ({
      atcAgentId: agent.id,
      agentFlags: flagsOf(agent),
      atcAgentState: acd.stateOf(agent.id) ?? 'UNKNOWN',
      atcStateDuration: acd.secondsInState(agent.id, now),
    })),
  }
}

const flagsOf = ({ roles }: Person): number => (roles.includes('Supervisor') ? PRIMARY_SUPERVISOR : 0)

const inParts = <T>(list: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size))
