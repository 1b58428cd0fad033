import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import {
  CURSOR_INTERVAL_MS,
  MAX_CLIENT_MESSAGE_BYTES,
  SOCKET_ERRORS,
  type SocketErrorCode,
  SUBPROTOCOL,
} from '../../wire/protocol.ts'
import type { RelayMessage } from '../../wire/relay-messages.ts'
import { EventSocket, type EventSocketContext } from './event-socket.ts'

/** Sockets in all: a thousand supervisors with several tabs each, and room to spare. */
const MAX_SOCKETS = 10_000

/** A socket that answers no ping for this long is dead. */
const PING_INTERVAL_MS = 30_000

export type EventsServerOptions = EventSocketContext & {
  /** Is a page of this origin allowed to connect? */
  readonly isAllowedOrigin: (origin: string | undefined) => boolean
}

/** All supervisors' sockets: the upgrade, the subprotocol, pings, the cursor every few seconds, and the farewell. */
export class EventsServer {
  readonly #options: EventsServerOptions
  readonly #sockets = new Map<WebSocket, EventSocket>()
  readonly #alive = new WeakSet<WebSocket>()
  readonly #timers: readonly NodeJS.Timeout[]
  readonly #server = new WebSocketServer({
    noServer: true,
    // Above the limit of a message, so that a client that is only a little too loud is told why it was closed.
    maxPayload: 8 * MAX_CLIENT_MESSAGE_BYTES,
    // Compression costs many times the processor time and memory of the frames themselves.
    perMessageDeflate: false,
    clientTracking: false,
    // A stranger's protocol is accepted for as long as it takes to tell it so: a browser hides the reason otherwise.
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : ([...offered][0] ?? false)),
  })

  constructor(options: EventsServerOptions) {
    this.#options = options
    this.#timers = [
      setInterval(() => options.publisher.publishCursor(), CURSOR_INTERVAL_MS),
      setInterval(() => this.#ping(), PING_INTERVAL_MS),
    ]
  }

  get sockets(): number {
    return this.#sockets.size
  }

  /** Takes over an HTTP upgrade, or refuses it with a status. */
  upgrade(request: IncomingMessage, connection: Duplex, head: Buffer): void {
    // Without a listener an error of a refused connection would end the process.
    connection.on('error', () => connection.destroy())
    if (!this.#options.isAllowedOrigin(request.headers.origin)) return refuse(connection, '403 Forbidden')
    if (this.#sockets.size >= MAX_SOCKETS) return refuse(connection, '503 Service Unavailable')
    this.#server.handleUpgrade(request, connection, head, (socket) => this.#accept(socket))
  }

  /** Says something to every supervisor who has been welcomed. */
  tellAll(message: RelayMessage): void {
    for (const socket of this.#sockets.values()) socket.tell(message)
  }

  /** Tells everyone that the relay is going away and closes the sockets; they come back by themselves. */
  close(): void {
    for (const timer of this.#timers) clearInterval(timer)
    for (const socket of this.#sockets.values()) {
      socket.fail('going-away', 'The relay is being restarted. The connection comes back by itself.')
    }
    this.#server.close()
  }

  #accept(socket: WebSocket): void {
    if (socket.protocol !== SUBPROTOCOL) {
      const message = `This relay speaks ${SUBPROTOCOL}: load the page again to get the gadget that fits it.`
      socket.on('error', () => socket.terminate())
      socket.send(JSON.stringify({ type: 'error', code: 'version', message } satisfies RelayMessage))
      socket.close(SOCKET_ERRORS.version, 'version')
      return
    }
    this.#alive.add(socket)
    socket.on('pong', () => this.#alive.add(socket))
    const onEnd = (code: SocketErrorCode | null): void => {
      this.#sockets.delete(socket)
      this.#options.onEnd(code)
    }
    this.#sockets.set(socket, new EventSocket(socket, { ...this.#options, onEnd }))
  }

  #ping(): void {
    for (const socket of this.#sockets.keys()) {
      if (!this.#alive.delete(socket)) socket.terminate()
      else socket.ping()
    }
  }
}

function refuse(connection: Duplex, status: string): void {
  connection.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
