/**
 * The largest contact centre on everything that a cluster is, all on this machine: 24,000 agents at four CTI sites, 800 events a
 * second, three relays, PostgreSQL with a synchronous standby, nginx, and a supervisor for each team of 24.
 */
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { NginxServer, nginxConfiguration } from '../../src/sandbox/cluster/nginx-server.ts'
import { PostgresServer, USER } from '../../src/sandbox/cluster/postgres-server.ts'
import { freePort } from '../../src/sandbox/ports.ts'
import { type BenchRow, median, percentile } from './bench-row.ts'
import { type BenchFloor, openBenchFloor } from './pipeline/bench-floor.ts'
import type { Followers } from './pipeline/followers.ts'

const SUPERVISORS = 1_000
const AGENTS_PER_TEAM = 24
const SITES = 4
const RELAYS = 3
const PACE = 800
const ROUNDS = 5
const ROUND_MS = 6_000
const WARM_UP_MS = 4_000

export async function bench(): Promise<readonly BenchRow[]> {
  const primary = await PostgresServer.start({ durable: true })
  const standby = await PostgresServer.standbyOf(primary)
  try {
    const database = await primary.newDatabase()
    const hosts = [primary, standby].map(({ port }) => `127.0.0.1:${port}`)
    const floor = await openBenchFloor(
      { teams: SUPERVISORS, agentsPerTeam: AGENTS_PER_TEAM, sites: SITES },
      {
        relays: RELAYS,
        history: (relay) => ({ engine: 'postgres', hosts, database, user: USER, markFile: `mark-${relay}.json` }),
        front: openNginx,
      },
    )
    const followers = floor.follow(await floor.signIn(SUPERVISORS), { isScoped: true })
    try {
      await followers.welcomed
      return await measure(floor, followers)
    } finally {
      followers.close()
      await floor.close()
    }
  } finally {
    await standby.remove()
    await primary.remove()
  }
}

async function openNginx(relays: readonly string[], folder: string) {
  const port = await freePort()
  const home = join(folder, 'nginx')
  const hosts = relays.map((relay) => new URL(relay).host)
  const nginx = new NginxServer(home, nginxConfiguration(home, port, hosts), port)
  await nginx.start()
  return { address: `http://127.0.0.1:${port}`, close: () => nginx.stop() }
}

/** All sites say their share for a while. */
async function hold({ streams }: BenchFloor, followers: Followers, ms: number): Promise<void> {
  const pace = PACE / SITES
  await Promise.all(
    streams.map(({ stream, socket }) => stream.hold(socket, { pace, ms, onBeat: () => followers.check() })),
  )
  const sent = streams.reduce((sum, { stream }) => sum + stream.sent, 0)
  while (followers.observations < sent) {
    followers.check()
    await pause(1)
  }
}

async function measure(floor: BenchFloor, followers: Followers): Promise<readonly BenchRow[]> {
  await hold(floor, followers, WARM_UP_MS)
  const rounds: (readonly number[])[] = []
  for (let round = 0; round < ROUNDS; round++) {
    followers.reset()
    await hold(floor, followers, ROUND_MS)
    rounds.push((await followers.report()).latencies)
  }
  const of = (share: number): number => median(rounds.map((latencies) => percentile(latencies, share)))
  const none = { unit: 'ms', rival: null, ratio: null }
  const what = `${PACE} events/s of ${SITES} sites, ${RELAYS} relays, ${SUPERVISORS} supervisors`
  return [
    { name: `${what}: CTI server to supervisor, 99 of 100`, value: of(0.99), ...none, limit: '<= 100' },
    { name: `${what}: CTI server to supervisor, median`, value: of(0.5), ...none, limit: null },
  ]
}
