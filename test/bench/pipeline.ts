/**
 * The whole way of an event: bytes of a CTI server over TCP, the relay with its durable history, WebSocket frames to a hundred
 * supervisors in another process. The rival is the same without history, sessions and scopes. Rounds of both alternate; each
 * has as many events on the way as the sockets' backlog allows, and what the slowest supervisor has is what counts.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { basicAuthorization } from '../../src/finesse/credential.ts'
import { EVENTS_PATH, SESSION_PATH } from '../../src/wire/protocol.ts'
import { LoopbackCtiServer, type Peer } from '../support/cti-server.ts'
import { startFinesse } from '../support/finesse-server.ts'
import { type BenchRow, median, percentile } from './bench-row.ts'
import type { Ask, Start, Told } from './pipeline/clients.ts'
import { agentIdOf, EventStream } from './pipeline/event-stream.ts'

const ORIGIN = 'https://finesse.example.com:8445'
const SUPERVISORS = 100
const AGENTS = 300
/** Events on the way at most: a supervisor's backlog of 4 MiB holds some 8,000. */
const WINDOW = 4_000
const BLOCK = 200
const ROUNDS = 5
const ROUND_MS = 2_000
const WARM_UP_MS = 2_000
/** The pace that has to be held, in events a second, and for how long the latencies are measured at it. */
const PACE = 10_000
const PACED_MS = 6_000
const BEAT_MS = 10

/** A process that ends with the bench, however that ends. */
function start(file: URL, args: readonly string[] = []): ChildProcess {
  const child = fork(file, [...args], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  process.prependOnceListener('exit', () => child.kill('SIGKILL'))
  return child
}

async function listening(child: ChildProcess): Promise<string> {
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`a process of the bench ended with code ${String(code)}`)
  })
  const [message] = (await Promise.race([once(child, 'message'), gone])) as [{ listening: string }]
  return message.listening
}

async function signIn(relay: string): Promise<string> {
  const authorization = basicAuthorization('super1', 'super1')
  const response = await fetch(relay + SESSION_PATH, { method: 'POST', headers: { authorization, origin: ORIGIN } })
  if (!response.ok) throw new Error(`the relay refuses the sign-in: ${await response.text()}`)
  return ((await response.json()) as { ticket: string }).ticket
}

/** One way from a CTI connection to a hundred supervisors. */
class Lane {
  readonly #stream: EventStream
  readonly #peer: Peer
  readonly #clients: ChildProcess
  readonly #firstSeq: number
  #seq: number
  #failure: Error | null = null

