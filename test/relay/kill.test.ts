/** `npm run wreck` kills as often as the promise says, at other moments. */
import { setTimeout as pause } from 'node:timers/promises'
import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { type Peer, until } from '../support/cti-server.ts'
import { type Floor, follow, openFloor } from '../support/floor.ts'
import { spawnRelay } from '../support/relay-process.ts'
import type { SocketClient } from '../support/socket-client.ts'
import { PATIENCE } from '../support/patience.ts'

const ROUNDS = Number(process.env['WRECK_KILLS'] ?? 4)
const SEED = Number(process.env['WRECK_SEED'] ?? 1)
/** A round takes about two seconds, most of it the start of the process; on a machine that is busy, much longer. */
const ROUND_TIMEOUT_MS = 60_000
/** The latest moment of a kill, counted from the first event of a round. */
const LATEST_KILL_MS = 500

/** 1,000 events a second, as a TCP stream brings them. */
const BEAT_MS = 10
const EVENTS_PER_BEAT = 10

/** Observations that a supervisor has before a relay is killed in the middle of a commit. */
const BEFORE_KILL = 5_000
/** As much as one commit takes in: the longer it lasts, the surer a kill meets it. */
const BURST = 2_000
const AGENTS = ['cons8510', 'cons8511']

/** Events of two agents, each with another reason than the one before; `stateDuration` carries the event's number. */
const events = (from: number, count: number, { session }: Peer): Buffer =>
  Buffer.concat(
    Array.from({ length: count }, (_, index) =>
      session.encode({
        type: 'AGENT_STATE_EVENT',
        agentState: 'NOT_READY',
        stateDuration: from + index,
        eventReasonCode: 1 + ((from + index) % 65_535),
        agentIdLong: AGENTS[index % AGENTS.length],
      }),
    ),
  )

type Told = SocketClient['observations'][number] & { readonly stateDuration?: number }

/** All that was ever published, and the rule that what comes later may only continue it. */
class Published {
  readonly all: Told[] = []

  /** Takes in what one connection was told from a place on. @throws where it contradicts what was told before. */
  take(told: readonly Told[]): void {
    for (const observation of told) {
      const known = this.all[observation.seq - 1]
      if (known) expect(observation).toEqual(known)
      else {
        expect(observation.seq).toBe(this.all.length + 1)
        this.all.push(observation)
      }
    }
  }

  /** The events must be there in the order in which the CTI server sent them, none of them twice. */
  checkOrder(): void {
    const numbers = this.all.flatMap(({ kind, stateDuration }) => (kind === 'cti' ? [stateDuration ?? NaN] : []))
    expect(numbers.findIndex((number, index) => index > 0 && !(number > (numbers[index - 1] ?? -1)))).toBe(-1)
  }
}

/** Waits until a client has an observation with this seq or a later one. */
const hasReached = (client: SocketClient, seq: number) =>
  vi.waitFor(() => expect(client.lastSeq).toBeGreaterThanOrEqual(seq), { ...PATIENCE, interval: 5 })

/** Sends events until the signal is given; answers the number of the next one. */
async function keepBusy(floor: Floor, from: number, signal: AbortSignal): Promise<number> {
  let next = from
  while (!signal.aborted) {
    floor.cti.peer.socket.write(events(next, EVENTS_PER_BEAT, floor.cti.peer))
    next += EVENTS_PER_BEAT
    await pause(BEAT_MS)
  }
  return next
}

describe('a relay that is killed again and again on a busy floor', () => {
  it(
    `has after each of ${ROUNDS} restarts everything it ever published: same seq, same order, nothing changed`,
    { timeout: (ROUNDS + 1) * ROUND_TIMEOUT_MS },
    async () => {
      const floor = await openFloor()
      const published = new Published()
      let epoch: unknown
      let next = 0
      for (const delay of fc.sample(fc.integer({ min: 0, max: LATEST_KILL_MS }), { seed: SEED, numRuns: ROUNDS })) {
        const relay = await spawnRelay(floor.configFile, floor.config)
        await floor.connected(relay.address)
        // From the very first on, so that all that was ever published is read anew from what the kills left behind.
        const { client, welcome } = await follow(relay.address, 'super1', epoch ? { resume: { epoch, seq: 0 } } : {})
        expect(welcome['epoch']).toBe((epoch ??= welcome['epoch']))
        await hasReached(client, published.all.length)

        const killed = new AbortController()
        const load = keepBusy(floor, next, killed.signal)
        await pause(delay)
        await relay.kill('SIGKILL')
        killed.abort()
        next = await load
        await client.end()
        published.take(client.observations)
      }
      published.checkOrder()
      expect(published.all.length).toBeGreaterThan(ROUNDS)
      if (process.env['WRECK_KILLS']) {
        console.log(`${ROUNDS} kills, ${published.all.length} observations published, ${next} events sent`)
      }

      const relay = await spawnRelay(floor.configFile, floor.config)
      const { client, welcome } = await follow(relay.address, 'super1', { resume: { epoch, seq: 0 } })
      expect(welcome).toMatchObject({ epoch, resumed: true })
      await hasReached(client, published.all.length)
      published.take(client.observations)
    },
  )
})

describe('a relay that is killed in the middle of a commit', () => {
  it('has after a restart everything it ever published: same seq, same order, nothing changed', async () => {
    const floor = await openFloor()
    const first = await spawnRelay(floor.configFile, floor.config)
    await floor.connected(first.address)
    const { client, welcome } = await follow(first.address)

    // Bursts keep the relay writing all the time, and it is killed the moment a part of one has been published.
    const busy = new AbortController()
    const load = (async () => {
      for (let event = 0; !busy.signal.aborted; event += BURST) {
        floor.cti.peer.socket.write(events(event, BURST, floor.cti.peer))
        await until(() => busy.signal.aborted || client.lastSeq > event)
      }
    })()
    const killed = new Promise<void>((resolve) => {
      // Before the client itself looks at the message: a commit lasts a few milliseconds only.
      client.socket.prependListener('message', () => {
        if (client.lastSeq < BEFORE_KILL || busy.signal.aborted) return
        busy.abort()
        void first.kill('SIGKILL').then(() => resolve())
      })
    })
    await Promise.all([killed, load])
    await client.end()
    const published = client.observations
    expect(client.seqs).toEqual(published.map((_, index) => (client.seqs[0] ?? 0) + index))

    const second = await spawnRelay(floor.configFile, floor.config)
    await floor.connected(second.address)
    const again = await follow(second.address)
    expect(again.welcome['epoch']).toBe(welcome['epoch'])
    const last = client.seqs.at(-1) ?? NaN
    await vi.waitFor(() => expect(again.client.seqs.at(-1)).toBeGreaterThan(last), { ...PATIENCE, interval: 10 })
    expect(again.client.observations.slice(0, published.length)).toEqual(published)

    // The time without a relay is a gap that begins after the last that was heard.
    const gap = await vi.waitFor(() => {
      const found = again.client.observations.find(({ kind }) => kind === 'gap')
      if (!found) throw new Error('no gap')
      return found as unknown as { from: string; why: string }
    }, PATIENCE)
    expect(gap.why).toBe('relay-restart')
    const lastAt = (published.at(-1) as unknown as { at: string }).at
    expect(gap.from >= lastAt).toBe(true)

    const resumed = await follow(second.address, 'super1', { resume: { epoch: welcome['epoch'], seq: last } })
    expect(resumed.welcome['resumed']).toBe(true)
    await vi.waitFor(() => expect(resumed.client.seqs[0]).toBe(last + 1), { ...PATIENCE, interval: 10 })
  })
})
