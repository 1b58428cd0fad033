/** The short form of `npm run chaos`, and the long one with the numbers that it passes. */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, it, onTestFinished, vi } from 'vitest'
import { PostgresStore } from '../../src/relay/history/postgres-store.ts'
import { Cluster } from '../../src/sandbox/cluster/cluster.ts'
import { nginxProgram } from '../../src/sandbox/cluster/nginx-server.ts'
import { RELAY_SCRIPT } from '../../src/sandbox/contact-centre.ts'
import { Random } from '../fuzz/random.ts'
import { PATIENCE } from '../support/patience.ts'
import { settingsOf, WHY_NO_POSTGRES } from '../support/postgres.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { ChaosCentre } from './contact-centre.ts'
import { ResumingClient } from './resuming-client.ts'
import { compareSeen, gapsOf, type Seen, unexplained } from './verify.ts'

const env = (name: string, fallback: number): number => Number(process.env[name] ?? fallback)
const SECONDS = env('CHAOS_SECONDS', 10)
const RATE = env('CHAOS_RATE', 100)
const SEED = env('CHAOS_SEED', 1)
/** Between two blows, on average. */
const PAUSE_MS = env('CHAOS_PAUSE_MS', 1_500)

const CLIENTS = 3
const RELAYS = 3
const RESTART_MS = 1_000
/** A relay is frozen for longer than the others bear its silence. */
const FROZEN_MS = 5_000
/** What has been hit is well again within this, on a slow machine. */
const HEAL_MS = 120_000
const PAGE = 5_000

const isBuilt = existsSync(RELAY_SCRIPT)
const canRun = WHY_NO_POSTGRES === null && nginxProgram() !== undefined && isBuilt

/** As a crash would. */
const kill = (pid: number | null): void => void (pid !== null && process.kill(pid, 'SIGKILL'))

/** What can happen to a cluster; each comes back with what it was. */
function blows(cluster: Cluster, centre: ChaosCentre, random: Random): readonly (() => Promise<string>)[] {
  /** One that runs; none where all are being started again. */
  const relay = () => {
    const running = cluster.relays.flatMap(({ pid, address }) => (pid === null ? [] : [{ pid, address }]))
    return running.length === 0 ? null : random.pick(running)
  }
  return [
    async () => {
      const { pid = null, address = '' } = relay() ?? {}
      kill(pid)
      return `relay ${address ?? ''} killed`
    },
    async () => {
      const { pid = null, address = '' } = relay() ?? {}
      if (pid === null) return 'nothing: no relay runs'
      process.kill(pid, 'SIGSTOP')
      await pause(FROZEN_MS)
      process.kill(pid, 'SIGCONT')
      return `relay ${address ?? ''} frozen for ${FROZEN_MS} ms`
    },
    async () => {
      await cluster.balancer.stop('SIGKILL')
      return 'nginx killed'
    },
    async () => {
      // Without a standby that is in step nobody can promise anything.
      if (typeof cluster.standby?.pid !== 'number') return 'nothing: there is no standby yet'
      const { pid } = cluster.primary
      kill(pid)
      await vi.waitFor(() => expect(cluster.primary.pid).not.toBe(pid), PATIENCE)
      await cluster.mended()
      return 'primary killed, standby promoted'
    },
    async () => {
      const site = random.pick(centre.sites)
      site.cti.dropClients()
      return `CTI links of ${site.name} cut`
    },
    async () => {
      const pid = cluster.standby?.pid ?? null
      kill(pid)
      await vi.waitFor(() => expect(cluster.standby?.pid).not.toBe(pid), PATIENCE)
      await cluster.mended()
      return 'standby killed, started again'
    },
  ]
}

async function readLog(cluster: Cluster): Promise<Seen[]> {
  const store = await PostgresStore.openExisting(settingsOf('reason_history', cluster.primary))
  try {
    const log: Seen[] = []
    for (;;) {
      const rows = await store.readAfter(log.at(-1)?.seq ?? 0, PAGE)
      for (const { seq, body } of rows) log.push({ seq, ...(JSON.parse(body) as object) })
      if (rows.length < PAGE) return log
    }
  } finally {
    await store.close()
  }
}

