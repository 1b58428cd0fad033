import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { basicAuthorization } from '../../src/finesse/credential.ts'
import { CONTEXT_KINDS } from '../../src/history/observation.ts'
import type { Seen } from './verify.ts'
import { EVENTS_PATH, SESSION_PATH, SUBPROTOCOL } from '../../src/wire/protocol.ts'

const FIRST_PAUSE_MS = 100
const LAST_PAUSE_MS = 1_000
const ANSWER_MS = 5_000

type Message = Record<string, unknown> & { readonly type: string }

/**
 * A gadget's connection without the gadget: it signs in, says hello with the place up to which it has everything, and comes
 * back whenever it is lost, to whichever relay the load balancer chooses. It keeps every observation, in the order it came.
 */
export class ResumingClient {
  readonly seen: Seen[] = []
  /** What a client must never meet: a history that cannot be resumed. */
  readonly complaints: string[] = []
  connections = 0
  #cursor: { epoch: string; seq: number } | null = null
  readonly #address: string
  readonly #origin: string
  readonly #random: () => number
  readonly #end = new AbortController()
  #running: Promise<void> = Promise.resolve()

  constructor(address: string, origin: string, random: () => number) {
    this.#address = address
    this.#origin = origin
    this.#random = random
  }

  /** Up to here it has everything. */
  get seq(): number {
    return this.#cursor?.seq ?? 0
  }

  start(): void {
    this.#running = this.#run()
  }

  async stop(): Promise<void> {
    this.#end.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    const { signal } = this.#end
    let wait = FIRST_PAUSE_MS
    while (!signal.aborted) {
      const isWelcome = await this.#connect().catch(() => false)
      wait = isWelcome ? FIRST_PAUSE_MS : Math.min(2 * wait, LAST_PAUSE_MS)
      await pause(wait * (0.5 + this.#random()), undefined, { signal }).catch(() => undefined)
    }
  }

  /** One connection from its beginning to its end; was it welcomed? */
  async #connect(): Promise<boolean> {
    const { signal } = this.#end
    const response = await fetch(this.#address + SESSION_PATH, {
      method: 'POST',
      headers: { authorization: basicAuthorization('super1', 'super1'), origin: this.#origin },
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
    })
    const { ticket } = (await response.json()) as { ticket?: string }
    if (ticket === undefined) return false
    const url = this.#address.replace(/^http/, 'ws') + EVENTS_PATH
    const socket = new WebSocket(url, SUBPROTOCOL, { origin: this.#origin, handshakeTimeout: ANSWER_MS })
    const drop = (): void => socket.terminate()
    signal.addEventListener('abort', drop)
    let isWelcome = false
    // A frozen relay answers nothing and closes nothing: a silence as long as a gadget bears ends the connection.
    let heardAt = Date.now()
    const watch = setInterval(() => {
      if (Date.now() - heardAt > 3 * ANSWER_MS) drop()
    }, ANSWER_MS)
    socket.on('error', () => undefined)
    socket.on('open', () => {
      socket.send(
        JSON.stringify({
          type: 'hello',
          ticket,
          kinds: [...CONTEXT_KINDS],
          ...(this.#cursor && { resume: this.#cursor }),
        }),
      )
    })
    socket.on('message', (data: Buffer) => {
      heardAt = Date.now()
      const message = JSON.parse(data.toString('utf8')) as Message
      if (message.type === 'welcome') {
        isWelcome = true
        this.connections += 1
      }
      this.#take(message)
    })
    try {
      await once(socket, 'close')
    } finally {
      clearInterval(watch)
      signal.removeEventListener('abort', drop)
    }
    return isWelcome
  }

  #take(message: Message): void {
    if (message.type === 'welcome') {
      const epoch = String(message['epoch'])
      if (this.#cursor && message['resumed'] !== true) this.complaints.push(`not resumed from ${this.#cursor.seq}`)
      this.#cursor = { epoch, seq: this.#cursor?.seq ?? 0 }
    } else if (message.type === 'observations' && this.#cursor) {
      for (const observation of message['observations'] as Seen[]) this.seen.push(observation)
      this.#cursor.seq = Number(message['seq'])
    }
  }
}
