import * as v from 'valibot'
import type { WebSocket } from 'ws'
import { type GadgetMessage, gadgetMessageSchema, type Hello, type HistoryRequest } from '../../wire/gadget-messages.ts'
import {
  DEFAULT_SINCE_MS,
  HELLO_TIMEOUT_MS,
  MAX_CLIENT_MESSAGE_BYTES,
  MAX_HISTORY_SPAN_MS,
  SOCKET_ERRORS,
  type SocketErrorCode,
} from '../../wire/protocol.ts'
import type { Agent, RelayMessage, Welcome } from '../../wire/relay-messages.ts'
import { type HistoryStore, rowText, type Scope } from '../history/history-store.ts'
import { type Audience, type Frame, isWanted, observationsFrame, type Publisher } from './publisher.ts'
import type { SupervisorSession, TicketOffice } from './tickets.ts'

/** Rows of one replayed frame: small enough that a live event of another socket never waits long behind it. */
const REPLAY_ROWS = 256

/** A replay that is this close to the present starts to keep live frames for the end of it. */
const NEARLY_LIVE = 5_000

/** Rows of one history answer; the rest is asked for with `next`. */
const HISTORY_ROWS = 5_000

/** Unsent bytes of one socket; past it the client is too slow and must come back and resume. */
const MAX_BACKLOG_BYTES = 4 * 1024 * 1024

/** A frozen client gets this long to take a replayed frame, or its closing. */
const FLUSH_TIMEOUT_MS = 20_000
export const CLOSE_TIMEOUT_MS = 2_000

/** History requests of one socket that may wait for their answers. */
const MAX_REQUESTS = 16

/** What every socket needs of the relay. */
export type EventSocketContext = {
  readonly store: HistoryStore
  readonly publisher: Publisher
  readonly tickets: TicketOffice
  /** The parts of a welcome that are the same for everyone. */
  readonly describe: () => Pick<Welcome, 'feeds' | 'catalogue'>
  /** Who an agent is, as a CTI server has it; null where none has told. */
  readonly agent: (agentId: string) => { readonly name: string; readonly extension: string } | null
  readonly now: () => number
  /** Called once, at the hello: was its ticket good? */
  readonly onHello: (isAccepted: boolean) => void
  /** Called once, when the socket has ended; `code` is null for an end that the client chose. */
  readonly onEnd: (code: SocketErrorCode | null) => void
  readonly onFault: (message: string, cause: unknown) => void
}

/** One supervisor's socket: hello, then what was missed, then live, and history on request. */
export class EventSocket {
  readonly #socket: WebSocket
  readonly #context: EventSocketContext
  #helloTimer: NodeJS.Timeout | undefined
  /** null until the hello. */
  #audience: Audience | null = null
  #unfollow: (() => void) | null = null
  #requests = 0
  #answering: Promise<void> = Promise.resolve()
  #ended = false
  #code: SocketErrorCode | null = null

