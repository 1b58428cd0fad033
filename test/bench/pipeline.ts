/**
 * The whole way of an event: bytes of a CTI server over TCP, the relay with its durable history, WebSocket frames to a hundred
 * supervisors in another process. The rival is the same without history, sessions and scopes. Rounds of both alternate; each
 * has as many events on the way as the sockets' backlog allows, and what the slowest supervisor has is what counts.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { EVENTS_PATH } from '../../src/wire/protocol.ts'
import type { Peer } from '../support/cti-server.ts'
import { type BenchRow, median, percentile } from './bench-row.ts'
import { type BenchFloor, openBenchFloor, ORIGIN } from './pipeline/bench-floor.ts'
import { EventStream } from './pipeline/event-stream.ts'
import { Followers } from './pipeline/followers.ts'
import { cpuSeconds, listening, start } from './pipeline/processes.ts'

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

/** One way from a CTI connection to a hundred supervisors. */
class Lane {
  readonly #stream: EventStream
  readonly #peer: Peer
  readonly #followers: Followers
  readonly #firstSeq: number

  private constructor(stream: EventStream, peer: Peer, followers: Followers) {
    this.#stream = stream
    this.#peer = peer
    this.#followers = followers
    this.#firstSeq = followers.seq
  }

  static async open(peer: Peer, url: string, tickets: readonly string[], epoch: number): Promise<Lane> {
    const followers = new Followers({ url, origin: ORIGIN, tickets, epoch })
    await followers.welcomed
    return new Lane(new EventStream(peer.session.layout, AGENTS, epoch), peer, followers)
  }

  /** Events that every supervisor has. */
  get delivered(): number {
    return this.#followers.seq - this.#firstSeq
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
    this.#followers.reset()
    const [from, started] = [this.delivered, performance.now()]
    await this.#stream.hold(this.#peer.socket, { pace, ms, onBeat: () => this.#followers.check() })
    await this.settle()
    const rate = (this.delivered - from) / ((performance.now() - started) / 1000)
    const { latencies } = await this.#followers.report()
    return { latencies, rate }
  }

  /** Waits until everybody has everything. */
  async settle(): Promise<void> {
    await this.#followers.until(() => this.delivered >= this.#stream.sent)
  }

  close(): void {
    this.#followers.close()
  }

  async #breathe(): Promise<void> {
    await pause(1)
    this.#followers.check()
  }
}

export async function bench(): Promise<readonly BenchRow[]> {
  const floor = await openBenchFloor({ teams: 1, agentsPerTeam: AGENTS })
  const closing: (() => unknown)[] = [() => floor.close()]
  try {
    return await measure(floor, closing)
  } finally {
    for (const close of closing.toReversed()) await close()
  }
}

async function measure(floor: BenchFloor, closing: (() => unknown)[]): Promise<readonly BenchRow[]> {
  const { cti, relay: relayUrl, epoch } = floor
  const tickets = await floor.signIn(SUPERVISORS)
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
  ]
}
