import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'
import type { Dialect } from '../../src/cti/dialect.ts'
import type { Message, MessageInput } from '../../src/cti/messages.ts'
import { ServerSession } from '../../src/cti/server-session.ts'

/** One client's connection, as the server sees it. */
export type Peer = {
  readonly socket: Socket
  readonly session: ServerSession
  send(message: MessageInput): void
}

/** What a server answers. Absent: OPEN_CONF, HEARTBEAT_CONF and CLOSE_CONF, and nothing to the rest. */
export type Answer = (message: Message, peer: Peer) => boolean

/** A CTI server on a free port of this machine that does no more than a test asks of it. */
export class LoopbackCtiServer {
  readonly heard: Message[] = []
  readonly peers: Peer[] = []
  readonly #server: Server
  readonly #dialect: Dialect
  /** Comes first; true where it has answered. */
  answer: Answer = () => false

  private constructor(dialect: Dialect, server: Server) {
    this.#dialect = dialect
    this.#server = server
  }

  /** @param options.port Default: any that is free. @param options.tls Absent: plain TCP. */
  static async listen(
    dialect: Dialect,
    { port = 0, tls }: { port?: number; tls?: TlsOptions } = {},
  ): Promise<LoopbackCtiServer> {
    const server = tls === undefined ? createServer() : createTlsServer(tls)
    const cti = new LoopbackCtiServer(dialect, server)
    server.on(tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => cti.#accept(socket))
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return cti
  }

  /** `host:port` */
  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** The client that came last. */
  get peer(): Peer {
    const peer = this.peers.at(-1)
    if (peer === undefined) throw new Error('no client has come')
    return peer
  }

  /** Resets every connection, without a word. */
  dropClients(): void {
    for (const { socket } of this.peers) socket.destroy()
  }

  async close(): Promise<void> {
    this.dropClients()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #accept(socket: Socket): void {
    const session = new ServerSession(this.#dialect, {
      onMessage: (message) => {
        this.heard.push(message)
        if (!this.answer(message, peer)) confirm(message, peer)
      },
    })
    const peer: Peer = { socket, session, send: (message) => socket.write(session.encode(message)) }
    this.peers.push(peer)
    socket.on('error', () => {})
    socket.on('data', (chunk: Uint8Array) => session.receive(chunk))
  }
}

function confirm(message: Message, peer: Peer): void {
  if (message.type === 'OPEN_REQ') {
    peer.send({ type: 'OPEN_CONF', invokeId: message.invokeId, servicesGranted: message.servicesRequested })
  } else if (message.type === 'HEARTBEAT_REQ') {
    peer.send({ type: 'HEARTBEAT_CONF', invokeId: message.invokeId })
  } else if (message.type === 'CLOSE_REQ') {
    peer.send({ type: 'CLOSE_CONF', invokeId: message.invokeId })
  }
}

/** Comes back as soon as the condition holds; the test's own time-out is the limit. Works while timers are faked. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}
