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
}

/** A CTI server, a Finesse server and a relay in a process of its own, to be put under load. */
export async function openBenchFloor({ teams, agentsPerTeam }: FloorSize) {
  const folder = mkdtempSync(join(tmpdir(), 'reason-code-history-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const epoch = Date.now()
  const cti = await LoopbackCtiServer.listen('uccx')
  const people: Record<string, Person> = {}
  const members: Record<string, readonly string[]> = {}
  for (let team = 0; team < teams; team++) {
    people[`super${team}`] = { password: 'x', role: 'supervisor', supervises: [String(team)], user: {} }
    members[team] = Array.from({ length: agentsPerTeam }, (_, index) => agentIdOf(team * agentsPerTeam + index))
  }
  const finesse = await startFinesse(people, members)

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
  const child = start(new URL('../../../src/relay/main.ts', import.meta.url), ['--config', config])
  const relay = await listening(child)
  while ((await fetch(`${relay}/readyz`)).status !== 200) await pause(BEAT_MS)
  const stream = new EventStream(cti.peer.session.layout, teams * agentsPerTeam, epoch)
  const { socket } = cti.peer

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
    stream,
    socket,
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
      child.kill('SIGKILL')
      await cti.close()
      await finesse.http.close()
    },
  }
}

export type BenchFloor = Awaited<ReturnType<typeof openBenchFloor>>