it.skipIf(!canRun)(
  `whatever is killed, every client has everything once and in order, and what is missing is a gap (${SECONDS} s at ${RATE} events/s; needs PostgreSQL, nginx and a built relay)`,
  { timeout: (SECONDS * 1000 + HEAL_MS) * 4 },
  async () => {
    const random = new Random(SEED)
    const say = (line: string): void => void (SECONDS > 60 && console.log(`${new Date().toISOString()} ${line}`))
    const centre = await ChaosCentre.open()
    onTestFinished(() => centre.close())
    const folder = join(tempFolder(), 'cluster')
    mkdirSync(folder)
    const sites = centre.sites.map(({ cti }) => cti.address)
    const relayEnds: string[] = []
    const cluster = await Cluster.start({
      folder,
      script: RELAY_SCRIPT,
      relays: RELAYS,
      dialect: 'uccx',
      servers: () => ({ finesse: centre.finesse.url, sites }),
      port: 0,
      say,
      restartAfterMs: RESTART_MS,
      onRelayEnd: (what) => relayEnds.push(what),
    })
    onTestFinished(() => cluster.stop())
    const chance = (): number => random.below(1000) / 1000
    const clients = Array.from(
      { length: CLIENTS },
      () => new ResumingClient(cluster.address, centre.finesse.url, chance),
    )
    for (const client of clients) client.start()
    onTestFinished(() => Promise.all(clients.map((client) => client.stop())).then(() => undefined))
    await vi.waitFor(() => expect(clients.every(({ connections }) => connections > 0)).toBe(true), { timeout: HEAL_MS })

    const quiet = new AbortController()
    const talking = centre.talk(RATE, quiet.signal)
    const ways = blows(cluster, centre, random)
    const end = Date.now() + SECONDS * 1000
    // Each way once, then by chance.
    for (let blow = 0; blow < ways.length || Date.now() < end; blow++) {
      await pause(PAUSE_MS * (0.5 + chance()))
      const strike = ways[blow] ?? random.pick(ways)
      say(await strike())
    }
    quiet.abort()
    await talking
    await cluster.mended()

    await vi.waitFor(
      async () => {
        for (const { address } of cluster.relays) {
          const { status } = await fetch(`${address ?? ''}/readyz`, { signal: AbortSignal.timeout(2_000) })
          expect(status).toBe(200)
        }
      },
      { timeout: HEAL_MS, interval: 200 },
    )
    const log = await vi.waitFor(
      async () => {
        const all = await readLog(cluster)
        expect(clients.map(({ seq }) => seq)).toEqual(clients.map(() => all.at(-1)?.seq))
        return all
      },
      { timeout: HEAL_MS, interval: 1_000 },
    )
    for (const client of clients) await client.stop()
    say(
      `${centre.said.length} events said, ${log.length} observations kept, ${gapsOf(log).length} gaps, ${clients.reduce((sum, { connections }) => sum + connections, 0)} connections of ${CLIENTS} clients`,
    )
    expect(clients.flatMap(({ complaints }) => complaints)).toEqual([])
    // A relay that was lost by its own fault would have come back like one that was killed.
    expect(relayEnds.filter((what) => !what.includes('SIGKILL'))).toEqual([])
    const visible = log.filter(({ agentId }) => agentId === undefined || centre.inScope.has(agentId))
    const last = log.at(-1)?.seq ?? 0
    const complaints = clients.flatMap((client, index) => {
      // The relays go on: what the log has by now it had not when it was read.
      const seen = client.seen.filter(({ seq }) => seq <= last)
      return compareSeen(`client ${index + 1}`, seen, visible)
    })
    expect(complaints).toEqual([])
    expect(unexplained(centre.said, log)).toEqual([])
    expect(gapsOf(log).filter(({ to }) => to === Infinity)).toEqual([])
    expect(log.filter(({ kind }) => kind === 'cti').length).toBeGreaterThan(centre.said.length / 4)
  },
)
