/**
 * After an outage of the network: a thousand supervisors come back at once, each with five thousand observations to catch up on,
 * while the floor goes on and others watch it live.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { type BenchRow, median, percentile } from './bench-row.ts'
import { type BenchFloor, openBenchFloor } from './pipeline/bench-floor.ts'
import type { Followers } from './pipeline/followers.ts'
import { pour, settle } from './pipeline/pour.ts'

const TEAMS = 40
const AGENTS_PER_TEAM = 25
const SUPERVISORS = 1_000
/** Observations that each of them has missed, and all of them that there are for that. */
const MISSED = 5_000
const MISSED_OF_ALL = MISSED * TEAMS
const PACE = 800
const ROUNDS = 5
/** A round that takes longer has failed. */
const MAX_MS = 60_000
/** From the beginning of one round to that of the next: a relay lets in 3,000 sign-ins a minute. */
const EVERY_MS = 30_000

export async function bench(): Promise<readonly BenchRow[]> {
  const floor = await openBenchFloor({ teams: TEAMS, agentsPerTeam: AGENTS_PER_TEAM })
  const watchers = floor.follow(await floor.signIn(TEAMS), { isScoped: true })
  try {
    const epoch = await watchers.welcomed
    await pour(floor, watchers, MISSED_OF_ALL)
    const rounds: (readonly [took: number, latency: number])[] = []
    while (rounds.length < ROUNDS) {
      const next = performance.now() + EVERY_MS
      rounds.push(await measureRound(floor, watchers, epoch))
      await pause(Math.max(0, next - performance.now()))
    }
    return rowsOf(rounds)
  } finally {
    watchers.close()
    await floor.close()
  }
}

/** In milliseconds: until all of them are live, and how long 99 of 100 live events took meanwhile. */
async function measureRound(floor: BenchFloor, watchers: Followers, epoch: string): Promise<readonly [number, number]> {
  const tickets = await floor.signIn(SUPERVISORS)
  const last = watchers.seq
  // The last cursors may still be on their way.
  const hello = { resume: { epoch, seq: Math.max(0, last - MISSED_OF_ALL) } }
  const returning = floor.follow(tickets, { isScoped: true, hello })
  try {
    await returning.opening
    watchers.reset()
    const started = performance.now()
    const onBeat = (): boolean => {
      for (const followers of [returning, watchers]) followers.check()
      return returning.seq < last
    }
    await floor.stream.hold(floor.socket, { pace: PACE, ms: MAX_MS, onBeat })
    const took = performance.now() - started
    await settle(floor, watchers)
    if (returning.seq < last || returning.observations < SUPERVISORS * MISSED) {
      throw new Error(
        `after ${took / 1000} s they have ${returning.observations} of at least ${SUPERVISORS * MISSED} observations`,
      )
    }
    return [took, percentile((await watchers.report()).latencies, 0.99)]
  } finally {
    returning.close()
  }
}

function rowsOf(rounds: readonly (readonly [took: number, latency: number])[]): readonly BenchRow[] {
  const none = { rival: null, ratio: null }
  const what = `${SUPERVISORS} clients (${TEAMS} teams of ${SUPERVISORS / TEAMS} supervisors) resume at once, ${MISSED} missed each`
  return [
    {
      name: `${what}: all live`,
      value: median(rounds.map(([took]) => took)) / 1000,
      unit: 's',
      ...none,
      limit: '<= 5',
    },
    {
      name: `live events meanwhile, ${PACE} a second, 99 of 100`,
      value: median(rounds.map(([, latency]) => latency)),
      unit: 'ms',
      ...none,
      limit: '<= 250',
    },
  ]
}
