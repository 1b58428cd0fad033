import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { encode } from '../../../src/cti/codec.ts'
import { ConfigUpload } from '../../../src/cti/config-upload.ts'
import { type Dialect, DIALECTS, VERSION_RANGES } from '../../../src/cti/dialect.ts'
import { AGENT_STATE_MASKS, CALL_MSG_MASKS, SERVICE_MASKS } from '../../../src/cti/masks.ts'
import { layoutFor } from '../../../src/cti/layout.ts'
import type { Message, MessageInput } from '../../../src/cti/messages.ts'
import { STATUS_CODES } from '../../../src/cti/status-codes.ts'
import { freePort } from '../../../src/sandbox/ports.ts'
import { until } from '../../support/cti-server.ts'
import { connectBare, connectClient, openWith, runCti } from './running-cti.ts'

const ID = 'cons8510'
const LUNCH = { agentId: ID, instrument: '8510', state: 'NOT_READY', reason: 71 } as const

/** UCCX's guide has fewer codes. */
const NOT_AVAILABLE = { uccx: STATUS_CODES.UNSPECIFIED_FAILURE, ucce: STATUS_CODES.FUNCTION_NOT_AVAILABLE } as const

const idOf = (dialect: Dialect) => (dialect === 'uccx' ? { agentIdLong: ID } : { agentId: ID })

const VERSIONS = DIALECTS.flatMap((dialect) => {
  const { oldest, newest } = VERSION_RANGES[dialect]
  return Array.from({ length: newest - oldest + 1 }, (_, index) => ({ dialect, version: oldest + index }))
})

describe.each(VERSIONS)('the CTI server for a client of $dialect $version', ({ dialect, version }) => {
  it('uploads its configuration, takes a state, tells everybody the reason once, and answers without it', async () => {
    const server = await runCti(dialect, 30)
    const upload = new ConfigUpload({ dialect, teams: true })
    const options = { protocolVersion: version, config: true, teams: true, control: true, clientSignature: 'app' }
    const { client, heard, events } = await connectClient(server, options)
    const learn = (message: Message) => {
      const { requests, facts } = upload.heard(message)
      for (const request of requests) client.send(request)
      return facts
    }
    for (const request of upload.opened()) client.send(request)
    let read = 0
    let end: ReturnType<typeof learn>[number] | undefined
    await until(() => {
      for (; read < heard.length; read += 1) end = learn(heard[read]!).find(({ kind }) => kind === 'upload-end') ?? end
      return end !== undefined && upload.directory.teamsById.size === 3
    })
    expect(end).toMatchObject({ status: 0 })
    expect([...upload.directory.agentsById.keys()].filter((id) => id.startsWith('cons'))).toHaveLength(30)
    expect(upload.directory.agentsById.get(ID)).toMatchObject({ firstName: 'Console', extension: '8510' })
    expect(upload.directory.agentsById.get('super1')).toMatchObject({ isSupervisor: true })
    expect(upload.directory.teamsById.get(3)?.agentIds).toContain(ID)

    await client.setAgentState(LUNCH)
    await until(() => events().length > 0)
    expect(events()).toMatchObject([
      { agentState: 'NOT_READY', eventReasonCode: 71, ctiClientSignature: 'app', stateDuration: 0, ...idOf(dialect) },
    ])
    const answer = await client.queryAgentState({ agentId: ID })
    expect(answer.agentState).toBe('NOT_READY')
    expect(Object.values(answer)).not.toContain(71)
  })
})

