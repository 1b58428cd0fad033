import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { withoutAdvice } from './certificate-fault.ts'
import { isProtocolVersion, VERSION_RANGES } from './dialect.ts'
import type { LinkChange, LinkStatus } from './link-status.ts'
import type { Message, MessageInput } from './messages.ts'
import type { CtiProtocolError } from './protocol-error.ts'
import { CtiRequestError } from './request-error.ts'
import {
  type AgentQuery,
  type AgentStateRequest,
  type ConfirmationName,
  PendingRequests,
  queryAgentStateRequest,
  type Request,
  type RequestName,
  setAgentStateRequest,
} from './requests.ts'
import { CtiSession, type SessionOptions } from './session.ts'

/** TLS towards the server, as `node:tls` has it. UCCE asks for a client certificate; UCCX has no TLS. */
type CtiTlsOptions = {
  readonly ca?: string | Buffer | undefined
  readonly cert?: string | Buffer | undefined
  readonly key?: string | Buffer | undefined
  /** The name in the server's certificate, where it is not the host connected to. */
  readonly servername?: string | undefined
}

/** Options of a CtiClient; see SessionOptions for the rest. All take effect with `start`. */
export type CtiClientOptions = Omit<SessionOptions, 'random'> & {
  /** Absent: plain TCP. A function is asked at each connection. */
  readonly tls?: CtiTlsOptions | (() => CtiTlsOptions) | undefined
  /** Chance, from 0 up to 1. Default Math.random. */
  readonly random?: (() => number) | undefined
  /** The clock of the moments told: milliseconds since 1970. Default Date.now. */
  readonly now?: (() => number) | undefined
}

/** What a client tells. None of these may throw. */
export type CtiClientHandlers = {
  /**
   * A message of the server. `frame` is the whole frame with its header, a view valid during the call only; `at` is when its bytes
   * were read, not before the message that came before it, though the clock was set back a little meanwhile.
   */
  onMessage(message: Message, frame: Uint8Array, at: number): void
  /**
   * The link's status changed at `since`. All that the server said until `heardUntil` was heard: a link that is closed in order
   * delivers what was said before, but one that is silent, or broken off, as the server's end of it may have been long ago while
   * this machine slept, is trusted up to its last word only.
   */
  onStatus(change: LinkChange & { readonly since: number; readonly heardUntil: number }): void
  /** A message was broken inside and skipped. `frame` is valid during the call only. */
  onBadMessage?(error: CtiProtocolError, frame: Uint8Array): void
}

const REQUEST_TIMEOUT_MS = 10_000
/** A server that has not read so much of what it asked for is given up. */
const MAX_UNSENT_BYTES = 1024 * 1024
/** A clock that is set back by more than this was wrong before; by less, what comes next must not stand before what came last. */
const MOST_SET_BACK_MS = 60_000
const LEAST_HEARTBEAT_SECONDS = 5
const MOST_HEARTBEAT_SECONDS = 30

/**
 * A client of a CTI server (pair) over TCP or TLS: keeps a session open as long as it runs, and reads only unless `control` is set.
 */
export class CtiClient {
  readonly #options: CtiClientOptions
  readonly #handlers: CtiClientHandlers
  readonly #session: CtiSession
  readonly #pending = new PendingRequests()
  readonly #epochNow: () => number
  #socket: Socket | null = null
  #timer: NodeJS.Timeout | undefined
  #timerFor = Infinity
  #status: LinkStatus = 'connecting'
  /** When bytes of a server were last read, answers to heartbeats included; 0 before any. */
  #at = 0
  /** The connection ended with an error. */
  #isBrokenOff = false
  #stopped: PromiseWithResolvers<void> | null = null

  /** @throws RangeError for a version, a heartbeat interval or a server address that cannot be */
  constructor(options: CtiClientOptions, handlers: CtiClientHandlers) {
    checkOptions(options)
    this.#options = options
    this.#handlers = handlers
    this.#epochNow = options.now ?? Date.now
    this.#session = new CtiSession(
      { ...options, random: options.random ?? Math.random },
      {
        connect: (server) => this.#connect(server),
        disconnect: () => this.#disconnect(),
        send: (frame) => this.#write(frame),
        status: (change) => this.#changed(change),
        message: (message, bytes, start, end) => {
          this.#pending.heard(message)
          handlers.onMessage(message, bytes.subarray(start, end), this.#at)
        },
        badMessage: (error, bytes, start, end) => handlers.onBadMessage?.(error, bytes.subarray(start, end)),
        stopped: () => this.#stopped?.resolve(),
      },
    )
  }

  /** What the link is doing. */
  get status(): LinkStatus {
    return this.#status
  }

  /** May anything be sent? Not once the end of the session has begun, though its status is told later. */
  get isOpen(): boolean {
    return this.#session.isOpen
  }

  /** Begins to connect; once only. */
  start(): void {
    this.#do((now) => this.#session.start(now))
  }

  /** Closes the session in good form; after at most 2 s the connection is gone whatever the server does. */
  stop(): Promise<void> {
    if (this.#stopped === null) {
      this.#stopped = Promise.withResolvers()
      this.#do((now) => this.#session.stop(now))
    }
    return this.#stopped.promise
  }

