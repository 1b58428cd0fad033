import { beforeEach, describe, expect, it, vi } from 'vitest'
import { RelayClient, type RelayListener, type RelayStatus } from '../../../src/gadget/connection/relay-client.ts'
import { CURSOR_INTERVAL_MS } from '../../../src/wire/protocol.ts'
import { at, cti, instant } from '../../history/heard.ts'
import { stored, welcome } from '../floor-fixture.ts'
import { ManualTimers } from '../manual-timers.ts'
import { PATIENCE } from '../../support/patience.ts'

/** A socket that a test is the other end of. */
class FakeSocket extends EventTarget {
  readonly sent: unknown[] = []
  isClosed = false
  send(text: string): void {
    this.sent.push(JSON.parse(text))
  }
  close(): void {
    this.isClosed = true
  }
  opens(): void {
    this.dispatchEvent(new Event('open'))
  }
  says(message: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }))
  }
  ends(): void {
    this.dispatchEvent(new Event('close'))
  }
}

const session = { ticket: 't1', expiresAt: instant(30), agentId: 'super1', teams: [{ id: '3', name: 'MN Team 1' }] }
const answer = (body: unknown, init: ResponseInit = {}): Response => new Response(JSON.stringify(body), init)

const away = (): Response => {
  throw new TypeError('fetch failed')
}

let timers: ManualTimers
let sockets: FakeSocket[]
let answers: ((init: RequestInit) => Response | Promise<Response>)[]
let requests: { url: string; init: RequestInit }[]
let statuses: RelayStatus[]
let credential: { authorization: string; id: string } | null
let listener: RelayListener & { heard: unknown[] }
let client: RelayClient
let chance: number

beforeEach(() => {
  timers = new ManualTimers(at(0))
  chance = 1
  sockets = []
  requests = []
  statuses = []
  answers = []
  credential = { authorization: 'Basic c3VwZXIxOnN1cGVyMQ==', id: 'super1' }
  const heard: unknown[] = []
  listener = {
    heard,
    onStatus: (status) => statuses.push(status),
    onWelcome: (message, ahead) => heard.push(['welcome', message.resumed, ahead]),
    onObservations: (observations) => heard.push(...observations.map(({ seq }) => seq)),
    onFeed: ({ status }) => heard.push(['feed', status]),
    onAgents: (agents) => heard.push(['agents', agents.map(({ agentId }) => agentId)]),
    onCatalogue: (catalogue) => heard.push(['catalogue', catalogue.length]),
  }
  client = new RelayClient({
    address: 'https://relay.example.com:8543',
    credential: () => credential,
    since: () => instant(-3600),
    fetch: async (url, init) => {
      requests.push({ url: new Request(url).url, init: init ?? {} })
      const next = answers.shift() ?? (() => answer(session))
      return next(init ?? {})
    },
    openSocket: () => {
      const socket = new FakeSocket()
      sockets.push(socket)
      return socket
    },
    timers,
    random: () => chance,
    listener,
  })
})

const phase = (): string | undefined => statuses.at(-1)?.phase
const socketNumber = async (count: number): Promise<FakeSocket> =>
  vi.waitFor(() => {
    const socket = sockets[count - 1]
    if (!socket) throw new Error('no socket yet')
    return socket
  }, PATIENCE)

async function opened(reports: string[] = []): Promise<FakeSocket> {
  client.start()
  const socket = await socketNumber(1)
  socket.opens()
  socket.says(welcome({ now: instant(2), reports }))
  return socket
}

