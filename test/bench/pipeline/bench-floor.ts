import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { basicAuthorization } from '../../../src/finesse/credential.ts'
import { EVENTS_PATH, SESSION_PATH } from '../../../src/wire/protocol.ts'
import { LoopbackCtiServer } from '../../support/cti-server.ts'
import { type Person, startFinesse } from '../../support/finesse-server.ts'
import { Followers } from './followers.ts'
import type { Start } from './clients.ts'
import { agentIdOf, EventStream } from './event-stream.ts'
import { listening, start } from './processes.ts'

export const ORIGIN = 'https://finesse.example.com:8445'

/** Sign-ins at a time. */
const AT_A_TIME = 50
const BEAT_MS = 10

export type FloorSize = {
  /** Each team has a supervisor of its own: `super0`, `super1`, … */
  readonly teams: number
  readonly agentsPerTeam: number
  /** CTI servers, each with as many of the agents. Default: 1. */
  readonly sites?: number
}

/** Relays that share a history, and what is in front of them. */
export type SharedRelays = {
  readonly relays: number
  /** The part `history` of a relay's configuration. */
  readonly history: (relay: number) => object
  /** Puts something in front of the relays. Answers its address, and how to end it. */
  readonly front: (
    relays: readonly string[],
    folder: string,
  ) => Promise<{ address: string; close: () => Promise<void> }>
}

/** CTI servers, a Finesse server and relays in processes of their own, to be put under load. Default: one relay, with SQLite. */
export async function openBenchFloor({ teams, agentsPerTeam, sites = 1 }: FloorSize, shared?: SharedRelays) {
  const folder = mkdtempSync(join(tmpdir(), 'reason-code-history-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const epoch = Date.now()
  const servers: LoopbackCtiServer[] = []
  while (servers.length < sites) servers.push(await LoopbackCtiServer.listen('uccx'))
  const people: Record<string, Person> = {}
  const members: Record<string, readonly string[]> = {}
  for (let team = 0; team < teams; team++) {
    people[`super${team}`] = { password: 'x', role: 'supervisor', supervises: [String(team)], user: {} }
    members[team] = Array.from({ length: agentsPerTeam }, (_, index) => agentIdOf(team * agentsPerTeam + index))
  }
  const finesse = await startFinesse(people, members)

  const children: ChildProcess[] = []
  const addresses: string[] = []
  for (let number = 0; number < (shared?.relays ?? 1); number += 1) {
    const config = join(folder, `relay-${number}.json`)
    writeFileSync(
      config,
      JSON.stringify({
        listen: { port: 0 },
        allowedOrigins: [ORIGIN],
        cti: servers.map(({ address }, site) => ({ site: `ccx${site + 1}`, dialect: 'uccx', servers: [address] })),
        finesse: { servers: [finesse.http.url] },
        history: shared?.history(number) ?? { file: join(folder, 'history.db') },
        log: { level: 'warn' },
      }),
    )
    const child = start(new URL('../../../src/relay/main.ts', import.meta.url), ['--config', config])
    children.push(child)
    addresses.push(await listening(child))
  }
  for (const address of addresses) while ((await fetch(`${address}/readyz`)).status !== 200) await pause(BEAT_MS)
  const front = await shared?.front(addresses, folder)
  const relay = front?.address ?? addresses[0] ?? ''
  const agents = (teams * agentsPerTeam) / sites
  const streams = servers.map(({ peer: { session, socket } }, site) => ({
    stream: new EventStream(session.layout, agents, epoch, site * agents),
    socket,
  }))
  const [first] = streams
  const [cti] = servers
  if (!first || !cti) throw new RangeError('there must be a site')

  const ticketOf = async (team: number): Promise<string> => {
    const authorization = basicAuthorization(`super${team}`, 'x')
    const response = await fetch(relay + SESSION_PATH, { method: 'POST', headers: { authorization, origin: ORIGIN } })
    if (!response.ok) throw new Error(`the relay refuses the sign-in: ${await response.text()}`)
    return ((await response.json()) as { ticket: string }).ticket
  }

  return {
    cti,
    epoch,
    relay,
    /** What each CTI server says, and over which connection: that of the relay that leads the site. */
    streams,
    ...first,
    /** Tickets for so many sockets, of the teams in turn. */
    signIn: async (count: number): Promise<readonly string[]> => {
      const tickets: string[] = []
      while (tickets.length < count) {
        const some = Array.from({ length: Math.min(AT_A_TIME, count - tickets.length) }, (_, index) =>
          ticketOf((tickets.length + index) % teams),
        )
        tickets.push(...(await Promise.all(some)))
      }
      return tickets
    },
    follow: (tickets: readonly string[], rest: Partial<Start> = {}): Followers =>
      new Followers({ url: relay.replace('http', 'ws') + EVENTS_PATH, origin: ORIGIN, tickets, epoch, ...rest }),
    close: async (): Promise<void> => {
      await front?.close()
      for (const child of children) child.kill('SIGKILL')
      await Promise.all(servers.map((server) => server.close()))
      await finesse.http.close()
    },
  }
}

export type BenchFloor = Awaited<ReturnType<typeof openBenchFloor>>
