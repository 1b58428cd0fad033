import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Dialect } from '../../cti/dialect.ts'
import { freePort, HOST } from '../ports.ts'
import { relayConfiguration, WITNESS_PASSWORD_FILE } from '../relay-configuration.ts'
import { RelayProcess } from '../relay-process.ts'
import { NginxServer, nginxConfiguration } from './nginx-server.ts'
import { PostgresServer } from './postgres-server.ts'

/** A lost primary is waited for that long before its standby takes its place, as operators' tools do. Milliseconds. */
const PROMOTE_AFTER_MS = 2_000

/** How often it is looked whether the databases and the load balancer still run. Milliseconds. */
const LOOK_MS = 100

const DATABASE = 'reason_history'

/** The name under which the databases are mended, one thing at a time. */
const DATABASES = 'databases'
const USER = 'reason_relay'

export type ClusterOptions = {
  /** Only this user can read it. */
  readonly folder: string
  /** The built relay. */
  readonly script: string
  readonly relays: number
  readonly dialect: Dialect
  /** `http://host:port` of Finesse, and `host:port` of each site's CTI server. */
  readonly servers: () => { readonly finesse: string; readonly sites: readonly string[] }
  /** Of the load balancer; 0 for any free one. */
  readonly port: number
  /** Told in words what has ended and what was done about it. */
  readonly say: (line: string) => void
  /** A relay, the load balancer or the standby that has ended is started again after so many milliseconds. */
  readonly restartAfterMs: number
  /** Told in words how a relay has ended that nobody stopped in order. Default: nobody is. */
  readonly onRelayEnd?: (what: string) => void
}

/** Something that runs, or should. */
type Part = { readonly pid: number | null }

/** The same, that can be started again. */
type Startable = Pick<RelayProcess | NginxServer, 'pid' | 'start'>

const bootable = (server: PostgresServer): Startable => ({
  get pid() {
    return server.pid
  },
  start: () => server.boot(),
})

/**
 * Several relays that share one history in PostgreSQL, the database's standby, and a load balancer in front: each a process
 * that can be killed. What operators and their tools would do is done here: the standby is promoted when the primary is lost,
 * a new standby is made, and what has ended is started again.
 */
export class Cluster {
  readonly #options: ClusterOptions
  readonly #relays: RelayProcess[] = []
  readonly #closing = new AbortController()
  /** What is being started again, by name. */
  readonly #mending = new Map<string, Promise<void>>()
  readonly #balancer: NginxServer
  readonly #ports: readonly number[]
  #primary: PostgresServer
  #standby: PostgresServer | null = null
  /** Where the relays look for the standby that is to be made. */
  #sparePort = 0
  #looking: NodeJS.Timeout | undefined

  private constructor(
    options: ClusterOptions,
    primary: PostgresServer,
    balancerPort: number,
    ports: readonly number[],
  ) {
    this.#options = options
    this.#primary = primary
    this.#ports = ports
    const folder = join(options.folder, 'nginx')
    const relays = ports.map((port) => `${HOST}:${port}`)
    this.#balancer = new NginxServer(folder, nginxConfiguration(folder, balancerPort, relays), balancerPort)
  }

  /** Starts everything. @throws {Error} where a part is not installed or does not start; nothing is left running then. */
  static async start(options: ClusterOptions): Promise<Cluster> {
    const ports: number[] = []
    for (let n = 0; n < options.relays; n += 1) ports.push(await freePort())
    options.say('Starting PostgreSQL, a primary and its standby …')
    const primary = await PostgresServer.start({ durable: true })
    const cluster = new Cluster(options, primary, options.port === 0 ? await freePort() : options.port, ports)
    try {
      await cluster.#begin()
      return cluster
    } catch (error) {
      await cluster.stop()
      throw error
    }
  }

  /** Where gadgets find a relay, whichever: `http://host:port` of the load balancer. */
  get address(): string {
    return `http://${HOST}:${this.#balancer.port}`
  }

  get relays(): readonly RelayProcess[] {
    return this.#relays
  }

  get balancer(): NginxServer {
    return this.#balancer
  }

  get primary(): PostgresServer {
    return this.#primary
  }

  /** null while a new one is being made. */
  get standby(): PostgresServer | null {
    return this.#standby
  }

