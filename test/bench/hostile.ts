/**
 * What supervisors notice of hostile clients beside them: how long events take, in turns with and without ping floods, sockets that
 * read nothing and connections that come to nothing.
 */
import { type BenchRow, median, percentile } from './bench-row.ts'
import { type BenchFloor, openBenchFloor, ORIGIN } from './pipeline/bench-floor.ts'
import type { Followers } from './pipeline/followers.ts'
import type { Order } from './pipeline/hostile-clients.ts'
import { start } from './pipeline/processes.ts'

const SUPERVISORS = 20
const SLEEPERS = 20
const AGENTS = 300
const PACE = 800
const ROUNDS = 7
const ROUND_MS = 4_000
/** What is not measured: until all is as it will be. */
const WARM_UP_MS = 1_500

export async function bench(): Promise<readonly BenchRow[]> {
  const floor = await openBenchFloor({ teams: 1, agentsPerTeam: AGENTS })
  const followers = floor.follow(await floor.signIn(SUPERVISORS))
  const hostile = start(new URL('./pipeline/hostile-clients.ts', import.meta.url))
  const order = (what: Order): void => void hostile.send(what)
  try {
    await followers.welcomed
    const firstSeq = followers.seq
    const measure = () => latencyOf(floor, followers, firstSeq)
    await measure()
    const rounds: (readonly [calm: number, bothered: number])[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const calm = await measure()
      order({ relay: floor.relay, origin: ORIGIN, tickets: await floor.signIn(SLEEPERS) })
      const bothered = await measure()
      order('leave')
      rounds.push([calm, bothered])
    }
    return rowsOf(rounds)
  } finally {
    hostile.kill('SIGKILL')
    followers.close()
    await floor.close()
  }
}

/** How long 99 of 100 events take at most, in milliseconds. */
async function latencyOf({ stream, socket }: BenchFloor, followers: Followers, firstSeq: number): Promise<number> {
  const hold = (ms: number) => stream.hold(socket, { pace: PACE, ms, onBeat: () => followers.check() })
  await hold(WARM_UP_MS)
  followers.reset()
  await hold(ROUND_MS)
  await followers.until(({ seq }) => seq >= firstSeq + stream.sent)
  return percentile((await followers.report()).latencies, 0.99)
}

function rowsOf(rounds: readonly (readonly [calm: number, bothered: number])[]): readonly BenchRow[] {
  return [
    {
      name: `CTI server to supervisor, 99 of 100, beside ping floods, ${SLEEPERS} who read nothing and 100 connections a second`,
      value: median(rounds.map(([, bothered]) => bothered)),
      unit: 'ms',
      rival: 'without them',
      ratio: median(rounds.map(([calm, bothered]) => bothered / calm)),
      limit: 'ratio <= 1.2',
    },
    {
      name: 'the rival: the same without them',
      value: median(rounds.map(([calm]) => calm)),
      unit: 'ms',
      rival: null,
      ratio: null,
      limit: null,
    },
  ]
}