describe.each(DIALECTS)('the CTI server of %s', (dialect) => {
  it('tells a change to every client that asked for events, and to no other', async () => {
    const server = await runCti(dialect)
    const application = await connectClient(server, { control: true, clientId: 'application' })
    const listener = await connectClient(server)
    const deaf = await connectClient(server, { events: false })
    await application.client.setAgentState(LUNCH)
    await until(() => listener.events().length > 0 && application.events().length > 0)
    expect(listener.events()).toMatchObject([{ eventReasonCode: 71, ctiClientSignature: 'application' }])
    await deaf.client.queryAgentState({ extension: '8510' })
    expect(deaf.events()).toEqual([])
  })

  it('tells a client in agent mode of its agent only, and each only of the states it asked for', async () => {
    const server = await runCti(dialect)
    const own = await connectBare(server)
    const services = { servicesRequested: SERVICE_MASKS.CLIENT_EVENTS, peripheralId: 5000 }
    await own.ask(openWith(dialect, { ...services, agentInstrument: '8512' }))
    const available = await connectBare(server)
    const agentStateMask = AGENT_STATE_MASKS.AGENT_AVAILABLE
    await available.ask(openWith(dialect, { agentStateMask }))
    server.setState('cons8511', 'NOT_READY', 71)
    server.setState('cons8512', 'NOT_READY', 72)
    server.setState(ID, 'AVAILABLE', 0)
    const eventsOf = ({ heard }: typeof own) => heard.filter((message) => message.type === 'AGENT_STATE_EVENT')
    await until(() => eventsOf(own).length > 0 && eventsOf(available).length > 0)
    expect(eventsOf(own)).toMatchObject([{ agentExtension: '8512', eventReasonCode: 72 }])
    expect(eventsOf(available)).toMatchObject([{ agentExtension: '8510', agentState: 'AVAILABLE' }])
  })

  it('sets states only for clients that were granted CLIENT_CONTROL', async () => {
    const server = await runCti(dialect)
    const { client } = await connectClient(server)
    const refusal = dialect === 'uccx' ? { failureCode: 70 } : { statusCode: STATUS_CODES.FUNCTION_NOT_AVAILABLE }
    await expect(client.setAgentState(LUNCH)).rejects.toMatchObject({ code: 'refused', ...refusal })
    expect(server.stateOf(ID)).toBe('AVAILABLE')
  })

  it('refuses a change that cannot be with CONTROL_FAILURE_CONF', async () => {
    const server = await runCti(dialect)
    const { client } = await connectClient(server, { control: true })
    await expect(client.setAgentState({ ...LUNCH, state: 'TALKING' })).rejects.toMatchObject({
      failureCode: dialect === 'uccx' ? 265 : 22,
    })
    await expect(client.setAgentState({ ...LUNCH, agentId: 'nobody' })).rejects.toMatchObject({ failureCode: 256 })
    await expect(client.queryAgentState({ agentId: 'nobody' })).rejects.toMatchObject({
      statusCode: STATUS_CODES.INVALID_AGENT_DATA,
    })
  })

  it('sends configuration and teams only to clients that were granted them', async () => {
    const { heard, client } = await connectClient(await runCti(dialect))
    client.send({ type: 'CONFIG_REQUEST_KEY_EVENT' })
    await until(() => heard.some(({ type }) => type === 'FAILURE_EVENT'))
    await expect(client.request({ type: 'TEAM_CONFIG_REQ', configParam: 1 })).rejects.toMatchObject({
      statusCode: NOT_AVAILABLE[dialect],
    })
    expect(heard.some(({ type }) => type === 'CONFIG_KEY_EVENT' || type === 'AGENT_TEAM_CONFIG_EVENT')).toBe(false)
  })

  it('answers for its peripheral only', async () => {
    const { client } = await connectClient(await runCti(dialect), { control: true, peripheralId: 5001 })
    const refusal = { statusCode: STATUS_CODES.INVALID_PERIPHERAL_ID }
    await expect(client.queryAgentState({ agentId: ID })).rejects.toMatchObject(refusal)
    const ofChange = dialect === 'uccx' ? { failureCode: 70 } : refusal
    await expect(client.setAgentState(LUNCH)).rejects.toMatchObject(ofChange)
  })

  it('knows nobody who has not opened a session', async () => {
    const bare = await connectBare(await runCti(dialect))
    expect(await bare.ask({ type: 'HEARTBEAT_REQ', invokeId: 5 })).toMatchObject({
      type: 'FAILURE_CONF',
      invokeId: 5,
      status: STATUS_CODES.SESSION_NOT_OPEN,
    })
  })

  it.each([
    ['a version that the dialect does not have', { versionNumber: 99 }, STATUS_CODES.INVALID_VERSION],
    ['an idle time-out below 20 s', { idleTimeout: 19 }, STATUS_CODES.INVALID_TIMEOUT],
    ['a client without a password', { clientPassword: undefined }, STATUS_CODES.REQUIRED_DATA_MISSING],
    [
      'agent mode without an agent',
      { servicesRequested: SERVICE_MASKS.CLIENT_EVENTS, peripheralId: 5000 },
      STATUS_CODES.INVALID_AGENT_DATA,
    ],
  ])('refuses %s', async (_what, changes, status) => {
    // The answer to a version that there is not comes in the newest one.
    const version = 'versionNumber' in changes ? VERSION_RANGES[dialect].newest : undefined
    const bare = await connectBare(await runCti(dialect), version)
    expect(await bare.ask(openWith(dialect, changes))).toMatchObject({ type: 'FAILURE_CONF', invokeId: 1, status })
  })

  it('confirms heartbeats and the close, refuses a second OPEN_REQ, and what it does not have', async () => {
    const bare = await connectBare(await runCti(dialect))
    expect(await bare.ask(openWith(dialect))).toMatchObject({ type: 'OPEN_CONF', invokeId: 1 })
    await until(() => dialect === 'uccx' || bare.heard.length === 2)
    expect(await bare.ask(openWith(dialect, { invokeId: 2 }))).toMatchObject({
      invokeId: 2,
      status: STATUS_CODES.SESSION_ALREADY_OPEN,
    })
    expect(await bare.ask({ type: 'HEARTBEAT_REQ', invokeId: 3 })).toEqual({ type: 'HEARTBEAT_CONF', invokeId: 3 })
    expect(await bare.ask({ type: 'CLIENT_EVENT_REPORT_REQ', invokeId: 4, state: 0 })).toMatchObject({
      status: NOT_AVAILABLE[dialect],
    })
    expect(await bare.ask({ type: 'CLOSE_REQ', invokeId: 5 })).toEqual({ type: 'CLOSE_CONF', invokeId: 5 })
    await bare.closed()
  })

  it('survives a broken message, cuts off a broken stream, and serves the others on', async () => {
    const server = await runCti(dialect)
    const bare = await connectBare(server)
    await bare.ask(openWith(dialect))
    const { length } = bare.heard
    bare.sendBytes(Uint8Array.of(0, 0, 0, 2, 0, 0, 0, 38, 1, 1))
    await until(() => bare.heard.slice(length).some(({ type }) => type === 'FAILURE_EVENT'))
    expect((await bare.ask({ type: 'HEARTBEAT_REQ', invokeId: 9 }))?.type).toBe('HEARTBEAT_CONF')
    bare.sendBytes(new Uint8Array(64).fill(0xff))
    await bare.closed()
    expect((await connectClient(server)).client.status).toBe('open')
  })

  it('loses its clients when they are dropped; they come back by themselves', async () => {
    const server = await runCti(dialect)
    const { statuses } = await connectClient(server)
    server.dropClients()
    await until(() => statuses.length > 2 && statuses.at(-1) === 'open')
    expect(statuses).toEqual(['connecting', 'open', 'lost', 'open'])
  })

  it('resets a client that is silent for longer than its idle time-out, and one that never opens a session', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const server = await runCti(dialect)
    const silent = await connectBare(server)
    await silent.ask(openWith(dialect, { idleTimeout: 20 }))
    const mute = await connectBare(server)
    // Its connection is one that the server has taken once another one is answered.
    await (await connectBare(server)).ask({ type: 'HEARTBEAT_REQ', invokeId: 1 })
    vi.advanceTimersByTime(19_000)
    expect((await silent.ask({ type: 'HEARTBEAT_REQ', invokeId: 2 }))?.type).toMatch(/HEARTBEAT_CONF|SYSTEM_EVENT/)
    await until(() => silent.heard.some(({ type }) => type === 'HEARTBEAT_CONF'))
    vi.advanceTimersByTime(19_000)
    await mute.closed()
    expect((await silent.ask({ type: 'HEARTBEAT_REQ', invokeId: 3 }))?.type).toBe('HEARTBEAT_CONF')
    vi.advanceTimersByTime(20_000)
    await silent.closed()
  })

  it('keeps its port when it is stopped and started again', async () => {
    const server = await runCti(dialect, 3, await freePort())
    await connectClient(server)
    await server.stop()
    const again = await runCti(dialect, 3, server.port)
    expect((await connectClient(again)).client.status).toBe('open')
  })
})

