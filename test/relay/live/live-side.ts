import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { Journal } from '../../../src/relay/history/journal.ts'
import { EventsServer, type EventsServerOptions } from '../../../src/relay/live/events-server.ts'
import { Publisher } from '../../../src/relay/live/publisher.ts'
import { type SupervisorSession, TicketOffice } from '../../../src/relay/live/tickets.ts'
import { ctiObservation, MORNING } from '../../support/observations.ts'
import { openSqlite } from '../../support/sqlite-history.ts'
import { SocketClient } from '../../support/socket-client.ts'
import { tempFolder } from '../../support/temp-folder.ts'

export const ORIGIN = 'https://finesse.example.com:8445'
export const SUPERVISOR: SupervisorSession = {
  agentId: 'super1',
  teams: [
    { id: '3', name: 'MN Team 1', memberIds: ['a', 'b'] },
    { id: '4', name: 'MN Team 2', memberIds: ['c'] },
  ],
}

const LIMITS: EventsServerOptions['limits'] = {
  sockets: 1000,
  socketsPerAddress: 1000,
  waitingSockets: 100,
  waitingSocketsPerAddress: 100,
  refusedHellosPerMinute: 1000,
  refusedHellosPerMinutePerAddress: 1000,
}

/** A relay's live side on a real port, with a real history; the test plays the CTI server. */
export const openLiveSide = async (limits: Partial<EventsServerOptions['limits']> = {}) => {
  let clock = MORNING + 3_600_000
  let setBy = 0
  const now = (): number => clock + setBy
  const store = await openSqlite(join(tempFolder(), 'history.db'))
  const publisher = new Publisher(store.lastSeq)
  const tickets = new TicketOffice(store.tickets)
  const faults: unknown[] = []
  const ends: (string | null)[] = []
  /** Agents of whom it was asked who they are, each time. */
  const described: string[] = []
  const journal = new Journal({
    store: await store.lead('ccx1'),
    onDurable: (rows) => publisher.publish(rows),
    onTrouble: () => undefined,
    onLoss: () => undefined,
    now,
  })
  const events = new EventsServer({
    store,
    publisher,
    tickets,
    limits: { ...LIMITS, ...limits },
    addressOf: () => 'one',
    isAllowedOrigin: (origin) => origin === ORIGIN,
    agent: (agentId) => {
      described.push(agentId)
      return null
    },
    describe: () => ({ feeds: [], catalogue: [] }),
    now,
    steady: () => clock,
    onEnd: (code) => ends.push(code),
    onFault: (message, cause) => faults.push([message, cause]),
  })
  const server = createServer()
  server.on('upgrade', (request, connection, head) => {
    connection.on('error', () => connection.destroy())
    events.upgrade(request, connection, head)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  onTestFinished(async () => {
    events.close()
    server.close()
    server.closeAllConnections()
    await store.close()
    expect(faults).toEqual([])
  })
  const connect = (protocols?: string[]) =>
    SocketClient.open(address, { origin: ORIGIN, ...(protocols ? { protocols } : {}) })
  const hello = async (fields: object = {}, session = SUPERVISOR) => {
    const client = await connect()
    client.send({ type: 'hello', ticket: (await tickets.issue(session, now())).ticket, ...fields })
    const welcome = await client.next('welcome')
    return { client, welcome }
  }
  const say = (agentId: string, second: number, reason = 71) =>
    journal.push(ctiObservation(agentId, MORNING + second * 1000, { reason }))
  return {
    store,
    journal,
    publisher,
    tickets,
    events,
    address,
    ends,
    described,
    connect,
    hello,
    say,
    now,
    pass: (ms: number) => (clock += ms),
    /** Somebody sets the relay's clock. */
    setClock: (ms: number) => (setBy += ms),
  }
}
