import { decodeAt, encode } from './codec.ts'
import type { Dialect } from './dialect.ts'
import { FrameSplitter } from './framing.ts'
import { Heartbeat } from './heartbeat.ts'
import type { Layout } from './layout.ts'
import type { LinkChange } from './link-status.ts'
import { SERVICE_MASKS } from './masks.ts'
import type { Message, MessageInput } from './messages.ts'
import { type OpenOptions, openRequest } from './open-request.ts'
import { CtiProtocolError } from './protocol-error.ts'
import { ProtocolChoice } from './protocol-choice.ts'
import { ReconnectPlan } from './reconnect-plan.ts'
import * as failures from './session-failure.ts'
import type { Failure } from './session-failure.ts'
import { STATUS_CODES } from './status-codes.ts'
import { SYSTEM_EVENTS } from './system-events.ts'

/** What a session is to do. */
export type SessionOptions = OpenOptions & {
  readonly dialect: Dialect
  /** The version to ask for; older ones follow where the server does not have it. */
  readonly protocolVersion: number
  /** `host:port` of each node or side; the one to begin with first. */
  readonly servers: readonly string[]
  /** UCCE: about how many clients the servers have, for the published random pause. Default 20. */
  readonly clientCount?: number | undefined
  /** Chance, from 0 up to 1. */
  readonly random: () => number
}

/** What is done for a session by whoever owns its connection and its clock. */
export type SessionPort = {
  /** Open a connection to a server; `connected` or `disconnected` answers. */
  connect(server: string): void
  /** Reset the connection, whatever its state; nothing answers. */
  disconnect(): void
  send(frame: Uint8Array): void
  status(change: LinkChange): void
  /** A message for the client. Its frame is bytes[start, end), valid during the call only. */
  message(message: Message, bytes: Uint8Array, start: number, end: number): void
  /** A frame whose inside is broken; it was skipped. Valid during the call only. */
  badMessage(error: CtiProtocolError, bytes: Uint8Array, start: number, end: number): void
  /** The session is over for good, after `stop`. */
  stopped(): void
}

const CONNECT_TIMEOUT_MS = 5000
/** GED-188: normally OPEN_REQ is answered within 5 s. */
const OPEN_TIMEOUT_MS = 5000
/** GED-188: how long to wait for CLOSE_CONF, at most. */
const CLOSE_TIMEOUT_MS = 5000
/** The same where the client itself ends, which nobody wants to wait for. */
const STOP_TIMEOUT_MS = 2000
/** A session that lasted so long worked: what comes after it starts afresh. */
const WORKED_AFTER_MS = 5000
/** How long to wait at a standby side before looking whether another one serves. */
const STANDBY_PATIENCE_MS = 60_000
const DEFAULT_CLIENTS = 20
/** SessionType of a session at the side that waits. */
const STANDBY_SESSION = 2
const INVOKE_IDS = 0x80000000

type Phase = 'idle' | 'waiting' | 'connecting' | 'opening' | 'open' | 'standby' | 'closing' | 'stopped'

/**
 * A client's session with a CTI server (pair), over and over: connect, OPEN_REQ, heartbeats, and on to the next server when one is
 * lost. It does no I/O and has no clock: its owner tells it what happened and when (milliseconds of a clock that never goes back),
 * and does through the port what it asks for.
 */
export class CtiSession {
  readonly #options: SessionOptions
  readonly #port: SessionPort
  readonly #plan: ReconnectPlan
  readonly #protocol: ProtocolChoice
  readonly #heartbeat: Heartbeat
  #splitter = new FrameSplitter(() => {})
  #phase: Phase = 'idle'
  /** When the phase ends by itself: a pause, a time-out. */
  #phaseEnds = Infinity
  #now = 0
  #openedAt: number | null = null
  /** Servers tried since one served. */
  readonly #tried = new Set<number>()
  #afterClose: () => void = () => {}
  #lastInvokeId = 0
  #lastChange: LinkChange | null = null

