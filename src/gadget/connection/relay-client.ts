import type { GadgetMessage, HistoryRequest } from '../../wire/gadget-messages.ts'
import type { FrameRequest, ReportRequest } from '../../wire/report-requests.ts'
import { CONTEXT_KINDS, type Instant } from '../../history/observation.ts'
import type { StoredObservation } from '../../wire/stored-observation.ts'
import { CURSOR_INTERVAL_MS, EVENTS_PATH, SESSION_LIFETIME_MS, SUBPROTOCOL } from '../../wire/protocol.ts'
import { isRelayMessage, type RelayMessage, type Welcome } from '../../wire/relay-messages.ts'
import type { Timers } from '../timers.ts'
import { webSocketAddress } from './relay-address.ts'
import { RelayError } from './relay-error.ts'
import { type AnswerListener, RelayRequests } from './relay-requests.ts'
import { type Credential, openSession, parseJson } from './relay-session.ts'
import { retryPause, returnPause } from './retry-pauses.ts'

/** The sign-in, and the way from the ticket to the welcome, may each take this long. */
const ANSWER_TIMEOUT_MS = 10_000

/** An open relay says something every few seconds; when it misses this many, the connection is dead. */
const SILENCE_MS = 4 * CURSOR_INTERVAL_MS

/** A session is renewed after this, and again a minute after each try that failed, until the relay ends it. */
const RENEW_AFTER_MS = SESSION_LIFETIME_MS - 5 * 60_000
const RENEW_AGAIN_MS = 60_000

/** Longest text of one frame: a page of history with its raw events. */
const MAX_FRAME_CHARACTERS = 32 * 1024 * 1024

/** How the gadget stands with the relay. `code` is a RelayError's, `until` on this browser's clock. */
export type RelayStatus =
  | { readonly phase: 'unconfigured' | 'connecting' | 'open' }
  | { readonly phase: 'waiting'; readonly code: string; readonly until: number }
  | { readonly phase: 'refused'; readonly code: string }

/** Takes what a page of a history holds. */
export type TakePage = (observations: readonly StoredObservation[]) => void

/** A request for a report, without the id that it will get. */
export type ReportQuestion = Unnumbered<ReportRequest | FrameRequest>

type Unnumbered<Request> = Request extends unknown ? Omit<Request, 'id'> : never

/** What the client needs of a WebSocket. */
export type RelaySocket = Pick<WebSocket, 'send' | 'close' | 'addEventListener'>

/** What the relay said, in order. */
export type RelayListener = {
  onStatus(status: RelayStatus): void
  /** Not resumed: whatever was heard from the relay before is void. `clockAhead`: relay's clock minus this browser's, in ms. */
  onWelcome(welcome: Welcome, clockAhead: number): void
  onObservations(observations: readonly StoredObservation[]): void
  onFeed(feed: Extract<RelayMessage, { type: 'feed' }>): void
  onCatalogue(catalogue: Welcome['catalogue']): void
  /** Who is in the supervised teams from now on. */
  onAgents(agents: Welcome['agents']): void
}

export type RelayClientOptions = {
  /** As from `relayAddress`. */
  readonly address: string
  /** Asked before every sign-in, since a token may have been renewed; null while nobody is signed in. */
  readonly credential: () => Credential | null
  /** Where a history that cannot be resumed starts. */
  readonly since: () => Instant
  readonly fetch: typeof fetch
  readonly openSocket: (url: string, subprotocol: string) => RelaySocket
  readonly timers: Timers
  /** From 0 up to 1. */
  readonly random: () => number
  readonly listener: RelayListener
}

/**
 * The way to the relay, kept open: signs in with a fresh ticket each time, resumes from the last cursor, comes back with
 * growing pauses after a loss, and stops where only a person can help (a refused credential is never sent again by itself).
 */
export class RelayClient {
  readonly #options: RelayClientOptions
  readonly #requests = new RelayRequests()
  #lastId = 0
  #madeReports: readonly string[] = []
  #socket: RelaySocket | null = null
  #status: RelayStatus = { phase: 'unconfigured' }
  #try = 0
  #failures = 0
  #cursor: { epoch: string; seq: number } | null = null
  #epoch = ''
  #sentCredential: string | null = null
  #helloAt = 0
  #clockAhead = 0
  #heardAt = 0
  #renewAt = 0
  #cancelTimer: () => void = () => {}

