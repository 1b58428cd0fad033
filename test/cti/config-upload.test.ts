import { describe, expect, it } from 'vitest'
import { MAX_AGENTS } from '../../src/cti/agent-key.ts'
import { decode, encode } from '../../src/cti/codec.ts'
import { ConfigUpload } from '../../src/cti/config-upload.ts'
import type { Dialect } from '../../src/cti/dialect.ts'
import { layoutFor } from '../../src/cti/layout.ts'
import type { Message, MessageInput } from '../../src/cti/messages.ts'

/** An upload that hears messages as they come out of their bytes. */
function upload(dialect: Dialect, options: { teams?: boolean; peripheralId?: number; version?: number } = {}) {
  const config = new ConfigUpload({ dialect, teams: options.teams ?? false, peripheralId: options.peripheralId })
  const layout = layoutFor(dialect, options.version ?? (dialect === 'uccx' ? 14 : 24))
  const hear = (message: MessageInput) => config.heard(decode(encode(message, layout), layout) as Message)
  return { config, hear }
}

const joan = {
  recordType: 0,
  loginId: 'joan',
  firstName: 'Joan',
  lastName: 'Doe',
  extension: '8510',
  agentType: 1,
} as const
const bob = {
  recordType: 0,
  loginId: 'bob',
  firstName: 'Bob',
  lastName: 'Roe',
  extension: '8511',
  agentType: 2,
} as const

const BEGIN = { type: 'CONFIG_BEGIN_EVENT', configType: 1, configInformation: 6 } as const
const UPDATE = { type: 'CONFIG_BEGIN_EVENT', configType: 2, configInformation: 4 } as const
const END = { type: 'CONFIG_END_EVENT', status: 0 } as const

