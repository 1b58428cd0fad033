import type { WebSocket } from 'ws'
import type { Hello, HistoryRequest } from '../../wire/gadget-messages.ts'
import {
  DEFAULT_SINCE_MS,
  HELLO_TIMEOUT_MS,
  MAX_CLIENT_MESSAGE_BYTES,
  MAX_HISTORY_SPAN_MS,
  SESSION_LIFETIME_MS,
  SOCKET_ERRORS,
  type SocketErrorCode,
} from '../../wire/protocol.ts'
import { REPORTS } from '../../wire/report-names.ts'
import type { RelayMessage, Welcome } from '../../wire/relay-messages.ts'
import { type HistoryStore, kindOf, rowText } from '../history/history-store.ts'
import { frameReport } from '../reports/frame-report.ts'
import { ReportDesk } from '../reports/report-desk.ts'
import { Following, type FollowingContext, isInAudience } from './following.ts'
import { parseMessage } from './parse-message.ts'
import { FrameBudget } from './frame-budget.ts'
import type { Frame } from './publisher.ts'
import { TicketWait } from './ticket-wait.ts'
import type { SupervisedTeam, SupervisorSession, TicketOffice } from './tickets.ts'
import {
  describedAnew,
  type DescribeAgent,
  isSameList,
  isSameMembership,
  scopeOf,
  teamsOf,
  type ViewerScope,
} from './viewer-scope.ts'

/** Rows of one history answer; the rest is asked for with `next`. */
const HISTORY_ROWS = 5_000

/** Unsent bytes of one socket; past it the client is too slow and must come back and resume. */
const MAX_BACKLOG_BYTES = 4 * 1024 * 1024

/** A frozen client gets this long to take a replayed frame, or its closing. */
const FLUSH_TIMEOUT_MS = 20_000
const CLOSE_TIMEOUT_MS = 2_000

/** Frames that a socket may send before its ticket was found good: a hello, and what need not wait for the welcome. */
const STRANGERS_FRAMES = 50

/** History requests of one socket that may wait for their answers. */
const MAX_REQUESTS = 16

/** Frames that one socket may ask about at once, and each second on the whole: a person looks at one now and then. */
const FRAME_LOOKS = 20
const FRAME_LOOKS_PER_SECOND = 5

/** Gadgets know the relay's clock from the welcome. When it was set by more since, they have to be welcomed anew. Milliseconds. */
const CLOCK_SET_MS = 5_000

/** What every socket needs of the relay. */
export type EventSocketContext = FollowingContext & {
  readonly store: HistoryStore
  readonly tickets: TicketOffice
  /** The parts of a welcome that are the same for everyone. */
  readonly describe: () => Pick<Welcome, 'feeds' | 'catalogue' | 'systemCodes' | 'keptSince'>
  readonly agent: DescribeAgent
  readonly now: () => number
  /** A clock that nobody sets, milliseconds. Default: how long this process has run. */
  readonly steady?: () => number
  /** Called at the hello and at each renewal: was its ticket good? */
  readonly onTicket: (isGood: boolean) => void
  /** Called once, when the socket has ended; `code` is null for an end that the client chose. */
  readonly onEnd: (code: SocketErrorCode | null) => void
}

/** Ends a socket that is being closed, if its client does not follow. */
export function terminateSoon(socket: WebSocket): void {
  setTimeout(() => socket.terminate(), CLOSE_TIMEOUT_MS).unref()
}

/** One supervisor's socket: hello, then what was missed, then live, and history on request. */
export class EventSocket {
  readonly #socket: WebSocket
  readonly #context: EventSocketContext
  readonly #reports: ReportDesk
  #helloTimer: NodeJS.Timeout | undefined
  /** null until the hello. */
  #scope: ViewerScope | null = null
  #checkedAt = 0
  /** The relay's clock less the steady one, when the client was told the time. */
  #clock = 0
  readonly #following: Following
  #requests = 0
  #answering: Promise<void> = Promise.resolve()
  #budget: FrameBudget
  /** For questions what a frame says: to take one apart costs more than to read a message. */
  readonly #looks: FrameBudget
  readonly #ticket: TicketWait
  #ended = false
  #code: SocketErrorCode | null = null