/** The types of what a client hears of what it asks for, whose answer is complete when a heartbeat is confirmed. */
async function typesHeard(dialect: Dialect, open: Partial<MessageInput<'OPEN_REQ'>>, ...requests: MessageInput[]) {
  const bare = await connectBare(await runCti(dialect))
  await bare.ask(openWith(dialect, open))
  for (const request of requests) bare.send(request)
  bare.send({ type: 'HEARTBEAT_REQ', invokeId: 99 })
  await until(() => bare.heard.some(({ type }) => type === 'HEARTBEAT_CONF'))
  return bare.heard.map(({ type }) => type)
}

describe('the CTI server of UCCX', () => {
  const SUPERVISOR = { servicesRequested: SERVICE_MASKS.ALL_EVENTS | SERVICE_MASKS.SUPERVISOR }
  const askTeams = { type: 'TEAM_CONFIG_REQ', invokeId: 2 } as const

  it('uploads teams to whom they were granted, and not to who wants their updates only', async () => {
    expect(await typesHeard('uccx', SUPERVISOR, { ...askTeams, configParam: 1 })).toContain('TEAM_CONFIG_EVENT')
    const updates = await typesHeard('uccx', SUPERVISOR, { ...askTeams, configParam: 2 })
    expect(updates).toContain('TEAM_CONFIG_CONF')
    expect(updates).not.toContain('TEAM_CONFIG_EVENT')
  })

  it('refuses a client of UCCE, whose version it does not have, however its message lies', async () => {
    const bare = await connectBare(await runCti('uccx'))
    bare.sendBytes(encode(openWith('ucce'), layoutFor('ucce', 24)))
    await until(() => bare.heard.length > 0)
    expect(bare.heard).toMatchObject([{ type: 'FAILURE_CONF', invokeId: 1, status: STATUS_CODES.INVALID_VERSION }])
  })

  it('changes no state without the phone that the agent sits at', async () => {
    const { client } = await connectClient(await runCti('uccx'), { control: true })
    await expect(client.setAgentState({ ...LUNCH, instrument: '' })).rejects.toMatchObject({ failureCode: 70 })
  })

  it('takes no client that would be silent for two minutes', async () => {
    const bare = await connectBare(await runCti('uccx'))
    expect(await bare.ask(openWith('uccx', { idleTimeout: 120 }))).toMatchObject({
      status: STATUS_CODES.INVALID_TIMEOUT,
    })
    expect(await bare.ask(openWith('uccx', { idleTimeout: 119 }))).toMatchObject({ type: 'OPEN_CONF' })
  })
})