  private constructor(stream: EventStream, peer: Peer, clients: ChildProcess, seq: number) {
    this.#stream = stream
    this.#peer = peer
    this.#clients = clients
    this.#firstSeq = seq
    this.#seq = seq
    clients.on('message', (told: Told) => {
      if (told.kind === 'at') this.#seq = told.seq
    })
    clients.on('exit', (code) => (this.#failure ??= new Error(`the supervisors ended with code ${code}`)))
  }

  static async open(peer: Peer, url: string, tickets: readonly string[], epoch: number): Promise<Lane> {
    const clients = start(new URL('./pipeline/clients.ts', import.meta.url))
    let seq = 0
    const isWelcomed = new Promise<void>((resolve) => {
      clients.on('message', (told: Told) => {
        if (told.kind === 'at') seq = told.seq
        if (told.kind === 'welcomed') resolve()
      })
    })
    clients.send({ url, origin: ORIGIN, tickets, epoch } satisfies Start)
    await isWelcomed
    return new Lane(new EventStream(peer.session.layout, AGENTS, epoch), peer, clients, seq)
  }

  /** Events that every supervisor has. */
  get delivered(): number {
    return this.#seq - this.#firstSeq
  }

  /** Sends as fast as the window allows for a while; how many events a second reached every supervisor. */
  async saturate(ms: number): Promise<number> {
    const [from, started] = [this.delivered, performance.now()]
    while (performance.now() - started < ms) {
      while (this.#stream.sent - this.delivered < WINDOW) this.#stream.write(this.#peer.socket, BLOCK)
      await this.#breathe()
    }
    const rate = (this.delivered - from) / ((performance.now() - started) / 1000)
    await this.settle()
    return rate
  }

  /** Sends at a steady pace, whatever comes of it; how long events took, in milliseconds, and the rate that came out. */
  async hold(pace: number, ms: number): Promise<{ readonly latencies: readonly number[]; readonly rate: number }> {
    this.#clients.send('reset' satisfies Ask)
    const [from, first, started] = [this.delivered, this.#stream.sent, performance.now()]
    for (let elapsed = 0; elapsed < ms; elapsed = performance.now() - started) {
      const due = Math.floor((pace * elapsed) / 1000) - (this.#stream.sent - first)
      if (due > 0) this.#stream.write(this.#peer.socket, due)
      await pause(BEAT_MS)
      if (this.#failure) throw this.#failure
    }
    await this.settle()
    const rate = (this.delivered - from) / ((performance.now() - started) / 1000)
    const report = new Promise<readonly number[]>((resolve) => {
      this.#clients.on('message', (told: Told) => {
        if (told.kind === 'report') resolve(told.latencies)
      })
    })
    this.#clients.send('report' satisfies Ask)
    return { latencies: await report, rate }
  }

  /** Waits until everybody has everything. */
  async settle(): Promise<void> {
    while (this.delivered < this.#stream.sent) await this.#breathe()
  }

  close(): void {
    this.#clients.removeAllListeners('exit')
    this.#clients.kill('SIGKILL')
  }

  async #breathe(): Promise<void> {
    await pause(1)
    if (this.#failure) throw this.#failure
  }
}

/** Seconds of processor time that the relay says it has used. */
async function cpuSeconds(relay: string): Promise<number> {
  const text = await (await fetch(`${relay}/metrics`)).text()
  return Number(/^process_cpu_seconds_total (\S+)/m.exec(text)?.[1])
}

/** The size of the gadget's script, where it is built. */
function gadgetRow(): BenchRow[] {
  const folder = new URL('../../dist/gadget/', import.meta.url)
  try {
    const script = readdirSync(folder).find((file) => file.endsWith('.js'))
    if (script === undefined) return []
    const kibibytes = statSync(new URL(script, folder)).size / 1024
    return [
      {
        name: 'the gadget’s script, as it is loaded',
        value: kibibytes,
        unit: 'KiB',
        rival: null,
        ratio: null,
        limit: null,
      },
    ]
  } catch {
    // Not built: `npm run build` makes it and says the size as well.
    return []
  }
}

export async function bench(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'reason-code-history-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const closing: (() => unknown)[] = []
  try {
    return await measure(folder, closing)
  } finally {
    for (const close of closing.toReversed()) await close()
  }
}

async function measure(folder: string, closing: (() => unknown)[]): Promise<readonly BenchRow[]> {
  const epoch = Date.now()
  const cti = await LoopbackCtiServer.listen('uccx')
  const members = Array.from({ length: AGENTS }, (_, index) => agentIdOf(index))
  const finesse = await startFinesse(
    { super1: { password: 'super1', role: 'supervisor', supervises: ['3'], user: {} } },
    { 3: members },
  )
  closing.push(
    () => cti.close(),
    () => finesse.http.close(),
  )

  const config = join(folder, 'relay.json')
  writeFileSync(
    config,
    JSON.stringify({
      listen: { port: 0 },
      allowedOrigins: [ORIGIN],
      cti: [{ site: 'ccx1', dialect: 'uccx', servers: [cti.address] }],
      finesse: { servers: [finesse.http.url] },
      history: { file: join(folder, 'history.db') },
      log: { level: 'warn' },
    }),
  )
  const relay = start(new URL('../../src/relay/main.ts', import.meta.url), ['--config', config])
  closing.push(() => relay.kill('SIGKILL'))
  const relayUrl = await listening(relay)
  while ((await fetch(`${relayUrl}/readyz`)).status !== 200) await pause(10)
  const tickets = await Promise.all(Array.from({ length: SUPERVISORS }, () => signIn(relayUrl)))
  const ours = await Lane.open(cti.peer, relayUrl.replace('http', 'ws') + EVENTS_PATH, tickets, epoch)
  closing.push(() => ours.close())

  const rival = start(new URL('./pipeline/plain-fan-out.ts', import.meta.url), [cti.address])
  closing.push(() => rival.kill('SIGKILL'))
  const rivalUrl = (await listening(rival)).replace('http', 'ws')
  while (cti.peers.length < 2 || cti.peer.session.requestedVersion === null) await pause(10)
  const theirs = await Lane.open(cti.peer, rivalUrl, tickets, epoch)
  closing.push(() => theirs.close())

  await ours.saturate(WARM_UP_MS)
  await theirs.saturate(WARM_UP_MS)
  const ownRates: number[] = []
  const rivalRates: number[] = []
  const costs: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const [before, delivered] = [await cpuSeconds(relayUrl), ours.delivered]
    ownRates.push(await ours.saturate(ROUND_MS))
    costs.push((((await cpuSeconds(relayUrl)) - before) * 1e6) / (ours.delivered - delivered))
    rivalRates.push(await theirs.saturate(ROUND_MS))
  }
  const cpuBefore = await cpuSeconds(relayUrl)
  const pacedFrom = performance.now()
  const { latencies, rate } = await ours.hold(PACE, PACED_MS)
  const load = ((await cpuSeconds(relayUrl)) - cpuBefore) / ((performance.now() - pacedFrom) / 1000)

  const [own, other] = [median(ownRates), median(rivalRates)]
  const none = { rival: null, ratio: null, limit: null }
  return [
    {
      name: `events, CTI bytes to ${SUPERVISORS} supervisors, durable`,
      value: own,
      unit: 'events/s',
      rival: 'fan-out without history',
      ratio: own / other,
      limit: '>= 10000',
    },
    { name: 'the rival: the same without history, sessions, scopes', value: other, unit: 'events/s', ...none },
    { name: 'processor time of the relay at full speed', value: median(costs), unit: 'µs/event', ...none },
    { name: `events at a steady ${PACE} a second`, value: rate, unit: 'events/s', ...none },
    { name: 'cores the relay uses at that', value: load, unit: 'cores', ...none },
    { name: 'CTI server to supervisor at that, median', value: percentile(latencies, 0.5), unit: 'ms', ...none },
    { name: 'CTI server to supervisor at that, 99 of 100', value: percentile(latencies, 0.99), unit: 'ms', ...none },
    ...gadgetRow(),
  ]
}