  constructor(socket: WebSocket, context: EventSocketContext) {
    this.#socket = socket
    this.#context = context
    this.#budget = new FrameBudget(context.now(), STRANGERS_FRAMES)
    this.#looks = new FrameBudget(context.now(), FRAME_LOOKS, FRAME_LOOKS_PER_SECOND)
    this.#reports = new ReportDesk({
      ...context,
      scope: () => (this.#over ? null : this.#scope),
      send: (part) => this.#sendAndWait({ data: Buffer.from(JSON.stringify(part)), cursor: 0 }),
      refuse: (id, code, text) => this.#refuse(id, code, text),
    })
    this.#following = new Following({
      ...context,
      audience: () => (this.#over ? null : (this.#scope?.audience ?? null)),
      send: (frame) => this.#sendLive(frame),
      sendAndWait: (frame) => this.#sendAndWait(frame),
      fail: (code, message) => this.fail(code, message),
    })
    this.#ticket = new TicketWait({
      ...context,
      isOver: () => this.#over,
      receive: (data, isBinary) => this.#receive(data, isBinary),
      fail: (code, message) => this.fail(code, message),
      onTicket: (isGood) => {
        context.onTicket(isGood)
        if (isGood) this.#checkedAt = context.now()
      },
    })
    this.#helloTimer = setTimeout(() => {
      this.fail('hello-timeout', `No hello came within ${HELLO_TIMEOUT_MS / 1000} s.`)
    }, HELLO_TIMEOUT_MS)
    socket.on('message', (data, isBinary) => {
      if (this.#mayCome()) this.#receive(data as Buffer, isBinary)
    })
    for (const control of ['ping', 'pong'] as const) socket.on(control, () => this.#mayCome())
    socket.on('close', () => this.#finish())
    // ws has closed the socket when it reports a broken or far too large frame; 'close' follows.
    socket.on('error', (error) => {
      terminateSoon(socket)
      this.#code =
        'code' in error && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' ? 'message-too-large' : 'bad-message'
    })
  }

  /** Sends a message to a client that has been welcomed; nothing before. */
  tell(message: RelayMessage): void {
    if (this.#scope) this.#send(message)
  }

  /** Bytes that the client has not taken yet. */
  get backlog(): number {
    return this.#socket.bufferedAmount
  }

  /** The teams that the client sees. */
  get teams(): readonly SupervisedTeam[] {
    return this.#scope?.teams ?? []
  }

  /** The supervisor; null before the hello. */
  get supervisor(): string | null {
    return this.#scope?.agentId ?? null
  }

  /** These are a team's members now: whoever has left it is not seen any more from this moment on. */
  setMembers(teamId: string, memberIds: readonly string[]): void {
    const scope = this.#scope
    const before = scope?.teams.find(({ id }) => id === teamId)
    // Whenever a supervisor signs in, everybody who sees one of his teams is told its members, which are mostly the same.
    if (!scope || this.#over || !before || isSameList(before.memberIds, memberIds)) return
    this.#setTeams(
      scope,
      scope.teams.map((team) => (team.id === teamId ? { ...team, memberIds } : team)),
    )
  }

  /** The CTI servers have told who some agents are: the client is told where that is new to it. */
  describeAgents(): void {
    const before = this.#scope
    if (!before || this.#over) return
    const scope = describedAnew(before, this.#context.agent)
    if (scope === before) return
    this.#scope = scope
    this.#send({ type: 'agents', agents: [...scope.agents] })
  }

  /** Ends the socket when its session has not been renewed for too long, or when the relay's clock is not the one it was told. */
  checkSession(): void {
    const now = this.#context.now()
    // A clock that was set back makes no session last longer.
    this.#checkedAt = Math.min(this.#checkedAt, now)
    if (this.#scope && now - this.#checkedAt > SESSION_LIFETIME_MS) {
      this.fail('session-expired', 'The session was not renewed in time: sign in again.')
    } else if (this.#scope && Math.abs(this.#clockNow() - this.#clock) > CLOCK_SET_MS) {
      this.fail('going-away', 'The clock of the relay was set. The connection comes back by itself.')
    }
  }

  #clockNow(): number {
    const { now, steady = () => performance.now() } = this.#context
    return now() - steady()
  }

  /** Ends the socket: an `error` message with the code, then its close code, and force if the client does not follow. */
  fail(code: SocketErrorCode, message: string): void {
    if (this.#ended || this.#code) return
    this.#code = code
    this.#stop()
    this.#send({ type: 'error', code, message })
    this.#socket.close(SOCKET_ERRORS[code] ?? 1011, code)
    terminateSoon(this.#socket)
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
    this.#following.stop()
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

  /** Sends a message of its own. A client that asks and asks and takes nothing is ended. */
  #send(message: RelayMessage): void {
    if (this.#socket.bufferedAmount > MAX_BACKLOG_BYTES) return this.drop('slow-consumer')
    this.#socket.send(JSON.stringify(message))
  }

  /** Is this frame one of as many as a client may send? One too many ends the socket. */
  #mayCome(): boolean {
    const isAllowed = this.#budget.spend(this.#context.now())
    if (!isAllowed) this.drop('too-many-requests')
    return isAllowed
  }

  #receive(data: Buffer, isBinary: boolean): void {
    if (this.#over) return
    if (this.#ticket.hold(data, isBinary)) return
    if (data.length > MAX_CLIENT_MESSAGE_BYTES) {
      return this.fail('message-too-large', `A message may have ${MAX_CLIENT_MESSAGE_BYTES} bytes at most.`)
    }
    const message = isBinary ? null : parseMessage(data)
    if (!message) {
      this.fail('bad-message', 'The message is none that this relay knows; see the description of the protocol.')
    } else if (message.type === 'hello') {
      this.#hello(message)
    } else if (!this.#scope) {
      this.fail('bad-message', 'The first message must be a hello.')
    } else if (message.type === 'renew') {
      this.#renew(message.ticket, this.#scope)
    } else if (message.type === 'history') {
      this.#queueHistory(message)
    } else if (message.type === 'cancel') {
      this.#reports.cancel(message.id)
    } else if (message.type === 'frame') {
      if (this.#looks.spend(this.#context.now())) this.#send(frameReport(message))
      else this.#refuse(message.id, 'too-many-reports', 'So many frames cannot be told about in so short a time.')
    } else {
      this.#reports.take(message)
    }
  }

  #hello(hello: Hello): void {
    if (this.#scope) return this.fail('bad-message', 'There was a hello already.')
    this.#ticket.redeem(hello.ticket, (session) => this.#welcome(hello, session))
  }

  #welcome(hello: Hello, session: SupervisorSession): void {
    const teams = teamsOf(session, hello.teams)
    if (!teams) return this.fail('team-out-of-scope', 'One of the teams is not supervised by this user.')
    clearTimeout(this.#helloTimer)
    this.#budget = new FrameBudget(this.#context.now())

    const { store, publisher, now } = this.#context
    const resume = hello.resume
    const resumed =
      resume !== undefined &&
      resume.epoch === store.epoch &&
      resume.seq <= publisher.cursor &&
      resume.seq >= store.prunedTo
    const asked = { agentId: session.agentId, asked: hello.teams, teams }
    const scope = scopeOf(asked, hello.kinds ?? [], this.#context.agent)
    this.#scope = scope
    this.#clock = this.#clockNow()
    this.#send({
      type: 'welcome',
      epoch: store.epoch,
      seq: publisher.cursor,
      now: new Date(now()).toISOString(),
      resumed,
      ...this.#context.describe(),
      agents: [...scope.agents],
      reports: [...REPORTS],
    })
    const since = hello.since === undefined ? now() - DEFAULT_SINCE_MS : Date.parse(hello.since)
    this.#following.begin(scope.audience, resumed ? { seq: resume.seq } : { time: since }, since)
  }

  #renew(ticket: string, before: ViewerScope): void {
    this.#ticket.redeem(ticket, (session) => {
      if (session.agentId !== before.agentId) return this.fail('bad-message', 'The ticket is of another user.')
      // The members may have changed while the ticket was looked at.
      const scope = this.#scope ?? before
      const teams = teamsOf(session, scope.asked)
      if (!teams) return this.fail('team-out-of-scope', 'One of the teams is not supervised by this user any more.')
      this.#setTeams(scope, teams)
    })
  }

  /** Changes whom the client sees, at once; it is sent what it has not had of those who are new to it. */
  #setTeams(before: ViewerScope, teams: readonly SupervisedTeam[]): void {
    const scope = scopeOf({ ...before, teams }, before.audience.kinds, this.#context.agent)
    this.#scope = scope
    if (isSameMembership(scope, before)) return
    this.#send({ type: 'agents', agents: [...scope.agents] })
    this.#following.change(scope.audience, before.audience)
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
  #queueHistory(request: HistoryRequest): void {
    if (this.#requests >= MAX_REQUESTS) {
      return this.fail('too-many-requests', `At most ${MAX_REQUESTS} history requests may wait at a time.`)
    }
    this.#requests += 1
    this.#answering = this.#answering
      .then(() => this.#answer(request))
      .catch((cause: unknown) => {
        this.#context.onFault('a history request failed', cause)
        this.#refuse(request.id, 'history-unavailable', 'The history cannot be read at the moment. Try again later.')
      })
      .finally(() => {
        this.#requests -= 1
      })
  }

  async #answer({ id, agentId, from, to }: HistoryRequest): Promise<void> {
    if (this.#over) return
    if (this.#scope?.audience.agentIds.has(agentId) !== true) {
      return this.#refuse(id, 'agent-out-of-scope', 'The agent is in none of your teams.')
    }
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
      .filter((row) => this.#scope && isInAudience({ agentId: row.agentId, kind: kindOf(row) }, this.#scope.audience))
      .map(rowText)
      .join(',')
    const text = `{"type":"history","id":${id},"observations":[${list}],"complete":${rest === undefined}${next}}`
    await this.#sendAndWait({ data: Buffer.from(text), cursor: 0 })
  }

  #refuse(id: number, code: SocketErrorCode, message: string): void {
    if (!this.#over) this.#send({ type: 'error', id, code, message })
  }
}