describe('the way to the relay', () => {
  it('signs in with the desktop credential, says hello with the ticket, and takes what comes', async () => {
    const socket = await opened()
    const [request] = requests
    expect(request?.url).toBe('https://relay.example.com:8543/v1/session')
    expect(request?.init.headers).toMatchObject({ authorization: 'Basic c3VwZXIxOnN1cGVyMQ==' })
    expect(request?.init.body).toBe('{"id":"super1"}')
    expect(socket.sent).toEqual([{ type: 'hello', ticket: 't1', kinds: ['call', 'system'], since: instant(-3600) }])
    socket.says({ type: 'observations', seq: 4, observations: stored([cti(1, 'READY'), cti(2, 'NOT_READY', 71)], 3) })
    socket.says({ type: 'feed', site: 'ccx1', status: 'lost', since: instant(3) })
    socket.says({ type: 'catalogue', catalogue: [] })
    expect(listener.heard).toEqual([['welcome', false, 2000], 3, 4, ['feed', 'lost'], ['catalogue', 0]])
    expect(phase()).toBe('open')
  })

  it('takes no late answer for a clock that goes wrong, and one that does for what it is', async () => {
    client.start()
    const late = await socketNumber(1)
    late.opens()
    timers.pass(2000)
    late.says(welcome({ now: instant(0.1) }))
    expect(listener.heard).toEqual([['welcome', false, 0]])
    late.ends()
    timers.pass(60_000)
    const wrong = await socketNumber(2)
    wrong.opens()
    timers.pass(1000)
    wrong.says(welcome({ now: instant(70) }))
    expect(listener.heard.at(-1)).toEqual(['welcome', false, 7000])
  })

  it('comes back with a fresh ticket after a loss and resumes from its cursor', async () => {
    const socket = await opened()
    socket.says({ type: 'observations', seq: 41, observations: [] })
    socket.ends()
    expect(statuses.at(-1)).toEqual({ phase: 'waiting', code: 'closed', until: at(1) })
    answers = [() => answer({ ...session, ticket: 't2' })]
    timers.pass(1000)
    const second = await socketNumber(2)
    second.opens()
    expect(second.sent).toEqual([
      { type: 'hello', ticket: 't2', kinds: ['call', 'system'], resume: { epoch: 'e1', seq: 41 } },
    ])
    second.says(welcome({ resumed: false, epoch: 'e2' }))
    second.ends()
    timers.pass(60_000)
    const third = await socketNumber(3)
    third.opens()
    expect(third.sent[0], 'a cursor of a history that is gone is not used again').toMatchObject({
      since: instant(-3600),
    })
  })

  it('waits longer after each failure, and at once after a request to wait', async () => {
    answers = [
      away,
      away,
      away,
      () => answer({ code: 'too-many-requests', message: '' }, { status: 429, headers: { 'retry-after': '77' } }),
    ]
    client.start()
    for (const seconds of [1, 2, 4, 77]) {
      await vi.waitFor(() => expect(phase()).toBe('waiting'), PATIENCE)
      const status = statuses.at(-1)
      expect(status?.phase === 'waiting' && status.until - timers.now()).toBe(seconds * 1000)
      timers.pass(seconds * 1000)
    }
    await socketNumber(1)
  })

  it('tries at once when a person asks for it, however long the pause has become', async () => {
    answers = [away, away, away, away, away, away]
    client.start()
    for (const count of [1, 2, 3, 4, 5, 6]) {
      await vi.waitFor(
        () => expect(statuses.filter(({ phase: each }) => each === 'waiting')).toHaveLength(count),
        PATIENCE,
      )
      if (count < 6) timers.pass(30_000)
    }
    client.retry()
    await socketNumber(1)
    expect(timers.now()).toBe(at(5 * 30))
  })

  it.each([
    [0, 1],
    [0.5, 3],
    [1, 5],
  ])('comes back to a relay that said goodbye within seconds, by chance %d after %i s', async (drawn, seconds) => {
    const socket = await opened()
    chance = drawn
    socket.says({ type: 'error', code: 'going-away', message: 'restarts' })
    expect(statuses.at(-1)).toEqual({ phase: 'waiting', code: 'going-away', until: at(seconds) })
    timers.pass(seconds * 1000)
    await socketNumber(2)
  })

  it('never sends a refused credential again by itself, but a new one', async () => {
    answers = [() => answer({ code: 'credential-refused', message: '' }, { status: 401 })]
    client.start()
    await vi.waitFor(() => expect(statuses.at(-1)).toEqual({ phase: 'refused', code: 'credential-refused' }), PATIENCE)
    timers.pass(3_600_000)
    client.nudge()
    expect(requests).toHaveLength(1)
    credential = { authorization: 'Bearer renewed', id: 'super1' }
    client.nudge()
    await socketNumber(1)
    expect(requests).toHaveLength(2)
  })

  it('finds an open but silent socket dead', async () => {
    const socket = await opened()
    timers.pass(CURSOR_INTERVAL_MS * 4)
    expect(socket.isClosed).toBe(true)
    expect(statuses.at(-1)).toMatchObject({ phase: 'waiting', code: 'silent' })
  })

  it('renews its session on the open socket, with the credential of the day', async () => {
    const socket = await opened()
    const soon = (ms: number): void => {
      socket.says({ type: 'observations', seq: 1, observations: [] })
      timers.pass(ms)
    }
    for (let passed = 0; passed < 9 * 60_000; passed += CURSOR_INTERVAL_MS) soon(CURSOR_INTERVAL_MS)
    expect(requests).toHaveLength(1)
    credential = { authorization: 'Bearer renewed', id: 'super1' }
    answers = [away, () => answer({ ...session, ticket: 't2' })]
    for (let passed = 0; passed < 90_000; passed += CURSOR_INTERVAL_MS) soon(CURSOR_INTERVAL_MS)
    expect(requests[1]?.init.headers).toMatchObject({ authorization: 'Bearer renewed' })
    expect(phase(), 'a relay or Finesse that is away for a moment changes nothing').toBe('open')
    for (let passed = 0; passed < 60_000; passed += CURSOR_INTERVAL_MS) soon(CURSOR_INTERVAL_MS)
    await vi.waitFor(() => expect(socket.sent.at(-1)).toEqual({ type: 'renew', ticket: 't2' }), PATIENCE)
    expect(sockets).toHaveLength(1)
    socket.says({ type: 'agents', agents: [{ agentId: 'cons8511', teamId: '3' }] })
    expect(listener.heard.at(-1)).toEqual(['agents', ['cons8511']])

    answers = [() => answer({ code: 'not-a-supervisor', message: '' }, { status: 403 })]
    for (let passed = 0; passed < 13 * 60_000; passed += CURSOR_INTERVAL_MS) soon(CURSOR_INTERVAL_MS)
    await vi.waitFor(() => expect(statuses.at(-1)).toEqual({ phase: 'refused', code: 'not-a-supervisor' }), PATIENCE)
    expect(socket.isClosed).toBe(true)
  })

  it('gives up a sign-in and a welcome that never come', async () => {
    answers = [
      ({ signal }) =>
        new Promise<Response>((_, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason as Error))
        }),
    ]
    client.start()
    timers.pass(10_000)
    await vi.waitFor(() => expect(statuses.at(-1)).toMatchObject({ phase: 'waiting', code: 'timeout' }), PATIENCE)
    credential = null
    client.retry()
    await vi.waitFor(() => expect(statuses.at(-1)).toEqual({ phase: 'refused', code: 'credential-missing' }), PATIENCE)
    credential = { authorization: 'Basic eA==', id: 'x' }
    client.nudge()
    await socketNumber(1)
    timers.pass(10_000)
    expect(statuses.at(-1)).toMatchObject({ phase: 'waiting', code: 'timeout' })
  })

  it('ends with the code of the relay, and takes nothing that fits no schema', async () => {
    const socket = await opened()
    socket.says({ type: 'error', code: 'slow-consumer', message: 'too slow' })
    expect(statuses.at(-1)).toMatchObject({ phase: 'waiting', code: 'slow-consumer' })
    timers.pass(1000)
    const second = await socketNumber(2)
    second.opens()
    second.says({ type: 'welcome', epoch: 7 })
    expect(statuses.at(-1)).toMatchObject({ phase: 'waiting', code: 'bad-answer' })
  })

  it('joins the pages of a history, and tells a refusal', async () => {
    const socket = await opened()
    const asked = client.history('cons8510', instant(0), null)
    socket.says({ type: 'history', id: 1, observations: stored([cti(1, 'READY')]), complete: false, next: instant(2) })
    expect(socket.sent.at(-1)).toEqual({ type: 'history', id: 1, agentId: 'cons8510', from: instant(2), to: null })
    socket.says({ type: 'history', id: 1, observations: stored([cti(2, 'NOT_READY')], 2), complete: true })
    expect((await asked).map(({ seq }) => seq)).toEqual([1, 2])
    const refused = client.history('other', instant(0), null)
    socket.says({ type: 'error', id: 2, code: 'agent-out-of-scope', message: '' })
    await expect(refused).rejects.toMatchObject({ code: 'agent-out-of-scope' })
    expect(phase()).toBe('open')
    const lost = client.history('cons8510', instant(0), null)
    socket.ends()
    await expect(lost).rejects.toMatchObject({ code: 'closed' })
    await expect(client.history('cons8510', instant(0), null)).rejects.toMatchObject({ code: 'closed' })
  })
})