describe('the upload', () => {
  it('goes from the keys to the request, once', () => {
    const { config, hear } = upload('ucce', { peripheralId: 5001 })
    expect(config.opened()).toEqual([{ type: 'CONFIG_REQUEST_KEY_EVENT', peripheralId: 5001 }])
    expect(hear({ type: 'CONFIG_KEY_EVENT', status: 2 }).requests).toEqual([
      { type: 'CONFIG_REQUEST_EVENT', configInformation: 6, configMsgMask: 6, peripheralId: 5001 },
    ])
    expect(hear({ type: 'CONFIG_KEY_EVENT', status: 0 }).requests).toEqual([])
  })

  it('asks UCCX for teams as well, when wanted; UCCE sends them unasked', () => {
    expect(upload('uccx', { teams: true }).config.opened()).toEqual([
      { type: 'CONFIG_REQUEST_KEY_EVENT' },
      { type: 'TEAM_CONFIG_REQ', configParam: 1 },
    ])
    expect(upload('ucce', { teams: true }).config.opened()).toHaveLength(1)
  })

  it('begins again when the server says that its configuration was reset', () => {
    const { config, hear } = upload('uccx')
    config.opened()
    hear({ type: 'CONFIG_KEY_EVENT' })
    expect(hear({ type: 'FAILURE_EVENT', status: 96 }).requests).toEqual([{ type: 'CONFIG_REQUEST_KEY_EVENT' }])
    expect(hear({ type: 'CONFIG_KEY_EVENT' }).requests).toHaveLength(1)
    expect(hear({ type: 'FAILURE_EVENT', status: 94 }).requests).toEqual([])
  })

  it('can be asked for again at once, whatever keys come later', () => {
    const { config, hear } = upload('uccx', { teams: true })
    config.opened()
    expect(config.again()).toEqual([{ type: 'CONFIG_REQUEST_EVENT', configInformation: 6, configMsgMask: 6 }])
    expect(hear({ type: 'CONFIG_KEY_EVENT' }).requests).toEqual([])
  })

  it('tells agents and groups, and what is gone since the last one', () => {
    const { config, hear } = upload('uccx')
    hear(BEGIN)
    expect(hear({ type: 'CONFIG_AGENT_EVENT', records: [joan, bob] }).facts).toEqual([
      {
        kind: 'agent',
        agent: { agentId: 'joan', firstName: 'Joan', lastName: 'Doe', extension: '8510', isSupervisor: false },
      },
      {
        kind: 'agent',
        agent: { agentId: 'bob', firstName: 'Bob', lastName: 'Roe', extension: '8511', isSupervisor: true },
      },
    ])
    const group = { recordType: 0, peripheralNumber: 7, peripheralName: 'Sales' }
    expect(
      hear({ type: 'CONFIG_SKILL_GROUP_EVENT', records: [group, { ...group, peripheralNumber: 8 }] }).facts,
    ).toEqual([
      { kind: 'group', group: { number: 7, name: 'Sales' } },
      { kind: 'group', group: { number: 8, name: 'Sales' } },
    ])
    expect(hear(END).facts).toEqual([{ kind: 'upload-end', status: 0, text: null }])

    hear(BEGIN)
    hear({ type: 'CONFIG_AGENT_EVENT', records: [joan] })
    hear({ type: 'CONFIG_SKILL_GROUP_EVENT', records: [group] })
    expect(hear(END).facts).toEqual([
      { kind: 'agent-gone', agentId: 'bob' },
      { kind: 'group-gone', number: 8 },
      { kind: 'upload-end', status: 0, text: null },
    ])
    expect([...config.directory.agentsById.keys()]).toEqual(['joan'])
    expect([...config.directory.groupsByNumber.keys()]).toEqual([7])
  })

  it('that ends in part takes nothing away', () => {
    const { config, hear } = upload('uccx')
    hear(BEGIN)
    hear({ type: 'CONFIG_AGENT_EVENT', records: [joan, bob] })
    hear(END)
    hear(BEGIN)
    expect(hear({ ...END, status: 5, text: 'partial' }).facts).toEqual([
      { kind: 'upload-end', status: 5, text: 'partial' },
    ])
    expect(config.directory.agentsById.size).toBe(2)
  })

  it('is followed by updates: changed, renamed and deleted agents', () => {
    const { config, hear } = upload('ucce')
    hear(BEGIN)
    hear({ type: 'CONFIG_AGENT_EVENT', records: [joan, bob] })
    hear(END)
    hear(UPDATE)
    expect(
      hear({ type: 'CONFIG_AGENT_EVENT', records: [{ recordType: 1, loginId: 'joan', extension: '8599' }] }).facts,
    ).toEqual([
      {
        kind: 'agent',
        agent: { agentId: 'joan', firstName: 'Joan', lastName: 'Doe', extension: '8599', isSupervisor: false },
      },
    ])
    expect(
      hear({ type: 'CONFIG_AGENT_EVENT', records: [{ ...joan, recordType: 1, loginId: 'jdoe', oldLoginId: 'joan' }] })
        .facts,
    ).toMatchObject([
      { kind: 'agent-gone', agentId: 'joan' },
      { kind: 'agent', agent: { agentId: 'jdoe' } },
    ])
    expect(hear({ type: 'CONFIG_AGENT_EVENT', records: [{ recordType: 2, loginId: 'bob' }] }).facts).toEqual([
      { kind: 'agent-gone', agentId: 'bob' },
    ])
    expect(hear(END).facts).toEqual([])
    expect([...config.directory.agentsById.keys()]).toEqual(['jdoe'])
  })

  it('that has no end fills the memory up to a bound only', () => {
    const { config } = upload('uccx')
    const hear = (message: object) => config.heard(message as Message)
    hear({ ...BEGIN })
    const numbers = Array.from({ length: 1_000 }, (_, number) => number)
    for (let part = 0; part < 60; part++) {
      const ids = numbers.map((number) => `agent${part * 1_000 + number}`)
      hear({ type: 'CONFIG_AGENT_EVENT', records: ids.map((loginId) => ({ ...joan, loginId, states: [], mrds: [] })) })
      for (let team = 0; team < 100; team++) {
        const members = ids.map((agentIdLong) => ({ recordType: 0, agentIdLong }))
        hear({ type: 'TEAM_CONFIG_EVENT', teamId: part * 100 + team, operation: 1, members })
      }
    }
    const { agentsById, teamsById } = config.directory
    expect(agentsById.size).toBe(MAX_AGENTS)
    expect([...teamsById.values()].reduce((sum, { agentIds }) => sum + agentIds.size, 0)).toBe(4 * MAX_AGENTS)
    // What is known already can still change.
    expect(hear({ type: 'TEAM_CONFIG_EVENT', teamId: 0, operation: 2, members: [] }).facts).toHaveLength(1)
    expect(hear({ type: 'TEAM_CONFIG_EVENT', teamId: 0, operation: 1, members: [] }).facts).toHaveLength(1)
  })

  it('takes no name for one that no person has', () => {
    const { config } = upload('ucce')
    const long = 'x'.repeat(300)
    const factsOf = (fields: object) => {
      const record = { ...joan, states: [], mrds: [], ...fields }
      return config.heard({ type: 'CONFIG_AGENT_EVENT', records: [record] } as unknown as Message).facts
    }
    expect(factsOf({ firstName: long })).toMatchObject([{ agent: { firstName: null, lastName: 'Doe' } }])
    expect(factsOf({ loginId: long })).toEqual([])
  })
})

const member = (atcAgentId: string) =>
  ({ atcAgentId, agentFlags: 0, atcAgentState: 'NOT_READY', atcStateDuration: 61 }) as const

