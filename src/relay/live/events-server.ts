import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { CURSOR_INTERVAL_MS, MAX_CLIENT_MESSAGE_BYTES, SOCKET_ERRORS, SUBPROTOCOL } from '../../wire/protocol.ts'
import type { RelayMessage } from '../../wire/relay-messages.ts'
import type { LimitsConfig } from '../config-schema.ts'
import { Slices } from '../reports/slices.ts'
import { Crowd } from './crowd.ts'
import { EventSocket, type EventSocketContext, terminateSoon } from './event-socket.ts'
import { MinuteCount } from './minute-count.ts'
import { ReplayReads } from './replay-reads.ts'
import { WaitingRoom } from './waiting-room.ts'

/** A socket that answers no ping for this long is dead. */
const PING_INTERVAL_MS = 30_000

/**
 * Unsent bytes of all sockets together, looked at every so often: past it those that take least must go and come back. Frames that
 * several sockets share count once for each, so that this is more than the memory they take.
 */
const MAX_TOTAL_BACKLOG_BYTES = 256 * 1024 * 1024
const RELIEF_INTERVAL_MS = 500

/** When to come back to a relay that has no place for one more socket, in seconds. */
const RETRY_AFTER_S = 30

/** An upload of a configuration names agents by the thousand. Milliseconds. */
const DESCRIBE_DELAY_MS = 2_000

/** Pieces that one message may come in. */
const MAX_FRAGMENTS = 256

export type EventsServerOptions = Omit<EventSocketContext, 'onTicket' | 'slices' | 'crowd' | 'replays'> & {
  readonly limits: Omit<LimitsConfig, 'connections' | 'connectionsPerAddress' | 'signInsPerMinute'>
  /** Whom the limits per address count a request for. */
  readonly addressOf: (request: IncomingMessage) => string
  /** Is a page of this origin allowed to connect? */
  readonly isAllowedOrigin: (origin: string | undefined) => boolean
}