  constructor(socket: WebSocket, context: EventSocketContext) {
    this.#socket = socket
    this.#context = context
    this.#helloTimer = setTimeout(() => {
      this.fail('hello-timeout', `No hello came within ${HELLO_TIMEOUT_MS / 1000} s.`)
    }, HELLO_TIMEOUT_MS)
    socket.on('message', (data, isBinary) => this.#receive(data as Buffer, isBinary))
    socket.on('close', () => this.#finish())
    // ws has closed the socket when it reports a broken or far too large frame; 'close' follows.
    socket.on('error', (error) => {
      this.#code =
        'code' in error && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' ? 'message-too-large' : 'bad-message'
    })
  }

  /** Sends a message to a client that has been welcomed; nothing before. */
  tell(message: RelayMessage): void {
    if (this.#audience) this.#send(message)
  }

  /** Ends the socket: an `error` message with the code, then its close code, and force if the client does not follow. */
  fail(code: SocketErrorCode, message: string): void {
    if (this.#ended || this.#code) return
    this.#code = code
    this.#stop()
    this.#send({ type: 'error', code, message })
    this.#socket.close(SOCKET_ERRORS[code] ?? 1011, code)
    setTimeout(() => this.#socket.terminate(), CLOSE_TIMEOUT_MS).unref()
  }

  /** Ends the socket at once, without a word: its client need not do anything for it. */
  drop(code: SocketErrorCode): void {
    if (this.#ended) return
    this.#code ??= code
    this.#stop()
    this.#socket.terminate()
  }

  #stop(): void {
    clearTimeout(this.#helloTimer)
    this.#unfollow?.()
    this.#unfollow = null
  }

  #finish(): void {
    if (this.#ended) return
    this.#ended = true
    this.#stop()
    this.#context.onEnd(this.#code)
  }

  get #over(): boolean {
    return this.#ended || this.#code !== null
  }

  #send(message: RelayMessage): void {
    this.#socket.send(JSON.stringify(message))
  }

  #receive(data: Buffer, isBinary: boolean): void {
    if (this.#over) return
    if (data.length > MAX_CLIENT_MESSAGE_BYTES) {
      return this.fail('message-too-large', `A message may have ${MAX_CLIENT_MESSAGE_BYTES} bytes at most.`)
    }
    const message = isBinary ? null : parseMessage(data)
    if (!message) {
      this.fail('bad-message', 'The message is none that this relay knows; see the description of the protocol.')
    } else if (message.type === 'hello') {
      this.#hello(message)
    } else if (!this.#audience) {
      this.fail('bad-message', 'The first message must be a hello.')
    } else {
      this.#queueHistory(message, this.#audience)
    }
  }

  #hello(hello: Hello): void {
    if (this.#audience) return this.fail('bad-message', 'There was a hello already.')
    const session = this.#context.tickets.redeem(hello.ticket, this.#context.now())
    if (typeof session === 'string') {
      this.#context.onHello(false)
      return this.fail(session, 'The ticket is not good (any more): sign in again, each socket needs a new one.')
    }
    const teams = teamsOf(session, hello.teams)
    if (!teams) return this.fail('team-out-of-scope', 'One of the teams is not supervised by this user.')
    clearTimeout(this.#helloTimer)
    this.#context.onHello(true)

    const { store, publisher, now } = this.#context
    const resume = hello.resume
    const resumed =
      resume !== undefined &&
      resume.epoch === store.epoch &&
      resume.seq <= publisher.cursor &&
      resume.seq >= store.prunedTo
    const agents = teams.flatMap(({ id, memberIds }) => memberIds.map((agentId) => this.#describeAgent(agentId, id)))
    const audience = { agentIds: new Set(agents.map(({ agentId }) => agentId)), kinds: hello.kinds ?? [] }
    this.#audience = audience
    this.#send({
      type: 'welcome',
      epoch: store.epoch,
      seq: publisher.cursor,
      now: new Date(now()).toISOString(),
      resumed,
      ...this.#context.describe(),
      agents,
    })
    const since = hello.since === undefined ? now() - DEFAULT_SINCE_MS : Date.parse(hello.since)
    this.#replay(audience, resumed ? { seq: resume.seq } : { time: since }).catch((cause: unknown) => {
      this.#context.onFault('a replay failed', cause)
      this.fail('history-unavailable', 'The history cannot be read at the moment. Try again later.')
    })
  }

  #describeAgent(agentId: string, teamId: string): Agent {
    const { name = '', extension = '' } = this.#context.agent(agentId) ?? {}
    return { agentId, teamId, ...(name === '' ? {} : { name }), ...(extension === '' ? {} : { extension }) }
  }

  /** Sends what the client missed, page by page as it takes them, then goes live without a hole in between. */
  async #replay(audience: Audience, start: Scope['after']): Promise<void> {
    const { publisher } = this.#context
    const agentIds = [...audience.agentIds]
    let after = start
    let done = 'seq' in start ? start.seq : -Infinity
    while (publisher.cursor - done > NEARLY_LIVE && !this.#over) {
      const upTo = publisher.cursor
      await this.#replayPages({ agentIds, after, upTo }, audience)
      after = { seq: upTo }
      done = upTo
    }
    if (this.#over) return
    const held: Frame[] = []
    let take = (frame: Frame): void => void held.push(frame)
    const upTo = publisher.cursor
    this.#unfollow = publisher.follow(audience, (frame) => take(frame))
    await this.#replayPages({ agentIds, after, upTo }, audience)
    take = (frame) => this.#sendLive(frame)
    for (const frame of held) take(frame)
  }

  async #replayPages(scope: Scope, { kinds }: Audience): Promise<void> {
    const { store } = this.#context
    const seqs = await store.listSeqs(scope)
    for (let start = 0; start < seqs.length && !this.#over; start += REPLAY_ROWS) {
      const page = seqs.subarray(start, start + REPLAY_ROWS)
      const isLast = start + REPLAY_ROWS >= seqs.length
      const rows = (await store.readRows(page)).filter((row) => isWanted(row, kinds))
      await this.#sendAndWait(observationsFrame(isLast ? scope.upTo : (page.at(-1) ?? scope.upTo), rows))
    }
  }

  #sendLive({ data }: Frame): void {
    if (this.#over) return
    if (this.#socket.bufferedAmount > MAX_BACKLOG_BYTES) {
      return this.fail('slow-consumer', 'The connection is too slow for the events: resume from the last cursor.')
    }
    this.#socket.send(data, { binary: false })
  }

  /** Waits until the frame has left for the network; a client that takes nothing for long is ended. */
  async #sendAndWait({ data }: Frame): Promise<void> {
    if (this.#over) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(() => {
      this.fail('slow-consumer', 'The connection takes no data: resume from the last cursor.')
      resolve()
    }, FLUSH_TIMEOUT_MS)
    this.#socket.send(data, { binary: false }, () => resolve())
    await promise
    clearTimeout(timer)
  }

  /** One request of a socket is answered at a time: a client cannot occupy the history for the others. */
  #queueHistory(request: HistoryRequest, audience: Audience): void {
    if (this.#requests >= MAX_REQUESTS) {
      return this.fail('too-many-requests', `At most ${MAX_REQUESTS} history requests may wait at a time.`)
    }
    this.#requests += 1
    this.#answering = this.#answering
      .then(() => this.#answer(request, audience))
      .catch((cause: unknown) => {
        this.#context.onFault('a history request failed', cause)
        this.#refuse(request.id, 'history-unavailable', 'The history cannot be read at the moment. Try again later.')
      })
      .finally(() => {
        this.#requests -= 1
      })
  }

  async #answer({ id, agentId, from, to }: HistoryRequest, { agentIds, kinds }: Audience): Promise<void> {
    if (this.#over) return
    if (!agentIds.has(agentId)) return this.#refuse(id, 'agent-out-of-scope', 'The agent is in none of your teams.')
    const start = Date.parse(from)
    const end = to === null ? this.#context.now() + 1 : Date.parse(to)
    if (!(start <= end && end - start <= MAX_HISTORY_SPAN_MS + 1)) {
      return this.#refuse(id, 'range-invalid', 'The range must end after its start and span at most 31 days.')
    }
    const rows = await this.#context.store.readAgent(agentId, start, end, HISTORY_ROWS + 1)
    const rest = rows[HISTORY_ROWS]
    const page = rest ? rows.slice(0, HISTORY_ROWS) : rows
    const next = rest ? `,"next":"${new Date(rest.at).toISOString()}"` : ''
    const list = page
      .filter((row) => isWanted(row, kinds))
      .map(rowText)
      .join(',')
    const text = `{"type":"history","id":${id},"observations":[${list}],"complete":${rest === undefined}${next}}`
    await this.#sendAndWait({ data: Buffer.from(text), cursor: 0 })
  }

  #refuse(id: number, code: SocketErrorCode, message: string): void {
    if (!this.#over) this.#send({ type: 'error', id, code, message })
  }
}

/** The message in a frame, or null when it is none. */
function parseMessage(data: Buffer): GadgetMessage | null {
  try {
    const result = v.safeParse(gadgetMessageSchema, JSON.parse(data.toString('utf8')))
    return result.success ? result.output : null
  } catch {
    return null
  }
}

/** The session's teams, or those asked for; null when one asked for is not among them. */
function teamsOf(session: SupervisorSession, asked: readonly string[] | undefined): SupervisorSession['teams'] | null {
  if (!asked) return session.teams
  const teams = session.teams.filter(({ id }) => asked.includes(id))
  return asked.every((id) => teams.some((team) => team.id === id)) ? teams : null
}
