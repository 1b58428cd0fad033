import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { isRelayMessage } from '../../src/wire/relay-messages.ts'
import { follow, openFloor, ORIGIN, signIn, startFloorRelay, runFloor } from '../support/floor.ts'
import { reasonTree } from '../support/finesse-documents.ts'
import { SocketClient } from '../support/socket-client.ts'
import { PATIENCE } from '../support/patience.ts'

/** Waits until a supervisor has as many observations of agents. */
const has = (client: SocketClient, count: number) =>
  vi.waitFor(
    () => {
      const told = client.observations.filter(({ agentId }) => agentId !== undefined)
      if (told.length < count) throw new Error(`${told.length} of ${count}`)
      return told
    },
    { ...PATIENCE, interval: 5 },
  )

describe('what a supervisor is told', () => {
  it('is what the CTI server said, with its bytes, in messages of the described form', async () => {
    const { address, say, cti } = await runFloor()
    const { client } = await follow(address)
    say('cons8510', 'NOT_READY', 71)
    const [observation] = await has(client, 1)
    expect(observation).toEqual({
      seq: expect.any(Number) as number,
      kind: 'cti',
      site: 'ccx1',
      agentId: 'cons8510',
      state: 'NOT_READY',
      reason: 71,
      at: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      stateDuration: 0,
      client: null,
      extension: '8510',
      seeded: false,
      raw: Buffer.from(
        cti.peer.session.encode({
          type: 'AGENT_STATE_EVENT',
          agentState: 'NOT_READY',
          eventReasonCode: 71,
          agentIdLong: 'cons8510',
          agentExtension: '8510',
          agentInstrument: '8510',
        }),
      ).toString('hex'),
    })
    expect(client.received.filter((message) => !isRelayMessage(message))).toEqual([])
  })

  it('is of his own teams’ agents only', async () => {
    const { address, say } = await runFloor()
    const one = await follow(address, 'super1')
    const two = await follow(address, 'super2')
    for (const agentId of ['cons8510', 'cons8520', 'stranger', 'cons8511']) say(agentId, 'NOT_READY', 72)
    expect((await has(one.client, 2)).map(({ agentId }) => agentId)).toEqual(['cons8510', 'cons8511'])
    expect((await has(two.client, 1)).map(({ agentId }) => agentId)).toEqual(['cons8520'])
    // What is sent next would have come after whatever leaked.
    say('cons8510', 'AVAILABLE')
    say('cons8520', 'AVAILABLE')
    await has(one.client, 3)
    await has(two.client, 2)
    expect(JSON.stringify(one.client.received)).not.toMatch(/cons8520|stranger/)
    expect(JSON.stringify(two.client.received)).not.toMatch(/cons851|stranger/)
  })

  it('may be of some of his teams, but of nobody else’s', async () => {
    const { address } = await runFloor()
    expect((await follow(address, 'super1', { teams: ['3'] })).welcome['agents']).toHaveLength(2)
    const { body } = await signIn(address, 'super1')
    const client = await SocketClient.open(address, { origin: ORIGIN })
    client.send({ type: 'hello', ticket: body['ticket'], teams: ['3', '4'] })
    expect(await client.next('error')).toMatchObject({ code: 'team-out-of-scope' })
    expect(await client.end()).toBe(4407)
  })

  it('begins where he asks', async () => {
    const { address, say } = await runFloor()
    const first = await follow(address)
    say('cons8510', 'NOT_READY', 71)
    await has(first.client, 1)
    const later = new Date(Date.now() + 60_000).toISOString()
    const [whole, none] = [await follow(address), await follow(address, 'super1', { since: later })]
    expect((await has(whole.client, 1)).map(({ reason }) => reason)).toEqual([71])
    say('cons8510', 'AVAILABLE')
    await has(whole.client, 2)
    expect((await has(none.client, 1)).map(({ reason }) => reason)).toEqual([null])
  })

  it('goes on after a broken connection where it ended: nothing lost, nothing twice', async () => {
    const { address, say } = await runFloor()
    const before = await follow(address)
    const epoch = before.welcome['epoch']
    for (let code = 1; code <= 20; code++) say('cons8510', 'NOT_READY', code)
    const seen = await has(before.client, 20)
    before.client.socket.terminate()
    for (let code = 21; code <= 40; code++) say('cons8510', 'NOT_READY', code)

    const after = await follow(address, 'super1', { resume: { epoch, seq: seen[9]?.seq } })
    expect(after.welcome['resumed']).toBe(true)
    for (let code = 41; code <= 60; code++) say('cons8510', 'NOT_READY', code)
    const rest = await has(after.client, 50)
    expect(rest.map(({ reason }) => reason)).toEqual(Array.from({ length: 50 }, (_, index) => 11 + index))
    expect(rest.slice(0, 10)).toEqual(seen.slice(10))

    const stranger = await follow(address, 'super1', { resume: { epoch: 'another', seq: 1 } })
    expect(stranger.welcome['resumed']).toBe(false)
    expect(await has(stranger.client, 60)).toHaveLength(60)
  })

  it('says how far back it is kept', async () => {
    const floor = await runFloor()
    const { client, welcome } = await follow(floor.address)
    expect(welcome['keptSince'], 'nothing is kept yet').toBeUndefined()
    floor.say('cons8510', 'NOT_READY', 71)
    await has(client, 1)
    await floor.close()
    const again = await startFloorRelay(floor)
    const keptSince = async () => {
      const { client: another, welcome: told } = await follow(again.address)
      another.close()
      return told['keptSince']
    }
    await expect.poll(keptSince).toBeDefined()
    expect(Date.parse(String(await keptSince()))).toBeLessThanOrEqual(Date.now())
  })

  it('is on request the history of one of his agents', async () => {
    const { address, say } = await runFloor()
    const { client } = await follow(address)
    const from = new Date(Date.now() - 60_000).toISOString()
    say('cons8510', 'NOT_READY', 71)
    say('cons8511', 'NOT_READY', 72)
    await has(client, 2)
    client.send({ type: 'history', id: 7, agentId: 'cons8510', from, to: null })
    const { observations, complete } = await client.next('history', ({ id }) => id === 7)
    expect(complete).toBe(true)
    expect((observations as object[]).filter((one) => 'agentId' in one)).toMatchObject([
      { agentId: 'cons8510', reason: 71 },
    ])
    client.send({ type: 'history', id: 8, agentId: 'cons8520', from, to: null })
    expect(await client.next('error')).toMatchObject({ id: 8, code: 'agent-out-of-scope' })
    client.send({ type: 'history', id: 9, agentId: 'cons8511', from, to: null })
    await client.next('history', ({ id }) => id === 9)
  })

  it('has Finesse’s side from the witness: -1 is null, a reason has its code and label', async () => {
    process.env['TEST_WITNESS_PASSWORD'] = 'admin'
    const floor = await openFloor()
    const witness = { user: 'admin', passwordEnv: 'TEST_WITNESS_PASSWORD' }
    const { address } = await startFloorRelay(floor, { finesse: { ...floor.config.finesse, witness } })
    const { client } = await follow(address)
    const fromWitness = (count: number) =>
      vi.waitFor(
        () => {
          const told = client.observations.filter(({ kind }) => kind === 'finesse')
          if (told.length < count) throw new Error(`${told.length} of ${count}`)
          return told
        },
        { ...PATIENCE, interval: 10 },
      )
    floor.say('cons8510', 'NOT_READY', 71)
    expect(await fromWitness(1)).toMatchObject([
      { agentId: 'cons8510', state: 'NOT_READY', reasonCodeId: null, reason: null, via: 'witness' },
    ])
    floor.finesse.change('cons8510', {
      reasonCodeId: '2',
      reasonCode: reasonTree({ id: '2', code: '72', label: 'IN MEETING' }),
    })
    floor.say('cons8510', 'NOT_READY', 72)
    expect((await fromWitness(2))[1]).toMatchObject({ reasonCodeId: 2, reason: { code: 72, label: 'IN MEETING' } })
    const labels = client.received.flatMap(({ catalogue }) => (catalogue ?? []) as { label: string }[])
    expect(labels.map(({ label }) => label)).toContain('LUNCH')
  })

  it('is that a link was lost, from when to when', async () => {
    const { address, say, cti, connected } = await runFloor()
    const { client } = await follow(address)
    say('cons8510', 'NOT_READY', 71)
    await has(client, 1)
    cti.dropClients()
    expect(await client.next('feed', ({ status }) => status === 'lost')).toMatchObject({ site: 'ccx1' })
    await client.next('feed', ({ status }) => status === 'open')
    await connected(address)
    const gaps = await vi.waitFor(() => {
      const found = client.observations.filter(({ kind }) => kind === 'gap')
      if (found.length < 2) throw new Error('no second gap')
      return found as unknown as { site: string; from: string; to: string | null; why: string }[]
    }, PATIENCE)
    expect(gaps).toMatchObject([
      { source: 'cti', site: 'ccx1', to: null, why: 'cti-link-lost' },
      { source: 'cti', site: 'ccx1', from: gaps[0]?.from, to: expect.stringMatching(/Z$/) as string },
    ])
    // After a gap the same word again is news.
    say('cons8510', 'NOT_READY', 71)
    expect((await has(client, 2)).map(({ reason }) => reason)).toEqual([71, 71])
  })

  it('is goodbye when the relay ends', async () => {
    const { address, close } = await runFloor()
    const { client } = await follow(address)
    await close()
    expect(await client.end()).toBe(1001)
    expect(client.received.at(-1)).toMatchObject({ type: 'error', code: 'going-away' })
  })
})

