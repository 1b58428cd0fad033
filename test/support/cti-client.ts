import { afterEach, beforeEach, vi } from 'vitest'
import { CtiClient, type CtiClientOptions } from '../../src/cti/connection.ts'
import type { Dialect } from '../../src/cti/dialect.ts'
import type { LinkChange } from '../../src/cti/link-status.ts'
import type { Message } from '../../src/cti/messages.ts'
import { LoopbackCtiServer, until } from './cti-server.ts'
import { toHex } from './cti-vectors.ts'

/** A client, and all that it told. */
export type ToldClient = {
  readonly client: CtiClient
  readonly told: {
    readonly statuses: (LinkChange & { since: number })[]
    readonly messages: { readonly message: Message; readonly frame: string; readonly at: number }[]
    readonly bad: string[]
  }
  /** Waits until the link has this status. */
  readonly isNow: (status: string) => Promise<void>
}

/**
 * Servers and clients of one test, over this machine's network and gone when it ends. Time goes on by the test's word only, unless it
 * asks for real timers; sockets work as ever.
 */
export function useLoopback() {
  const servers: LoopbackCtiServer[] = []
  const clients: CtiClient[] = []

  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] }))

  afterEach(async () => {
    vi.useRealTimers()
    for (const server of servers) server.dropClients()
    await Promise.all(clients.splice(0).map((client) => client.stop()))
    await Promise.all(servers.splice(0).map((server) => server.close()))
  })

  return {
    serve: async (dialect: Dialect, options: Parameters<typeof LoopbackCtiServer.listen>[1] = {}) => {
      const server = await LoopbackCtiServer.listen(dialect, options)
      servers.push(server)
      return server
    },

    connect: (options: Pick<CtiClientOptions, 'dialect' | 'servers'> & Partial<CtiClientOptions>): ToldClient => {
      const told: ToldClient['told'] = { statuses: [], messages: [], bad: [] }
      const client = new CtiClient(
        {
          protocolVersion: options.dialect === 'uccx' ? 14 : 20,
          clientId: 'test',
          heartbeatSeconds: 10,
          random: () => 0,
          ...options,
        },
        {
          onMessage: (message, frame, at) => told.messages.push({ message, frame: toHex(frame), at }),
          onStatus: (change) => told.statuses.push(change),
          onBadMessage: (error, frame) => told.bad.push(`${error.code} ${frame.length}`),
        },
      )
      clients.push(client)
      client.start()
      return { client, told, isNow: (status) => until(() => client.status === status) }
    },
  }
}