  constructor(options: SessionOptions, port: SessionPort) {
    const { dialect, protocolVersion, servers, random, clientCount: clients = DEFAULT_CLIENTS } = options
    this.#options = options
    this.#port = port
    this.#plan = new ReconnectPlan({ dialect, servers: servers.length, clients, random })
    this.#protocol = new ProtocolChoice(dialect, protocolVersion, servers.length)
    this.#heartbeat = new Heartbeat(options.heartbeatSeconds * 1000)
  }

  /** How messages of the present session lie in their bytes. */
  get layout(): Layout {
    return this.#protocol.layout
  }

  /** May requests be sent? */
  get isOpen(): boolean {
    return this.#phase === 'open'
  }

  /** When `tick` is wanted next, on the owner's clock; Infinity for never. */
  get deadline(): number {
    return this.#isHeld ? Math.min(this.#phaseEnds, this.#heartbeat.deadline) : this.#phaseEnds
  }

  /** Begins. */
  start(now: number): void {
    if (this.#phase !== 'idle') return
    this.#now = now
    const text = `Connecting to ${this.#server}.`
    this.#report({ status: 'connecting', reason: 'starting', text, statusCode: null, elsewhere: false })
    this.#try()
  }

  /** Ends. An open session is closed in good form, which takes at most 2 s; `port.stopped` tells when it is over. */
  stop(now: number): void {
    this.#now = now
    if (this.#phase === 'stopped') return
    if (this.#isHeld) this.#close(() => this.#finish(), STOP_TIMEOUT_MS)
    else if (this.#phase === 'closing') {
      this.#afterClose = () => this.#finish()
      this.#phaseEnds = Math.min(this.#phaseEnds, now + STOP_TIMEOUT_MS)
    } else this.#finish()
  }

  /** The connection asked for is there. */
  connected(now: number): void {
    this.#now = now
    if (this.#phase !== 'connecting') return
    this.#splitter = this.#newSplitter()
    this.#enter('opening', OPEN_TIMEOUT_MS)
    const { dialect, version } = this.layout
    this.send(openRequest(dialect, version, this.nextInvokeId(), this.#options))
  }

  /** The connection could not be made, or is gone. */
  disconnected(now: number, cause?: string): void {
    this.#now = now
    if (this.#phase === 'connecting') {
      this.#fail(failures.connectFailed(this.#server, cause))
    } else if (this.#phase === 'opening') {
      if (this.#protocol.otherWidth()) this.#reconnect()
      else this.#fail(failures.closedUnanswered(this.#server, cause))
    } else if (this.#isConnected) {
      this.#lose(failures.connectionLost(this.#server, cause))
    }
  }

  /** Bytes came. */
  received(chunk: Uint8Array, now: number): void {
    this.#now = now
    if (!this.#isConnected) return
    try {
      this.#splitter.push(chunk)
    } catch (error) {
      if (!(error instanceof CtiProtocolError) || error.code !== 'frame-too-long') throw error
      this.#lose(failures.brokenFrame(this.#server, error.message))
    }
  }

  /** It is later: does what is due. Needed at `deadline`, harmless at other times. */
  tick(now: number): void {
    this.#now = now
    if (now >= this.#phaseEnds) this.#phaseEnded()
    if (!this.#isHeld) return
    if (this.#heartbeat.isLost(now)) {
      this.#fail(failures.heartbeatLost(this.#server))
    } else if (this.#heartbeat.isDue(now)) {
      const invokeId = this.nextInvokeId()
      this.#heartbeat.sent(invokeId, now)
      this.send({ type: 'HEARTBEAT_REQ', invokeId })
    }
  }

  /** A number for a request, none that another one has. */
  nextInvokeId(): number {
    this.#lastInvokeId = (this.#lastInvokeId + 1) % INVOKE_IDS
    return this.#lastInvokeId
  }

  /**
   * Sends a message.
   * @throws CtiProtocolError `unencodable`, `frame-too-long`
   */
  send(message: MessageInput): void {
    this.#port.send(encode(message, this.layout))
  }

  get #server(): string {
    return this.#options.servers[this.#plan.server] ?? ''
  }

  get #isHeld(): boolean {
    return this.#phase === 'open' || this.#phase === 'standby'
  }

  get #isConnected(): boolean {
    return this.#isHeld || this.#phase === 'opening' || this.#phase === 'closing'
  }

  #enter(phase: Phase, lastsMs: number): void {
    this.#phase = phase
    this.#phaseEnds = this.#now + lastsMs
  }

  /** A try at the server whose turn it is. */
  #try(): void {
    this.#tried.add(this.#plan.server)
    this.#protocol.begin(this.#plan.server)
    this.#connect()
  }

  /** The same server again at once: a guess was wrong, nothing failed. */
  #reconnect(): void {
    this.#port.disconnect()
    this.#connect()
  }

  #connect(): void {
    this.#enter('connecting', CONNECT_TIMEOUT_MS)
    this.#port.connect(this.#server)
  }

  #phaseEnded(): void {
    if (this.#phase === 'waiting') this.#try()
    else if (this.#phase === 'connecting') this.#fail(failures.connectTimedOut(this.#server, CONNECT_TIMEOUT_MS))
    else if (this.#phase === 'opening') this.#fail(failures.openTimedOut(this.#server, OPEN_TIMEOUT_MS))
    else if (this.#phase === 'standby') this.#leave(failures.onStandby(this.#server))
    else if (this.#phase === 'closing') this.#afterClose()
  }

  #newSplitter(): FrameSplitter {
    const splitter: FrameSplitter = new FrameSplitter((bytes, start, end) => {
      /** What follows a message that ended its session, in the same piece of input, is nobody's. */
      if (splitter === this.#splitter && this.#isConnected) this.#frame(bytes, start, end)
    })
    return splitter
  }

  #frame(bytes: Uint8Array, start: number, end: number): void {
    this.#protocol.heard(bytes, start, end)
    let message: Message | null
    try {
      message = decodeAt(bytes, start, end, this.layout)
    } catch (error) {
      if (!(error instanceof CtiProtocolError)) throw error
      this.#port.badMessage(error, bytes, start, end)
      return
    }
    if (message === null) return
    if (message.type === 'HEARTBEAT_CONF') {
      this.#heartbeat.confirmed(this.#now)
      return
    }
    if (this.#phase === 'opening') this.#answered(message)
    if (!this.#isConnected) return
    this.#port.message(message, bytes, start, end)
    this.#react(message)
  }

  /** Is this the answer to OPEN_REQ? */
  #answered(message: Message): void {
    if (message.type === 'OPEN_CONF') {
      const isStandby = message.sessionType === STANDBY_SESSION
      if (!isStandby && this.#lacksEvents(message)) {
        this.#leave(failures.withoutEvents(this.#server, message.servicesGranted))
        return
      }
      this.#openedAt = this.#now
      this.#heartbeat.begin(this.#now)
      if (isStandby) this.#standBy()
      else this.#serve()
    } else if (message.type === 'FAILURE_CONF' || message.type === 'FAILURE_EVENT') {
      this.#refused(message.status)
    }
  }

  /** Who grants nothing at all would have refused the session: a 0 says nothing. */
  #lacksEvents({ servicesGranted }: Message<'OPEN_CONF'>): boolean {
    return this.#options.events !== false && servicesGranted !== 0 && (servicesGranted & SERVICE_MASKS.ALL_EVENTS) === 0
  }

  #serve(): void {
    this.#phase = 'open'
    this.#phaseEnds = Infinity
    this.#tried.clear()
    const text = `Session with ${this.#server} open, protocol version ${this.layout.version}.`
    this.#report({ status: 'open', reason: 'session-open', text, statusCode: null, elsewhere: false })
  }

  /** At a side that waits: looks for one that serves, and waits here where there is none. */
  #standBy(): void {
    this.#enter('standby', STANDBY_PATIENCE_MS)
    if (this.#tried.size < this.#options.servers.length) {
      this.#leave(failures.onStandby(this.#server))
    } else {
      this.#tried.clear()
      this.#report(failures.onStandby(this.#server))
    }
  }

  #refused(statusCode: number): void {
    const server = this.#plan.server
    if (statusCode === STATUS_CODES.INVALID_VERSION && this.#protocol.older(server)) {
      this.#protocol.begin(server)
      this.#reconnect()
    } else if (!failures.isAway(statusCode) && this.#protocol.otherWidth()) {
      this.#reconnect()
    } else {
      this.#fail(failures.refused(this.#server, statusCode))
    }
  }

  /** What a message that the client also gets means for the session itself. */
  #react(message: Message): void {
    if (message.type === 'FAILURE_CONF') {
      if (this.#heartbeat.isWaitingFor(message.invokeId)) this.#lose(failures.wentAway(this.#server, message.status))
    } else if (message.type === 'FAILURE_EVENT') {
      if (failures.isAway(message.status)) this.#lose(failures.wentAway(this.#server, message.status))
    } else if (message.type === 'SYSTEM_EVENT') {
      const isOffline = message.systemEventId === SYSTEM_EVENTS.PERIPHERAL_OFFLINE
      if (isOffline && this.layout.dialect === 'uccx') this.#lose(failures.ccxOffline(this.#server))
    } else if (message.type === 'CLOSE_CONF') {
      if (this.#phase === 'closing') this.#afterClose()
    } else if (message.type === 'STANDBY_ACTIVE_EVENT_MSG') {
      if (this.#phase === 'standby') this.#serve()
    } else if (message.type === 'ACTIVE_MAINTENANCE_REQ_MSG') {
      this.send({ type: 'ACTIVE_MAINTENANCE_RESP_MSG', invokeId: message.invokeId })
    } else if (message.type === 'ACTIVE_MAINTENANCE_EVENT_MSG' && this.#isHeld) {
      this.send({ type: 'STOPPING_REQUESTS_TO_THIS_SIDE_IND' })
      this.#leave(failures.inMaintenance(this.#server))
    }
  }

  /** Closes the session in good form, then goes on. */
  #close(then: () => void, timeoutMs = CLOSE_TIMEOUT_MS): void {
    this.#afterClose = then
    this.#enter('closing', timeoutMs)
    this.send({ type: 'CLOSE_REQ', invokeId: this.nextInvokeId(), status: STATUS_CODES.NO_ERROR })
  }

  /** Closes the session in good form and goes to another server. */
  #leave(failure: Failure): void {
    this.#report(failure)
    this.#close(() => this.#fail(failure))
  }

  /** The session is gone; where it was being closed, that is all that was waited for. */
  #lose(failure: Failure): void {
    if (this.#phase === 'closing') this.#afterClose()
    else this.#fail(failure)
  }

  #fail(failure: Failure): void {
    this.#port.disconnect()
    this.#report(failure)
    if (this.#openedAt !== null && this.#now - this.#openedAt >= WORKED_AFTER_MS) this.#plan.worked()
    this.#openedAt = null
    const { delayMs } = this.#plan.failed(failure.elsewhere)
    if (delayMs > 0) this.#enter('waiting', delayMs)
    else this.#try()
  }

  #finish(): void {
    this.#phase = 'stopped'
    this.#phaseEnds = Infinity
    this.#port.disconnect()
    this.#report(failures.stoppedOnRequest(this.#server))
    this.#port.stopped()
  }

  /** Tells a status, unless it was told last: tries that fail again for the same reason are no news. */
  #report({ status, reason, text, statusCode }: Failure): void {
    const last = this.#lastChange
    const isKnown = last?.status === status && last.reason === reason && last.statusCode === statusCode
    if (isKnown) return
    this.#lastChange = { status, reason, text, server: this.#server, version: this.layout.version, statusCode }
    this.#port.status(this.#lastChange)
  }
}