describe('the relay’s condition', () => {
  it('is alive, ready while it listens to every site, and counted', async () => {
    const { address, say, cti } = await runFloor()
    expect(await (await fetch(`${address}/healthz`)).json()).toEqual({ status: 'alive' })
    expect(await (await fetch(`${address}/readyz`)).json()).toEqual({ status: 'ready', reasons: [] })
    const { client } = await follow(address)
    say('cons8510', 'NOT_READY', 71)
    await has(client, 1)
    const metrics = await (await fetch(`${address}/metrics`)).text()
    expect(metrics).toContain('relay_cti_messages_total{site="ccx1",type="AGENT_STATE_EVENT"} 1')
    expect(metrics).toContain('relay_cti_open{site="ccx1"} 1')
    expect(metrics).toContain('relay_sockets 1')
    expect(metrics).toContain('relay_sessions_total{outcome="accepted"} 1')

    await cti.close()
    await client.next('feed', ({ status }) => status !== 'open')
    const response = await fetch(`${address}/readyz`)
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ status: 'not-ready', reasons: [{ code: 'cti-not-open' }] })
    expect((await fetch(`${address}/healthz`)).status).toBe(200)
  })

  it('answers what it does not know with a code, never with a stack', async () => {
    const { address } = await runFloor()
    for (const [path, init, status, code] of [
      ['/nowhere', {}, 404, 'not-found'],
      ['/gadget/../../package.json', {}, 404, 'not-found'],
      [
        '/v1/session',
        { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } },
        400,
        'bad-request',
      ],
      [
        '/v1/session',
        { method: 'POST', body: `"${'x'.repeat(5000)}"`, headers: { 'content-type': 'application/json' } },
        413,
        'request-too-large',
      ],
    ] as const) {
      const response = await fetch(address + path, init)
      expect({ path, status: response.status }).toEqual({ path, status })
      const text = await response.text()
      expect(JSON.parse(text)).toMatchObject({ code })
      expect(text).not.toContain('node_modules')
    }
  })

  it('says that a port is taken', async () => {
    const floor = await openFloor()
    const squatter = createServer().listen(0, '127.0.0.1')
    await once(squatter, 'listening')
    onTestFinished(() => void squatter.close())
    const { port } = squatter.address() as AddressInfo
    await expect(startFloorRelay(floor, { listen: { port } })).rejects.toMatchObject({
      code: 'port-taken',
      message: `Port ${port} of 127.0.0.1 is taken, perhaps by another relay. Choose another one with listen.port.`,
    })
  })

  it('asks Finesse for nothing more once it has ended', async () => {
    process.env['TEST_WITNESS_PASSWORD'] = 'admin'
    const floor = await openFloor()
    const witness = { user: 'admin', passwordEnv: 'TEST_WITNESS_PASSWORD' }
    const { close } = await startFloorRelay(floor, { finesse: { ...floor.config.finesse, witness } })
    const labels = () => floor.finesse.http.asked.filter(({ path }) => path.startsWith('/finesse/api/ReasonCodes'))
    await vi.waitFor(() => expect(labels()).toHaveLength(1), PATIENCE)
    await close()
    expect(labels()).toHaveLength(1)
  })
})