/** All supervisors' sockets: the upgrade, the subprotocol, pings, the cursor every few seconds, and the farewell. */
export class EventsServer {
  readonly #options: EventsServerOptions
  readonly #sockets = new Map<WebSocket, EventSocket>()
  readonly #byAddress = new Map<string, number>()
  readonly #waiting: WaitingRoom<EventSocket>
  readonly #refusedHellos = new MinuteCount()
  readonly #alive = new WeakSet<WebSocket>()
  readonly #slices = new Slices()
  readonly #crowd = new Crowd()
  readonly #replays: ReplayReads
  readonly #timers: readonly NodeJS.Timeout[]
  #describing: NodeJS.Timeout | undefined
  readonly #server = new WebSocketServer({
    noServer: true,
    // Above the limit of a message, so that a client that is only a little too loud is told why it was closed.
    maxPayload: 8 * MAX_CLIENT_MESSAGE_BYTES,
    maxFragments: MAX_FRAGMENTS,
    // Compression costs many times the processor time and memory of the frames themselves.
    perMessageDeflate: false,
    clientTracking: false,
    // A stranger's protocol is accepted for as long as it takes to tell it so: a browser hides the reason otherwise.
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : ([...offered][0] ?? false)),
  })

  constructor(options: EventsServerOptions) {
    this.#options = options
    this.#replays = new ReplayReads(options.store)
    const { waitingSockets: all, waitingSocketsPerAddress: perAddress } = options.limits
    this.#waiting = new WaitingRoom({ all, perAddress })
    this.#timers = [
      setInterval(() => this.#tick(), CURSOR_INTERVAL_MS),
      setInterval(() => this.#ping(), PING_INTERVAL_MS),
      setInterval(() => this.#relieve(), RELIEF_INTERVAL_MS),
    ]
  }

  get sockets(): number {
    return this.#sockets.size
  }

  /** Takes over an HTTP upgrade, or refuses it with a status; the caller hears the connection's errors. */
  upgrade(request: IncomingMessage, connection: Duplex, head: Buffer): void {
    if (!this.#options.isAllowedOrigin(request.headers.origin)) return refuse(connection, '403 Forbidden')
    const address = this.#options.addressOf(request)
    const refusal = this.#refusal(address)
    if (refusal !== null) return refuse(connection, refusal)
    this.#server.handleUpgrade(request, connection, head, (socket) => this.#accept(socket, address))
  }

  /** Says something to every supervisor who has been welcomed. */
  tellAll(message: RelayMessage): void {
    for (const socket of this.#sockets.values()) socket.tell(message)
  }

  /** The teams that supervisors look at. */
  get teams(): ReadonlySet<string> {
    return new Set([...this.#sockets.values()].flatMap(({ teams }) => teams.map(({ id }) => id)))
  }

  /** These are a team's members now, for everyone who sees the team. */
  setMembers(teamId: string, memberIds: readonly string[]): void {
    for (const socket of this.#sockets.values()) socket.setMembers(teamId, memberIds)
  }

  /** The CTI servers tell who agents are, one after the other: everyone who sees them hears it soon, of many at once. */
  describeAgents(): void {
    this.#describing ??= setTimeout(() => {
      this.#describing = undefined
      for (const socket of this.#sockets.values()) socket.describeAgents()
    }, DESCRIBE_DELAY_MS)
  }

  /** Ends the sockets of somebody who is no supervisor any more. */
  endSessionsOf(agentId: string): void {
    for (const socket of this.#sockets.values()) {
      if (socket.supervisor === agentId) socket.fail('session-expired', 'Finesse says: not a supervisor any more.')
    }
  }

  /** Closes all sockets with a message why; the gadgets come back by themselves, spread out. */
  sendAway(message: string): void {
    for (const socket of this.#sockets.values()) socket.fail('going-away', message)
  }

  /** Tells everyone that the relay is going away. */
  close(): void {
    for (const timer of this.#timers) clearInterval(timer)
    clearTimeout(this.#describing)
    this.sendAway('The relay is being restarted. The connection comes back by itself.')
    this.#server.close()
  }

  /** The status for one more socket from this address where there may be none; null where there may. */
  #refusal(address: string): string | null {
    const { limits, now } = this.#options
    if (this.#sockets.size >= limits.sockets) return '503 Service Unavailable'
    const isCrowded =
      (this.#byAddress.get(address) ?? 0) >= limits.socketsPerAddress ||
      this.#refusedHellos.of(address, now()) >= limits.refusedHellosPerMinutePerAddress ||
      this.#refusedHellos.total(now()) >= limits.refusedHellosPerMinute
    return isCrowded ? '429 Too Many Requests' : null
  }

  #accept(socket: WebSocket, address: string): void {
    if (socket.protocol !== SUBPROTOCOL) {
      const message = `This relay speaks ${SUBPROTOCOL}: load the page again to get the gadget that fits it.`
      socket.on('error', () => socket.terminate())
      socket.send(JSON.stringify({ type: 'error', code: 'version', message } satisfies RelayMessage))
      socket.close(SOCKET_ERRORS.version, 'version')
      terminateSoon(socket)
      return
    }
    this.#alive.add(socket)
    socket.on('pong', () => this.#alive.add(socket))
    const eventSocket = new EventSocket(socket, {
      ...this.#options,
      slices: this.#slices,
      crowd: this.#crowd,
      replays: this.#replays,
      onTicket: (isGood) => {
        if (isGood) this.#waiting.leave(eventSocket)
        else this.#refusedHellos.add(address, this.#options.now())
      },
      onEnd: (code) => {
        this.#sockets.delete(socket)
        this.#waiting.leave(eventSocket)
        this.#countAddress(address, -1)
        this.#options.onEnd(code)
      },
    })
    this.#sockets.set(socket, eventSocket)
    this.#countAddress(address, 1)
    this.#waiting.enter(eventSocket, address)?.drop('too-many-requests')
  }

  #countAddress(address: string, change: 1 | -1): void {
    const count = (this.#byAddress.get(address) ?? 0) + change
    if (count === 0) this.#byAddress.delete(address)
    else this.#byAddress.set(address, count)
  }

  #tick(): void {
    this.#options.publisher.publishCursor()
    for (const socket of this.#sockets.values()) socket.checkSession()
  }

  /** Ends the sockets with the largest backlogs until the others' fit into the memory that there is for them. */
  #relieve(): void {
    const backlogs = [...this.#sockets.values()].map((socket) => ({ socket, bytes: socket.backlog }))
    let total = backlogs.reduce((sum, { bytes }) => sum + bytes, 0)
    if (total <= MAX_TOTAL_BACKLOG_BYTES) return
    for (const { socket, bytes } of backlogs.toSorted((one, other) => other.bytes - one.bytes)) {
      socket.drop('slow-consumer')
      total -= bytes
      if (total <= MAX_TOTAL_BACKLOG_BYTES) return
    }
  }

  #ping(): void {
    for (const socket of this.#sockets.keys()) {
      if (!this.#alive.delete(socket)) socket.terminate()
      else socket.ping()
    }
  }
}

function refuse(connection: Duplex, status: string): void {
  const retry = status.startsWith('403') ? '' : `Retry-After: ${RETRY_AFTER_S}\r\n`
  connection.end(`HTTP/1.1 ${status}\r\n${retry}Connection: close\r\nContent-Length: 0\r\n\r\n`)
}