describe('a report', () => {
  const question = { type: 'entries', from: instant(0), to: instant(60) } as const
  const parts: unknown[] = []
  const faults: string[] = []
  const reader = {
    onPart: (part: unknown) => parts.push(part),
    onFault: ({ code }: { code: string }) => faults.push(code),
  }
  beforeEach(() => {
    parts.length = 0
    faults.length = 0
  })

  it('is asked for under an id of its own, and its parts are handed over until it is complete', async () => {
    const socket = await opened(['totals', 'entries'])
    void client.history('cons8510', instant(0), null).catch(() => {})
    client.report(question, reader)
    const [, history, request] = socket.sent as { id: number }[]
    expect(request).toEqual({ ...question, id: (history?.id ?? 0) + 1 })
    const part = { type: 'entries', id: request?.id, progress: 0.5, complete: false, entries: [] }
    socket.says(part)
    socket.says({ ...part, id: 99 })
    socket.says({ ...part, complete: true })
    socket.says(part)
    expect(parts).toEqual([part, { ...part, complete: true }])
    expect(phase()).toBe('open')
  })

  it('that is cancelled is not listened to any more, and the relay hears of it once', async () => {
    const socket = await opened(['entries'])
    const cancel = client.report(question, reader)
    cancel()
    cancel()
    socket.says({ type: 'entries', id: 1, progress: 1, complete: true, entries: [] })
    expect(parts).toEqual([])
    expect(socket.sent.slice(2)).toEqual([{ type: 'cancel', id: 1 }])
  })

  it('that is refused, or whose connection is lost, is a fault', async () => {
    const socket = await opened(['entries'])
    client.report(question, reader)
    client.report(question, reader)
    socket.says({ type: 'error', id: 1, code: 'too-many-reports', message: 'Wait.' })
    socket.ends()
    expect(faults).toEqual(['too-many-reports', 'closed'])
  })

  it('is not asked of a relay that is away, or makes none', async () => {
    expect(() => client.report(question, reader)).toThrow(expect.objectContaining({ code: 'closed' }))
    const socket = await opened()
    expect(() => client.report(question, reader)).toThrow(expect.objectContaining({ code: 'relay-too-old' }))
    expect(socket.sent).toHaveLength(1)
  })
})
