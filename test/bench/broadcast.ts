/**
 * What a delivery costs: processor time of the whole pipeline (CTI bytes, durable history, sessions, scopes, frames) beside a bare
 * `ws` server that sends the very same frames, recorded at a supervisor's, to as many clients in the same rhythm.
 */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { type BenchRow, median } from './bench-row.ts'
import { type BenchFloor, openBenchFloor, ORIGIN } from './pipeline/bench-floor.ts'
import { Followers } from './pipeline/followers.ts'
import type { Replayed } from './pipeline/frame-replay.ts'
import { cpuSeconds, listening, start } from './pipeline/processes.ts'

/** How many supervisors of one scope there are. Without a limit: for information, what an event itself costs is spread over few deliveries. */
const AUDIENCES = [
  { supervisors: 1_000, limit: 'ratio <= 1.5' },
  { supervisors: 100, limit: null },
] as const
/** In one team: to read many more of them takes a sign-in longer than a ticket may wait for the thousandth. */
const AGENTS = 100
const PACE = 800
const ROUNDS = 5
const ROUND_MS = 4_000
const WARM_UP_MS = 3_000

type Rival = { readonly process: ChildProcess; readonly followers: Followers }
/** Processor time of a delivery in microseconds, and how many frames each client got. */
type Round = { readonly own: number; readonly bare: number; readonly frames: number }

export async function bench(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = []
  for (const audience of AUDIENCES) rows.push(...(await measureAudience(audience)))
  return rows
}

async function measureAudience({ supervisors, limit }: (typeof AUDIENCES)[number]): Promise<readonly BenchRow[]> {
  const floor = await openBenchFloor({ teams: 1, agentsPerTeam: AGENTS })
  const closing: (() => unknown)[] = [() => floor.close()]
  try {
    const process = start(new URL('./pipeline/frame-replay.ts', import.meta.url))
    closing.push(() => process.kill('SIGKILL'))
    const url = (await listening(process)).replace('http', 'ws')
    const tickets = await floor.signIn(supervisors)
    const ours = floor.follow(tickets, { isRecorded: true })
    closing.push(() => ours.close())
    const followers = new Followers({ url, origin: ORIGIN, tickets, epoch: floor.epoch })
    closing.push(() => followers.close())
    await Promise.all([ours.welcomed, followers.welcomed])
    return rowsOf(supervisors, limit, await measureRounds(floor, ours, { process, followers }, supervisors))
  } finally {
    for (const close of closing.toReversed()) await close()
  }
}

async function measureRounds(
  { relay, stream, socket }: BenchFloor,
  ours: Followers,
  rival: Rival,
  supervisors: number,
): Promise<readonly Round[]> {
  const firstSeq = ours.seq
  const round = async (ms: number): Promise<Round> => {
    ours.reset()
    const before = await cpuSeconds(relay)
    await stream.hold(socket, { pace: PACE, ms, onBeat: () => ours.check() })
    const lastSeq = firstSeq + stream.sent
    await ours.until(({ seq }) => seq >= lastSeq)
    const own = (await cpuSeconds(relay)) - before
    const { frames } = await ours.report()
    rival.process.send(frames)
    const [{ cpuSeconds: bare }] = (await once(rival.process, 'message')) as [Replayed]
    await rival.followers.until(({ seq }) => seq >= lastSeq)
    const microsecondsOf = (seconds: number): number => (seconds * 1e6) / (frames.length * supervisors)
    return { own: microsecondsOf(own), bare: microsecondsOf(bare), frames: frames.length }
  }
  await round(WARM_UP_MS)
  const rounds: Round[] = []
  while (rounds.length < ROUNDS) rounds.push(await round(ROUND_MS))
  return rounds
}

function rowsOf(supervisors: number, limit: string | null, rounds: readonly Round[]): readonly BenchRow[] {
  const of = (name: keyof Round): number => median(rounds.map((measured) => measured[name]))
  const none = { rival: null, ratio: null, limit: null }
  return [
    {
      name: `processor time per delivery, ${PACE} events/s to ${supervisors} supervisors of one scope`,
      value: of('own'),
      unit: 'µs',
      rival: 'a bare ws broadcast of the same frames',
      ratio: median(rounds.map(({ own, bare }) => own / bare)),
      limit,
    },
    { name: 'the rival: a bare ws broadcast of the same frames', value: of('bare'), unit: 'µs', ...none },
    { name: 'frames to each of them', value: (of('frames') * 1000) / ROUND_MS, unit: 'frames/s', ...none },
  ]
}