  /** The part `history` of the relays' configuration. */
  get history(): { readonly hosts: readonly string[]; readonly database: string; readonly user: string } {
    const servers = [this.#primary, ...(this.#standby ? [this.#standby] : [])]
    return { hosts: servers.map(({ port }) => `${HOST}:${port}`), database: DATABASE, user: USER }
  }

  /** Waits until everything runs, and nothing is being mended. */
  async mended(): Promise<void> {
    const parts = (): readonly (Part | null)[] => [...this.#relays, this.#balancer, this.#primary, this.#standby]
    while (this.#mending.size > 0 || parts().some((part) => (part?.pid ?? null) === null)) {
      await Promise.all(this.#mending.values())
      await pause(LOOK_MS)
    }
  }

  /** Ends everything, the relays first. */
  async stop(): Promise<void> {
    this.#closing.abort()
    clearInterval(this.#looking)
    await Promise.all(this.#relays.map((relay) => relay.stop()))
    await this.#balancer.stop()
    await Promise.allSettled(this.#mending.values())
    await this.#standby?.remove()
    await this.#primary.remove()
  }

  async #begin(): Promise<void> {
    const { folder, script, say } = this.#options
    await this.#primary.createDatabase(DATABASE)
    this.#standby = await PostgresServer.standbyOf(this.#primary)
    const hosts = this.history.hosts
    say(`Starting ${this.#ports.length} relays and nginx …`)
    for (const [index, port] of this.#ports.entries()) {
      const name = `relay ${index + 1}`
      const home = join(folder, `relay-${index + 1}`)
      mkdirSync(home, { recursive: true, mode: 0o700 })
      writeFileSync(join(home, WITNESS_PASSWORD_FILE), 'admin', { mode: 0o600 })
      const relay: RelayProcess = new RelayProcess({
        script,
        folder: home,
        port,
        configure: (at) => {
          const { finesse, sites } = this.#options.servers()
          const history = { engine: 'postgres', hosts, database: DATABASE, user: USER }
          const { dialect } = this.#options
          // What is done to them here they would tell as errors.
          const logLevel = 'fatal'
          return relayConfiguration({ host: HOST, port: at, dialect, finesse, ctiServers: sites, history, logLevel })
        },
        onUnexpectedEnd: (what) => {
          this.#options.onRelayEnd?.(what)
          this.#mend(name, relay)
        },
      })
      this.#relays.push(relay)
    }
    await Promise.all(this.#relays.map((relay) => relay.start()))
    await this.#balancer.start()
    this.#looking = setInterval(() => this.#look(), LOOK_MS)
  }

  #look(): void {
    if (this.#balancer.pid === null && !this.#mending.has('nginx')) {
      this.#mend('nginx', this.#balancer)
    }
    if (!this.#mending.has(DATABASES)) this.#lookAtDatabases()
  }

  #lookAtDatabases(): void {
    const [primary, standby] = [this.#primary, this.#standby]
    if (standby !== null && standby.pid === null) this.#mend('the standby database', bootable(standby), DATABASES)
    else if (primary.pid === null && standby !== null) this.#mendDatabases(() => this.#failOver(standby))
    else if (primary.pid === null) this.#mend('the primary database', bootable(primary), DATABASES)
    else if (standby === null) this.#mendDatabases(() => this.#addStandby())
  }

  /**
   * Starts something again after a while, until it has started or everything ends.
   * @param among What is mended one after the other. Default: the thing alone.
   */
  #mend(name: string, part: Startable, among = name): void {
    const { say, restartAfterMs } = this.#options
    const { signal } = this.#closing
    // One that ends while it is being started again is tried again where that is done.
    if (signal.aborted || this.#mending.has(among)) return
    say(`${name} has ended; it is started again in ${restartAfterMs / 1000} seconds.`)
    const mend = async (): Promise<void> => {
      while (!signal.aborted) {
        await pause(restartAfterMs, undefined, { signal }).catch(() => undefined)
        if (signal.aborted) return
        try {
          await part.start()
          return say(`${name} runs again: kill -9 ${part.pid}`)
        } catch (error) {
          say(`${name} could not be started: ${(error as Error).message}`)
        }
      }
    }
    this.#mending.set(
      among,
      mend().finally(() => this.#mending.delete(among)),
    )
  }

  /** What fails is tried again at the next look. */
  #mendDatabases(mend: () => Promise<void>): void {
    const mending = mend().catch((error: unknown) => {
      if (!this.#closing.signal.aborted) this.#options.say(`The databases could not be mended: ${String(error)}`)
    })
    this.#mending.set(
      DATABASES,
      mending.finally(() => this.#mending.delete(DATABASES)),
    )
  }

  /** The standby takes the lost primary's place, and the primary's place is taken by a new standby. */
  async #failOver(standby: PostgresServer): Promise<void> {
    const { say } = this.#options
    say(`The primary database has ended; its standby is promoted in ${PROMOTE_AFTER_MS / 1000} seconds.`)
    await pause(PROMOTE_AFTER_MS, undefined, { signal: this.#closing.signal })
    await standby.promote()
    const lost = this.#primary
    this.#primary = standby
    this.#standby = null
    this.#sparePort = lost.port
    say(`The standby is the primary now: kill -9 ${standby.pid}; a new standby is made.`)
    await lost.remove()
    await this.#addStandby()
  }

  async #addStandby(): Promise<void> {
    this.#standby = await PostgresServer.standbyOf(this.#primary, { port: this.#sparePort })
    this.#options.say(`The new standby is in step with it: kill -9 ${this.#standby.pid}`)
  }
}