describe('teams', () => {
  it('of UCCX add up over messages and follow changes', () => {
    const { config, hear } = upload('uccx')
    const team = { type: 'TEAM_CONFIG_EVENT', teamId: 3, operation: 1, teamName: 'MN Team 1' } as const
    hear({ ...team, members: [{ agentIdLong: 'joan' }] })
    expect(hear({ ...team, members: [{ agentIdLong: 'bob' }] }).facts).toEqual([
      { kind: 'team', team: { teamId: 3, name: 'MN Team 1', agentIds: new Set(['joan', 'bob']) } },
    ])
    hear({ type: 'TEAM_CONFIG_EVENT', teamId: 3, operation: 3, members: [{ agentIdLong: 'joan', recordType: 2 }] })
    expect(config.directory.teamsById.get(3)).toEqual({ teamId: 3, name: 'MN Team 1', agentIds: new Set(['bob']) })
    expect(hear({ type: 'TEAM_CONFIG_EVENT', teamId: 3, operation: 2 }).facts).toEqual([
      { kind: 'team-gone', teamId: 3 },
    ])
  })

  it.each([
    ['with every session', ({ config }: ReturnType<typeof upload>) => config.opened()],
    ['after a reset of the configuration', ({ hear }) => hear({ type: 'FAILURE_EVENT', status: 96 })],
  ])('are told anew %s', (_, begin) => {
    const session = upload('uccx', { teams: true })
    const { config, hear } = session
    const team = { type: 'TEAM_CONFIG_EVENT', teamId: 3, operation: 1 } as const
    hear({ ...team, members: [{ agentIdLong: 'joan' }, { agentIdLong: 'bob' }] })
    begin(session)
    hear({ ...team, members: [{ agentIdLong: 'bob' }] })
    expect(config.directory.teamsById.get(3)?.agentIds).toEqual(new Set(['bob']))
  })

  it('of UCCE add, remove and restore members, and seed their states', () => {
    const { config, hear } = upload('ucce')
    const team = { type: 'AGENT_TEAM_CONFIG_EVENT', teamId: 5000, agentTeamName: 'T' } as const
    expect(hear({ ...team, configOperation: 1, members: [member('1'), member('2')] }).facts).toEqual([
      { kind: 'team', team: { teamId: 5000, name: 'T', agentIds: new Set(['1', '2']) } },
      { kind: 'agent-state', agentId: '1', state: 'NOT_READY', stateDuration: 61 },
      { kind: 'agent-state', agentId: '2', state: 'NOT_READY', stateDuration: 61 },
    ])
    hear({ ...team, configOperation: 2, members: [{ atcAgentId: '1' }] })
    expect(config.directory.teamsById.get(5000)?.agentIds).toEqual(new Set(['2']))
    hear({ ...team, configOperation: 0, members: [{ atcAgentId: '3' }] })
    expect(config.directory.teamsById.get(5000)?.agentIds).toEqual(new Set(['3']))
  })

  it('of UCCE are told anew in a new session: who left a team meanwhile is not in it', () => {
    const { config, hear } = upload('ucce')
    const team = { type: 'AGENT_TEAM_CONFIG_EVENT', teamId: 5000, configOperation: 1 } as const
    hear({ ...team, members: [{ atcAgentId: '1' }, { atcAgentId: '2' }] })
    hear({ ...team, members: [{ atcAgentId: '3' }] })
    expect(config.directory.teamsById.get(5000)?.agentIds).toEqual(new Set(['1', '2', '3']))
    config.opened()
    hear({ ...team, members: [{ atcAgentId: '1' }] })
    expect(config.directory.teamsById.get(5000)?.agentIds).toEqual(new Set(['1']))
  })
})

const seedOf = (dialect: Dialect, record: Record<string, unknown>, version?: number) =>
  upload(dialect, version === undefined ? {} : { version })
    .hear({ type: 'CONFIG_AGENT_EVENT', records: [{ ...joan, ...record }] })
    .facts.filter(({ kind }) => kind === 'agent-state')

describe('seeds', () => {
  it('come with UCCX’s agents, and with UCCE’s voice domain', () => {
    const seed = { kind: 'agent-state', agentId: 'joan', state: 'NOT_READY', stateDuration: null }
    expect(seedOf('uccx', { states: [{ agentState: 'NOT_READY' }] })).toEqual([seed])
    const states = [
      { mrdId: 5001, agentState: 'AVAILABLE' },
      { mrdId: 1, agentState: 'NOT_READY' },
    ]
    expect(seedOf('uccx', { states }, 17)).toEqual([seed])
    const mrds = [
      { mrdId: 5001, mrdState: 'ACTIVE' },
      { mrdId: 1, mrdState: 'NOT_READY' },
    ]
    expect(seedOf('ucce', { mrds })).toEqual([seed])
    expect(seedOf('ucce', { mrds: [{ mrdId: 5001, mrdState: 'ACTIVE' }] })).toEqual([])
  })
})
