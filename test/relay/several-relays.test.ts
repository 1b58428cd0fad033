import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { basicAuthorization } from '../../src/finesse/credential.ts'
import { SocketClient } from '../support/socket-client.ts'
import { PostgresServer, WHY_NO_POSTGRES } from '../support/postgres.ts'
import { follow, type Floor, openFloor, ORIGIN, postSession, startFloorRelay } from '../support/floor.ts'
import { PATIENCE } from '../support/patience.ts'

let database: PostgresServer

beforeAll(async () => {
  if (WHY_NO_POSTGRES === null) database = await PostgresServer.start()
})

afterAll(() => database?.remove())

/** Relays of one floor that share a history. */
async function runRelays(count: number) {
  const floor = await openFloor()
  const name = await database.newDatabase()
  const history = {
    engine: 'postgres',
    hosts: [`127.0.0.1:${database.port}`],
    database: name,
    user: 'reason_relay',
  }
  const relays = []
  for (let n = 0; n < count; n++) {
    relays.push(await startFloorRelay(floor, { history: { ...history, markFile: `mark-${n}` } }))
  }
  return { floor, relays }
}

/** One metric of a relay, with its labels as they stand in the text. */
async function metric(address: string, name: string): Promise<number> {
  const text = await (await fetch(`${address}/metrics`)).text()
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length + 1) ?? NaN,
  )
}

const LEADS = 'relay_leads_site{site="ccx1"}'

const gapsOf = (client: SocketClient) => client.observations.filter(({ kind }) => kind === 'gap')

/** The CTI server tells states until one is heard: a new leader may still be on its way. */
async function sayUntilHeard(floor: Floor, client: SocketClient, reason: number): Promise<void> {
  await vi.waitFor(
    () => {
      floor.say('cons8510', 'NOT_READY', reason)
      if (!client.observations.some((seen) => seen.reason === reason)) throw new Error('not heard yet')
    },
    { ...PATIENCE, interval: 100 },
  )
}

describe.skipIf(WHY_NO_POSTGRES !== null)('relays that share a history', () => {
  it('have one of them listen to the CTI server, and all of them tell what it says', async () => {
    const { floor, relays } = await runRelays(3)
    const leads = await Promise.all(relays.map(({ address }) => metric(address, LEADS)))
    expect(leads.filter((isLed) => isLed === 1)).toHaveLength(1)
    expect(floor.cti.peers.filter(({ socket }) => !socket.destroyed)).toHaveLength(1)
    const clients = await Promise.all(relays.map(({ address }) => follow(address)))
    floor.say('cons8510', 'NOT_READY', 71)
    floor.say('cons8510', 'AVAILABLE')
    for (const { client, welcome } of clients) {
      expect(welcome).toMatchObject({ feeds: [{ site: 'ccx1', status: 'open' }] })
      await vi.waitFor(() => expect(client.observations.filter(({ kind }) => kind === 'cti')).toHaveLength(2), PATIENCE)
      expect(client.observations).toEqual(clients[0]?.client.observations)
    }
  })

  it('take a ticket of any of them, once', async () => {
    const { relays } = await runRelays(2)
    const [first, second] = relays.map(({ address }) => address)
    const { body } = await postSession(first ?? '', { authorization: basicAuthorization('super1', 'super1') })
    const hello = async (address = '') => {
      const client = await SocketClient.open(address, { origin: ORIGIN })
      onTestFinished(() => client.close())
      client.send({ type: 'hello', ticket: body['ticket'] })
      return client
    }
    await (await hello(second)).next('welcome')
    expect(await (await hello(first)).next('error')).toMatchObject({ code: 'ticket-used' })
  })

  it('give the site to another one at once when its leader is asked to end; the time between is a gap', async () => {
    const { floor, relays } = await runRelays(2)
    const [leader, other] = relays
    const { client } = await follow(other?.address ?? '')
    await sayUntilHeard(floor, client, 71)
    await leader?.close()
    await vi.waitFor(async () => expect(await metric(other?.address ?? '', LEADS)).toBe(1), {
      ...PATIENCE,
      interval: 20,
    })
    await sayUntilHeard(floor, client, 72)
    expect(gapsOf(client).at(-1)).toMatchObject({
      site: 'ccx1',
      why: 'relay-restart',
      to: expect.any(String) as string,
    })
  })

  it('let a client resume at another one, with nothing lost and nothing twice', async () => {
    const { floor, relays } = await runRelays(2)
    const { client, welcome } = await follow(relays[0]?.address ?? '')
    await sayUntilHeard(floor, client, 71)
    const seq = client.lastSeq
    client.close()
    floor.say('cons8510', 'NOT_READY', 72)
    floor.say('cons8510', 'NOT_READY', 73)
    const resumed = await follow(relays[1]?.address ?? '', 'super1', { resume: { epoch: welcome['epoch'], seq } })
    expect(resumed.welcome).toMatchObject({ resumed: true, epoch: welcome['epoch'] })
    await vi.waitFor(() => expect(resumed.client.observations.map(({ reason }) => reason)).toEqual([72, 73]), PATIENCE)
  })

  it('tell each other who is in a team', async () => {
    const { floor, relays } = await runRelays(2)
    const { client } = await follow(relays[1]?.address ?? '')
    floor.finesse.teams.set('3', ['cons8510'])
    // Somebody signs in at the other relay, which reads the team anew.
    await follow(relays[0]?.address ?? '')
    expect(await client.next('agents')).toMatchObject({ agents: [{ agentId: 'cons8510', teamId: '3' }] })
  })

  it('say that the history is away while its database is, and go on by themselves when it is back', async () => {
    const { floor, relays } = await runRelays(2)
    const clients = await Promise.all(relays.map(({ address }) => follow(address)))
    for (const { client } of clients) await sayUntilHeard(floor, client, 71)
    await database.end('SIGKILL')
    for (const [index, { address }] of relays.entries()) {
      await clients[index]?.client.next('feed', ({ why }) => why === 'history-unavailable')
      await vi.waitFor(async () => expect((await fetch(`${address}/readyz`)).status).toBe(503), PATIENCE)
    }
    floor.say('cons8510', 'NOT_READY', 72)
    await database.boot()
    for (const [index, { address }] of relays.entries()) {
      await vi.waitFor(() => expect(clients[index]?.client.observations.at(-1)?.reason).toBe(72), PATIENCE)
      await floor.connected(address)
      await vi.waitFor(() => {
        const feed = clients[index]?.client.received.findLast(({ type }) => type === 'feed')
        expect(feed).toMatchObject({ status: 'open' })
        expect(feed).not.toHaveProperty('why')
      }, PATIENCE)
    }
  })
})