it('tells those who are connected what the CTI server calls an agent, as soon as it does, and again when that changes', async () => {
  const floor = await openFloor()
  const { address } = await startFloorRelay(floor)
  const { client, welcome } = await follow(address)
  expect(welcome['agents']).toEqual([
    { agentId: 'cons8510', teamId: '3' },
    { agentId: 'cons8511', teamId: '3' },
  ])
  const { client: other } = await follow(address, 'super2')
  const tell = (firstName: string): void => {
    floor.cti.peer.send({ type: 'CONFIG_BEGIN_EVENT', configType: 2, configInformation: 4 })
    const record = { recordType: 1, loginId: 'cons8511', firstName, lastName: 'Doe', extension: '8511' }
    floor.cti.peer.send({ type: 'CONFIG_AGENT_EVENT', records: [record] })
    floor.cti.peer.send({ type: 'CONFIG_END_EVENT', status: 0 })
  }
  for (const firstName of ['Joan', 'Jane']) {
    tell(firstName)
    const agents = [
      { agentId: 'cons8510', teamId: '3' },
      { agentId: 'cons8511', teamId: '3', name: `${firstName} Doe`, extension: '8511' },
    ]
    const told = () => client.received.findLast(({ type }) => type === 'agents')
    await vi.waitFor(() => expect(told()).toEqual({ type: 'agents', agents }), PATIENCE)
  }
  expect(other.received.map(({ type }) => type)).not.toContain('agents')
})
