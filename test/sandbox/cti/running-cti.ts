import { once } from 'node:events'
import { connect } from 'node:net'
import { onTestFinished } from 'vitest'
import { encode, decodeAt } from '../../../src/cti/codec.ts'
import { CtiClient, type CtiClientOptions } from '../../../src/cti/connection.ts'
import type { Dialect } from '../../../src/cti/dialect.ts'
import { FrameSplitter } from '../../../src/cti/framing.ts'
import { layoutFor } from '../../../src/cti/layout.ts'
import type { Message, MessageInput } from '../../../src/cti/messages.ts'
import { openRequest } from '../../../src/cti/open-request.ts'
import { type CtiServer, startCtiServer } from '../../../src/sandbox/cti/cti-server.ts'
import { people } from '../../../src/sandbox/people.ts'
import { until } from '../../support/cti-server.ts'

/** The versions that tests speak where it does not matter which. */
export const VERSION: Readonly<Record<Dialect, number>> = { uccx: 14, ucce: 24 }

/** The sandbox's CTI server, gone when the test ends. */
export async function runCti(dialect: Dialect, agents = 3, port = 0): Promise<CtiServer> {
  const server = await startCtiServer({ dialect, port, people: people(agents) })
  onTestFinished(() => server.stop())
  return server
}

/** A client of the server, open when this resolves, and everything it hears. */
export async function connectClient(server: CtiServer, options: Partial<CtiClientOptions> = {}) {
  const heard: Message[] = []
  const statuses: string[] = []
  const { dialect } = server
  const client = new CtiClient(
    {
      dialect,
      protocolVersion: VERSION[dialect],
      servers: [server.address],
      clientId: 'test',
      heartbeatSeconds: 10,
      random: () => 0,
      ...options,
    },
    {
      onMessage: (message) => heard.push(message),
      onStatus: ({ status, statusCode }) => statuses.push(statusCode === null ? status : `${status} ${statusCode}`),
    },
  )
  onTestFinished(() => client.stop())
  client.start()
  await until(() => client.status !== 'connecting')
  const events = () => heard.filter((message) => message.type === 'AGENT_STATE_EVENT')
  return { client, heard, statuses, events }
}

/** A bare connection, which sends what it is told to and nothing else. */
export async function connectBare(server: CtiServer, version = VERSION[server.dialect]) {
  const layout = layoutFor(server.dialect, version)
  const heard: Message[] = []
  const splitter = new FrameSplitter((bytes, start, end) => {
    const message = decodeAt(bytes, start, end, layout)
    if (message) heard.push(message)
  })
  const socket = connect(server.port, '127.0.0.1')
  let isClosed = false
  socket.on('data', (chunk) => splitter.push(chunk))
  socket.on('error', () => {})
  socket.once('close', () => (isClosed = true))
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  const send = (message: MessageInput): unknown => socket.write(encode(message, layout))
  return {
    heard,
    send,
    sendBytes: (bytes: Uint8Array): unknown => socket.write(bytes),
    /** Sends a message and waits for what comes next. */
    ask: async (message: MessageInput): Promise<Message | undefined> => {
      const { length } = heard
      send(message)
      await until(() => heard.length > length || isClosed)
      return heard[length]
    },
    closed: () => until(() => isClosed),
  }
}

/** OPEN_REQ of a client for all events, with whatever a test wants otherwise. */
export const openWith = (
  dialect: Dialect,
  changes: Partial<MessageInput<'OPEN_REQ'>> = {},
): MessageInput<'OPEN_REQ'> => ({
  ...openRequest(dialect, VERSION[dialect], 1, { clientId: 'bare', heartbeatSeconds: 10 }),
  ...changes,
})
