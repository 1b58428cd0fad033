/**
 * The largest contact centre: 24,000 agents in teams of 24, each with a supervisor who is there, and 800 events a second. Then two
 * million observations as fast as they are taken, and what the relay has of the machine's memory after them.
 */
import { type BenchRow, median, percentile } from './bench-row.ts'
import { type BenchFloor, openBenchFloor } from './pipeline/bench-floor.ts'
import type { Followers } from './pipeline/followers.ts'
import { pour, settle } from './pipeline/pour.ts'
import { cpuSeconds, metricOf } from './pipeline/processes.ts'

const SUPERVISORS = 1_000
const AGENTS_PER_TEAM = 24
const PACE = 800
const ROUNDS = 5
const ROUND_MS = 6_000
const WARM_UP_MS = 4_000
const OBSERVATIONS = 2_000_000

export async function bench(): Promise<readonly BenchRow[]> {
  const floor = await openBenchFloor({ teams: SUPERVISORS, agentsPerTeam: AGENTS_PER_TEAM })
  const followers = floor.follow(await floor.signIn(SUPERVISORS), { isScoped: true })
  try {
    await followers.welcomed
    return [...(await measurePace(floor, followers)), await measureMemory(floor, followers)]
  } finally {
    followers.close()
    await floor.close()
  }
}

async function measurePace(floor: BenchFloor, followers: Followers): Promise<readonly BenchRow[]> {
  const hold = (ms: number) => floor.stream.hold(floor.socket, { pace: PACE, ms, onBeat: () => followers.check() })
  await hold(WARM_UP_MS)
  await settle(floor, followers)
  const latencies: number[] = []
  const loads: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    followers.reset()
    const [before, started] = [await cpuSeconds(floor.relay), performance.now()]
    await hold(ROUND_MS)
    await settle(floor, followers)
    loads.push(((await cpuSeconds(floor.relay)) - before) / ((performance.now() - started) / 1000))
    latencies.push(percentile((await followers.report()).latencies, 0.99))
  }
  const none = { rival: null, ratio: null }
  const what = `${PACE} events/s, ${SUPERVISORS} supervisors of ${AGENTS_PER_TEAM} agents each`
  return [
    {
      name: `${what}: CTI server to supervisor, 99 of 100`,
      value: median(latencies),
      unit: 'ms',
      ...none,
      limit: '<= 50',
    },
    { name: `${what}: processor of the relay`, value: median(loads), unit: 'cores', ...none, limit: '<= 0.35' },
  ]
}

async function measureMemory(floor: BenchFloor, followers: Followers): Promise<BenchRow> {
  await pour(floor, followers, OBSERVATIONS)
  return {
    name: `memory of the relay after ${OBSERVATIONS / 1e6} million observations`,
    value: (await metricOf(floor.relay, 'process_resident_memory_bytes')) / 2 ** 20,
    unit: 'MiB',
    rival: null,
    ratio: null,
    limit: '<= 300',
  }
}