  /**
   * Sends a message without waiting for anything, such as CONFIG_REQUEST_EVENT. It gets an InvokeID where it may have one.
   * @throws CtiRequestError `not-open`; CtiProtocolError `unencodable`
   */
  send(message: MessageInput | Request): void {
    if (!this.#session.isOpen) throw notOpen(message.type)
    this.#session.send({ invokeId: this.#session.nextInvokeId(), ...message } as MessageInput)
  }

  /**
   * Sends a request and waits for its confirmation, at most 10 s.
   * @throws CtiRequestError (as a rejection); CtiProtocolError `unencodable` (as a rejection)
   */
  async request<N extends RequestName>(request: Request<N>): Promise<Message<ConfirmationName<N>>> {
    if (!this.#session.isOpen) throw notOpen(request.type)
    const invokeId = this.#session.nextInvokeId()
    this.#session.send({ ...request, invokeId })
    const confirmation = this.#pending.add<N>(request.type, invokeId, performance.now() + REQUEST_TIMEOUT_MS)
    this.#arm()
    return confirmation
  }

  /** Puts an agent into a state (needs `control`). The server's word that it took the request; the state itself comes as an event. */
  setAgentState(request: AgentStateRequest): Promise<Message<'SET_AGENT_STATE_CONF'>> {
    const { dialect, peripheralId } = this.#options
    return this.request<'SET_AGENT_STATE_REQ'>(setAgentStateRequest(dialect, peripheralId, request))
  }

  /** Asks for an agent's present state; the answer knows no reason. */
  queryAgentState(query: AgentQuery): Promise<Message<'QUERY_AGENT_STATE_CONF'>> {
    const { dialect, peripheralId } = this.#options
    return this.request<'QUERY_AGENT_STATE_REQ'>(queryAgentStateRequest(dialect, peripheralId, query))
  }

  /** Tells the session something, then sees to its next deadline. */
  #do(tell: (now: number) => void): void {
    tell(performance.now())
    this.#arm()
  }

  #arm(): void {
    const deadline = Math.min(this.#session.deadline, this.#pending.deadline)
    if (deadline === this.#timerFor) return
    this.#timerFor = deadline
    clearTimeout(this.#timer)
    if (deadline === Infinity) return
    const wait = Math.max(1, Math.ceil(deadline - performance.now()))
    this.#timer = setTimeout(() => {
      this.#timerFor = Infinity
      this.#do((now) => {
        this.#pending.expire(now)
        this.#session.tick(now)
      })
    }, wait)
  }

  #connect(server: string): void {
    const { host, port } = parseServer(server)
    const { tls: given } = this.#options
    const tls = typeof given === 'function' ? given() : given
    const socket =
      tls === undefined ? connectTcp({ host, port }) : connectTls({ host, port, ...(withoutUndefined(tls) as object) })
    this.#socket = socket
    this.#isBrokenOff = false
    let cause: string | undefined
    /** Whatever comes late from a connection that was given up is nobody's. */
    const ifCurrent = (tell: (now: number) => void): void => {
      if (this.#socket === socket) this.#do(tell)
    }
    socket.setNoDelay(true)
    socket.once(tls === undefined ? 'connect' : 'secureConnect', () => ifCurrent((now) => this.#session.connected(now)))
    socket.on('data', (chunk: Uint8Array) =>
      ifCurrent((now) => {
        const at = this.#epochNow()
        this.#at = this.#at - at < MOST_SET_BACK_MS ? Math.max(this.#at, at) : at
        this.#session.received(chunk, now)
      }),
    )
    socket.on('error', (error: Error) => {
      cause = withoutAdvice(error.message)
    })
    socket.once('close', (hadError: boolean) =>
      ifCurrent((now) => {
        this.#isBrokenOff = hadError
        this.#session.disconnected(now, cause)
      }),
    )
  }

  #write(frame: Uint8Array): void {
    const socket = this.#socket
    if (socket === null || socket.destroyed) return
    socket.write(frame)
    if (socket.writableLength > MAX_UNSENT_BYTES) socket.destroy(new Error('the server takes no data'))
  }

  #disconnect(): void {
    const socket = this.#socket
    this.#socket = null
    socket?.destroy()
  }

  #changed(change: LinkChange): void {
    this.#status = change.status
    if (change.status !== 'open') this.#pending.abandon()
    const since = this.#epochNow()
    const isDoubtful = this.#isBrokenOff || change.reason === 'heartbeat-lost'
    this.#handlers.onStatus({ ...change, since, heardUntil: isDoubtful ? Math.min(since, this.#at) : since })
  }
}

const notOpen = (request: string): CtiRequestError =>
  new CtiRequestError('not-open', `${request} was not sent: there is no open session with the CTI server.`)

function checkOptions({ dialect, protocolVersion, heartbeatSeconds, servers }: CtiClientOptions): void {
  if (!isProtocolVersion(dialect, protocolVersion)) {
    const { oldest, newest } = VERSION_RANGES[dialect]
    throw new RangeError(
      `Protocol version ${protocolVersion} of ${dialect} is unknown; there are ${oldest} to ${newest}.`,
    )
  }
  if (heartbeatSeconds < LEAST_HEARTBEAT_SECONDS || heartbeatSeconds > MOST_HEARTBEAT_SECONDS) {
    throw new RangeError(`Heartbeats every ${heartbeatSeconds} s cannot be: 5 to 30 s is what CTI servers take.`)
  }
  if (servers.length === 0) throw new RangeError('There is no CTI server to connect to.')
  for (const server of servers) parseServer(server)
}

/** `host:port`, an IPv6 address in brackets. */
function parseServer(server: string): { host: string; port: number } {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(server)
  const host = match?.[1] ?? match?.[2]
  const port = Number(match?.[3])
  if (host === undefined || !(port > 0 && port <= 0xffff)) {
    throw new RangeError(`“${server}” is no CTI server address: it has to be host:port.`)
  }
  return { host, port }
}

const withoutUndefined = <T extends object>(options: T): Partial<T> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>