describe('the CTI server of UCCE', () => {
  const { SUPERVISOR, ALL_EVENTS, CLIENT_EVENTS } = SERVICE_MASKS
  const { AGENT_TEAM_CONFIG, CALL_DELIVERED } = CALL_MSG_MASKS

  it.each([
    ['asks for the service and for their events', ALL_EVENTS | SUPERVISOR, AGENT_TEAM_CONFIG, true],
    ['does not ask for their events', ALL_EVENTS | SUPERVISOR, CALL_DELIVERED, false],
    ['does not ask for the service', ALL_EVENTS, AGENT_TEAM_CONFIG, false],
  ])('tells of teams, or not, who %s', async (_who, servicesRequested, callMsgMask, isTold) => {
    const types = await typesHeard('ucce', { servicesRequested, callMsgMask })
    expect(types.includes('AGENT_TEAM_CONFIG_EVENT')).toBe(isTold)
  })

  it('tells of every second agent once for each of his skill groups', async () => {
    const server = await runCti('ucce')
    const { events } = await connectClient(server)
    server.setState('cons8511', 'NOT_READY', 72)
    server.setState(ID, 'NOT_READY', 71)
    await until(() => events().length === 3)
    expect(events()).toMatchObject([
      { agentId: 'cons8511', eventReasonCode: 72, skillGroupNumber: 1, skillGroups: [] },
      { agentId: 'cons8511', eventReasonCode: 72, skillGroupNumber: 2, skillGroups: [] },
      { agentId: ID, eventReasonCode: 71, skillGroups: [{ skillGroupNumber: 1 }, { skillGroupNumber: 2 }] },
    ])
  })

  it('wants to know the peripheral of a client in agent mode', async () => {
    const bare = await connectBare(await runCti('ucce'))
    const open = { servicesRequested: CLIENT_EVENTS, agentInstrument: '8510' }
    expect(await bare.ask(openWith('ucce', open))).toMatchObject({ status: STATUS_CODES.INVALID_PERIPHERAL_ID })
    expect(await bare.ask(openWith('ucce', { ...open, peripheralId: 5000 }))).toMatchObject({ type: 'OPEN_CONF' })
  })
})

describe('a CTI server on standby', () => {
  it('of UCCX answers 92, sends its clients away, and serves them when it is the master again', async () => {
    const server = await runCti('uccx')
    const { statuses, heard } = await connectClient(server)
    server.setStandby(true)
    await until(() => statuses.includes('standby 92'))
    expect(heard).toContainEqual(expect.objectContaining({ type: 'SYSTEM_EVENT', systemEventId: 4 }))
    const bare = await connectBare(server)
    expect(await bare.ask(openWith('uccx'))).toMatchObject({ type: 'FAILURE_CONF', status: 92 })
    server.setStandby(false)
    expect(await bare.ask(openWith('uccx'))).toMatchObject({ type: 'OPEN_CONF' })
  })

  it('of UCCE lets clients of version 24 wait, who ask nothing until it is active, and sends older ones away', async () => {
    const server = await runCti('ucce')
    server.setStandby(true)
    const old = await connectBare(server, 23)
    expect(await old.ask(openWith('ucce', { versionNumber: 23 }))).toMatchObject({
      status: STATUS_CODES.INVALID_CLIENT_FOR_STANDBY,
    })
    const { client, heard, statuses, events } = await connectClient(server, { teams: true })
    expect(statuses).toEqual(['connecting', 'standby'])
    server.setState(ID, 'NOT_READY', 71)
    expect(events()).toEqual([])
    server.setStandby(false)
    await until(() => client.status === 'open' && heard.some(({ type }) => type === 'AGENT_TEAM_CONFIG_EVENT'))
    server.setState(ID, 'AVAILABLE', 0)
    await until(() => events().length > 0)
    expect(events()).toMatchObject([{ agentState: 'AVAILABLE' }])
  })
})
