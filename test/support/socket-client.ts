import { once } from 'node:events'
import { vi } from 'vitest'
import { WebSocket } from 'ws'
import { EVENTS_PATH, SUBPROTOCOL } from '../../src/wire/protocol.ts'
import { PATIENCE } from './patience.ts'

export type Received = Record<string, unknown> & { type: string }
type ReceivedObservation = { seq: number; kind: string; agentId?: string; reason?: unknown }

/** A supervisor's end of the socket, as a test holds it: it keeps all that it received. */
export class SocketClient {
  readonly received: Received[] = []
  readonly socket: WebSocket
  closed: { code: number; reason: string } | null = null

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('message', (data: Buffer) => this.received.push(JSON.parse(data.toString('utf8')) as Received))
    socket.on('close', (code, reason) => (this.closed = { code, reason: reason.toString() }))
    socket.on('error', () => undefined)
  }

  /** Connects; the promise fails when the upgrade is refused. */
  static async open(
    address: string,
    options: { origin?: string; protocols?: string[]; tls?: { ca: string } } = {},
  ): Promise<SocketClient> {
    const socket = new WebSocket(
      `${address.replace(/^http/, 'ws')}${EVENTS_PATH}`,
      options.protocols ?? [SUBPROTOCOL],
      {
        ...(options.origin === undefined ? {} : { origin: options.origin }),
        ...options.tls,
      },
    )
    const client = new SocketClient(socket)
    await once(socket, 'open')
    return client
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message))
  }

  /** The first message received of a type, waited for. */
  async next(type: string, matches: (message: Received) => boolean = () => true): Promise<Received> {
    return vi.waitFor(() => {
      const found = this.received.find((message) => message.type === type && matches(message))
      if (!found) throw new Error(`no ${type} yet; received: ${JSON.stringify(this.received).slice(0, 500)}`)
      return found
    }, PATIENCE)
  }

  /** All observations received so far, in order. */
  get observations(): ReceivedObservation[] {
    return this.received
      .filter(({ type }) => type === 'observations')
      .flatMap(({ observations }) => observations as ReceivedObservation[])
  }

  /** The cursor of the last observations received; 0 before any. Cheap, also where much was received. */
  get lastSeq(): number {
    return Number(this.received.findLast(({ type }) => type === 'observations')?.['seq'] ?? 0)
  }

  get seqs(): number[] {
    return this.observations.map(({ seq }) => seq)
  }

  /** Waits until the socket is closed and answers the close code. */
  async end(): Promise<number> {
    return vi.waitFor(() => {
      if (!this.closed) throw new Error('not closed yet')
      return this.closed.code
    }, PATIENCE)
  }

  close(): void {
    this.socket.close()
  }
}
