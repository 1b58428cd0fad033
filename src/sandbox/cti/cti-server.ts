import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import type { CtiAgentState } from '../../cti/agent-state.ts'
import type { Dialect } from '../../cti/dialect.ts'
import type { Person } from '../people.ts'
import { Acd, type Transition } from './acd.ts'
import { Calls } from './calls.ts'
import { type Centre, ClientConnection } from './client-connection.ts'

const MAX_CLIENTS = 256

/** The sandbox's CTI server: one node, with every version of its dialect. */
export type CtiServer = {
  readonly dialect: Dialect
  readonly port: number
  /** `host:port` */
  readonly address: string
  /** As the standby of a pair nobody is served and every session ends; false makes it the master again. */
  setStandby(on: boolean): void
  /** Refuses every change of state that a client asks for, until false. */
  setRefusing(on: boolean): void
  /** Resets every connection, without a word. */
  dropClients(): void
  /** Resets every connection and ends. */
  stop(): Promise<void>
  /** The agent's present state; null where there is no such agent. */
  stateOf(agentId: string): CtiAgentState | null
  /**
   * What the contact centre does by itself: calls, phones, timers.
   * @param reason EventReasonCode; 0 for none.
   * @param cause.client CTIClientSignature of the event. Default: none.
   */
  setState(agentId: string, state: CtiAgentState, reason: number, cause?: { readonly client?: string }): void
}

/** Starts it. @throws {Error} with the code EADDRINUSE where the port is taken */
export async function startCtiServer(options: {
  readonly dialect: Dialect
  /** Default 127.0.0.1 */
  readonly host?: string
  /** 0 for any free one. */
  readonly port: number
  readonly people: readonly Person[]
}): Promise<CtiServer> {
  const { dialect, host = '127.0.0.1', people } = options
  const acd = new Acd(dialect, people, Date.now())
  const clients = new Set<ClientConnection>()
  let isStandby = false
  let isRefusing = false
  const calls = new Calls()
  const publish = (transition: Transition): void => {
    const told = calls.follow(transition)
    for (const client of clients) client.tell(transition, told)
  }
  const centre: Centre = { acd, isStandby: () => isStandby, isRefusing: () => isRefusing, publish }
  const dropClients = (): void => clients.forEach((client) => client.drop())

  const server = createServer((socket) => {
    const client = new ClientConnection(socket, centre)
    clients.add(client)
    socket.once('close', () => clients.delete(client))
  })
  server.maxConnections = MAX_CLIENTS
  server.listen(options.port, host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  return {
    dialect,
    port,
    address: `${host}:${port}`,
    setStandby: (on) => {
      if (on === isStandby) return
      isStandby = on
      for (const client of clients) {
        if (on) client.goneToStandby()
        else client.becameMaster()
      }
    },
    setRefusing: (on) => {
      isRefusing = on
    },
    dropClients,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      dropClients()
      await closed
    },
    stateOf: (agentId) => acd.stateOf(agentId),
    setState: (agentId, state, reason, { client = '' } = {}) => {
      const transition = acd.change(agentId, { state, reason, client }, Date.now())
      if (transition !== null) publish(transition)
    },
  }
}
