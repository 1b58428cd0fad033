import { decode, encode } from '../../src/cti/codec.ts'
import type { Dialect } from '../../src/cti/dialect.ts'
import type { Layout } from '../../src/cti/layout.ts'
import type { LinkChange } from '../../src/cti/link-status.ts'
import type { Message, MessageInput } from '../../src/cti/messages.ts'
import { CtiSession, type SessionOptions } from '../../src/cti/session.ts'

/** A session without a network, whose clock goes only when told to, and a record of all that it did. */
export class SessionRig {
  readonly session: CtiSession
  readonly connects: { readonly server: string; readonly at: number }[] = []
  readonly statuses: LinkChange[] = []
  readonly received: Message[] = []
  readonly bad: string[] = []
  sent: Uint8Array[] = []
  isConnected = false
  isStopped = false
  now = 1000

  constructor(dialect: Dialect, options: Partial<SessionOptions> = {}) {
    this.session = new CtiSession(
      {
        dialect,
        protocolVersion: dialect === 'uccx' ? 14 : 20,
        servers: ['a:1', 'b:2'],
        clientId: 'test',
        heartbeatSeconds: 10,
        random: () => 0,
        ...options,
      },
      {
        connect: (server) => this.connects.push({ server, at: this.now }),
        disconnect: () => (this.isConnected = false),
        send: (frame) => this.sent.push(frame),
        status: (change) => this.statuses.push(change),
        message: (message) => this.received.push(message),
        badMessage: (error) => this.bad.push(error.code),
        stopped: () => (this.isStopped = true),
      },
    )
  }

  /** The last status told, as `status reason`. */
  get status(): string {
    const last = this.statuses.at(-1)
    return `${last?.status} ${last?.reason}`
  }

  /** What was sent since the last look, decoded. */
  takeSent(): Message[] {
    const messages = this.sent.map((frame) => decode(frame, this.session.layout))
    this.sent = []
    return messages.filter((message) => message !== null)
  }

  /** The InvokeID of the OPEN_REQ sent last. */
  connect(): Message<'OPEN_REQ'> {
    this.isConnected = true
    this.session.connected(this.now)
    const open = this.takeSent().findLast((message) => message.type === 'OPEN_REQ')
    if (open === undefined) throw new Error('no OPEN_REQ was sent')
    return open
  }

  /** The server says something. */
  hear(message: MessageInput, layout: Layout = this.session.layout): void {
    this.session.received(encode(message, layout), this.now)
  }

  /** Connects and opens a session. */
  open(sessionType?: number): void {
    const { invokeId } = this.connect()
    this.hear({ type: 'OPEN_CONF', invokeId, servicesGranted: 0x10, sessionType })
  }

  /** The server refuses the session. */
  refuse(status: number): void {
    const { invokeId } = this.connect()
    this.hear({ type: 'FAILURE_CONF', invokeId, status })
  }

  /** Lets time pass, with a tick at every deadline on the way, as an owner's timer would. */
  pass(ms: number): void {
    const end = this.now + ms
    while (this.session.deadline <= end) {
      this.now = Math.max(this.now, this.session.deadline)
      this.session.tick(this.now)
    }
    this.now = end
  }

  /** Lets something end the session or try, and time pass up to the next try: where it goes and after how long. */
  nextTryAfter(end: () => void): { server: string; afterMs: number } {
    const tries = this.connects.length
    const before = this.now
    end()
    while (this.connects.length === tries && this.session.deadline < Infinity) {
      this.now = Math.max(this.now, this.session.deadline)
      this.session.tick(this.now)
    }
    const { server, at } = this.connects[tries] ?? { server: 'none', at: NaN }
    return { server, afterMs: at - before }
  }
}

/** A session that is open. */
export function opened(...[dialect, options]: ConstructorParameters<typeof SessionRig>): SessionRig {
  const rig = new SessionRig(dialect, options)
  rig.session.start(rig.now)
  rig.open()
  return rig
}