  constructor(options: RelayClientOptions) {
    this.#options = options
  }

  /** Begins to connect. */
  start(): void {
    void this.#connect()
  }

  /** Tries at once, refused or not: for a person who asks for it. */
  retry(): void {
    if (this.#status.phase === 'waiting' || this.#status.phase === 'refused') void this.#connect()
  }

  /** Something changed that may help (desktop or network are back): tries at once, but no credential that was refused. */
  nudge(): void {
    const isSameCredential = this.#options.credential()?.authorization === this.#sentCredential
    if (this.#status.phase !== 'refused' || !isSameCredential) this.retry()
  }

  /**
   * What the relay keeps of one agent; pages are joined.
   * @param to null: until now.
   * @param take Called with each page as it comes: of an answer that is cut short, what was heard is not lost.
   * @throws {RelayError} `closed` without a connection or when it is lost, or the relay's refusal.
   */
  async history(
    agentId: string,
    from: Instant,
    to: Instant | null,
    take?: TakePage,
  ): Promise<readonly StoredObservation[]> {
    if (this.#status.phase !== 'open') throw new RelayError('closed')
    return new Promise((resolve, reject) => {
      const heard: StoredObservation[] = []
      let request: HistoryRequest = { type: 'history', id: ++this.#lastId, agentId, from, to }
      this.#requests.add(request.id, {
        onPart: (page) => {
          if (page.type === 'history') {
            for (const observation of page.observations) heard.push(observation)
            take?.(page.observations)
            if (page.complete) return resolve(heard)
            const { next = '' } = page
            if (next > request.from) return this.#send((request = { ...request, from: next }))
          }
          this.#requests.remove(request.id)
          reject(new RelayError('bad-answer'))
        },
        onFault: reject,
      })
      this.#send(request)
    })
  }

  /**
   * Asks for a report, which comes in parts. The function that comes back cancels it.
   * @throws {RelayError} `closed` without a connection, `relay-too-old` where the relay makes no such report.
   */
  report(question: ReportQuestion, listener: AnswerListener): () => void {
    if (this.#status.phase !== 'open') throw new RelayError('closed')
    if (!this.#madeReports.includes(question.type)) {
      throw new RelayError('relay-too-old')
    }
    const id = ++this.#lastId
    this.#requests.add(id, listener)
    this.#send({ ...question, id })
    return () => {
      if (this.#requests.remove(id)) this.#send({ type: 'cancel', id })
    }
  }

  async #connect(): Promise<void> {
    this.#abandon(new RelayError('closed'))
    const attempt = this.#try
    this.#setStatus({ phase: 'connecting' })
    const { address, timers, openSocket } = this.#options
    try {
      const ticket = await this.#signIn()
      if (attempt !== this.#try) return
      this.#cancelTimer = timers.after(ANSWER_TIMEOUT_MS, () => {
        this.#fail(new RelayError('timeout'))
      })
      this.#listen(openSocket(webSocketAddress(address) + EVENTS_PATH, SUBPROTOCOL), ticket)
    } catch (cause) {
      if (attempt !== this.#try) return
      this.#fail(cause instanceof RelayError ? cause : new RelayError('unreachable', { cause }))
    }
  }

  /** A fresh ticket, with the credential of this moment. */
  async #signIn(): Promise<string> {
    const { address, fetch, timers } = this.#options
    const credential = this.#options.credential()
    this.#sentCredential = credential?.authorization ?? null
    if (!credential) throw new RelayError('credential-missing')
    const abort = new AbortController()
    const cancelTimer = timers.after(ANSWER_TIMEOUT_MS, () => abort.abort())
    try {
      return (await openSession({ address, credential, fetch, signal: abort.signal })).ticket
    } finally {
      cancelTimer()
    }
  }

  /** Signs in again on the open socket, which the relay would end otherwise. */
  async #renew(): Promise<void> {
    const attempt = this.#try
    this.#renewAt += RENEW_AGAIN_MS
    try {
      const ticket = await this.#signIn()
      if (attempt !== this.#try) return
      this.#send({ type: 'renew', ticket })
      this.#renewAt += RENEW_AFTER_MS
    } catch (error) {
      if (attempt === this.#try && error instanceof RelayError && error.isFinal) this.#fail(error)
    }
  }

  #listen(socket: RelaySocket, ticket: string): void {
    this.#socket = socket
    const whileCurrent = (act: () => void) => () => {
      if (this.#socket === socket) act()
    }
    const hello = whileCurrent(() => {
      this.#helloAt = this.#options.timers.now()
      const start = this.#cursor ? { resume: this.#cursor } : { since: this.#options.since() }
      this.#send({ type: 'hello', ticket, kinds: [...CONTEXT_KINDS], ...start })
    })
    socket.addEventListener('open', hello)
    socket.addEventListener(
      'close',
      whileCurrent(() => this.#fail(new RelayError('closed'))),
    )
    socket.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (this.#socket === socket) this.#receive(event.data)
    })
  }

  #send(message: GadgetMessage): void {
    this.#socket?.send(JSON.stringify(message))
  }

  #receive(data: unknown): void {
    this.#heardAt = this.#options.timers.now()
    const message = parseMessage(data)
    if (!message || (this.#status.phase !== 'open' && message.type !== 'welcome' && message.type !== 'error')) {
      return this.#fail(new RelayError('bad-answer'))
    }
    const { listener } = this.#options
    switch (message.type) {
      case 'welcome':
        return this.#welcome(message)
      case 'observations':
        this.#failures = 0
        this.#cursor = { epoch: this.#epoch, seq: message.seq }
        if (message.observations.length > 0) listener.onObservations(message.observations)
        return
      case 'feed':
        return listener.onFeed(message)
      case 'catalogue':
        return listener.onCatalogue(message.catalogue)
      case 'agents':
        return listener.onAgents(message.agents)
      case 'history':
      case 'totals':
      case 'entries':
      case 'difference':
      case 'frame':
        return this.#requests.take(message)
      case 'error': {
        const error = new RelayError(message.code, { said: message.message })
        if (message.id === undefined) this.#fail(error)
        else this.#requests.refuse(message.id, error)
      }
    }
  }

  #welcome(welcome: Welcome): void {
    const { timers, listener } = this.#options
    this.#cancelTimer()
    this.#epoch = welcome.epoch
    this.#madeReports = welcome.reports ?? []
    if (!welcome.resumed) this.#cursor = null
    // Of what the answer leaves possible the nearest to what was known: a busy page takes it in late, and that is no clock's doing.
    const told = Date.parse(welcome.now)
    this.#clockAhead = Math.min(Math.max(this.#clockAhead, told - timers.now()), told - this.#helloAt)
    listener.onWelcome(welcome, this.#clockAhead)
    this.#setStatus({ phase: 'open' })
    this.#renewAt = timers.now() + RENEW_AFTER_MS
    this.#watchForSilence()
  }

  #watchForSilence(): void {
    this.#cancelTimer = this.#options.timers.after(CURSOR_INTERVAL_MS, () => {
      const now = this.#options.timers.now()
      if (now >= this.#renewAt) void this.#renew()
      if (now - this.#heardAt < SILENCE_MS) return this.#watchForSilence()
      this.#fail(new RelayError('silent'))
    })
  }

  /** Ends what is under way and plans the next try, or none where only a person can help. */
  #fail(error: RelayError): void {
    const { timers, random } = this.#options
    this.#abandon(error)
    if (error.isFinal) return this.#setStatus({ phase: 'refused', code: error.code })
    this.#failures += 1
    const ownPause = error.code === 'going-away' ? returnPause(random()) : retryPause(this.#failures, random())
    const pause = error.retryAfterMs ?? ownPause
    this.#cancelTimer = timers.after(pause, () => void this.#connect())
    this.#setStatus({ phase: 'waiting', code: error.code, until: timers.now() + pause })
  }

  /** Whatever still comes from the try so far is not listened to any more. */
  #abandon(error: RelayError): void {
    this.#try += 1
    this.#cancelTimer()
    const socket = this.#socket
    this.#socket = null
    socket?.close()
    this.#requests.abandon(error)
  }

  #setStatus(status: RelayStatus): void {
    this.#status = status
    this.#options.listener.onStatus(status)
  }
}

/** The message in a frame, or null when it is none of this protocol. */
function parseMessage(data: unknown): RelayMessage | null {
  if (typeof data !== 'string' || data.length > MAX_FRAME_CHARACTERS) return null
  const message = parseJson(data)
  return isRelayMessage(message) ? message : null
}
