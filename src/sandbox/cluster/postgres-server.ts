/** The real PostgreSQL of Debian's packages: its own servers in temporary folders, ended with whoever started them. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { freePort } from '../ports.ts'

const ROOT = '/usr/lib/postgresql'

/** Where the newest version's programs are; undefined where it is not installed. */
export function postgresPrograms(): string | undefined {
  if (!existsSync(ROOT)) return undefined
  const versions = readdirSync(ROOT).filter((version) => existsSync(join(ROOT, version, 'bin/initdb')))
  const newest = versions.toSorted((a, b) => Number(b) - Number(a))[0]
  return newest === undefined ? undefined : join(ROOT, newest, 'bin')
}

/** Owns the databases. */
export const USER = 'reason_relay'
const SUPERUSER = 'postgres'
const START_MS = 60_000

/** Nothing is kept for good but where a test is about that. */
const HASTY = ['-c', 'fsync=off', '-c', 'full_page_writes=off']

const SETTINGS = [
  ['listen_addresses', '127.0.0.1'],
  ['max_connections', '200'],
  ['shared_buffers', '64MB'],
  ['wal_level', 'replica'],
  ['max_wal_senders', '4'],
  ['log_min_messages', 'fatal'],
].flatMap(([name, value]) => ['-c', `${name}=${value}`])

/** The server refuses to run as root: Debian's package brings a user for it. The kernel ends it with whoever started it. */
export function asServerUser(program: string, args: readonly string[]): readonly [string, readonly string[]] {
  const user = process.getuid?.() === 0 ? ['--reuid=postgres', '--regid=postgres', '--init-groups'] : []
  return ['setpriv', [...user, '--pdeathsig', 'QUIT', program, ...args]]
}

function run(program: string, args: readonly string[]): void {
  const [command, all] = asServerUser(program, args)
  const { status, stderr, error } = spawnSync(command, all, { encoding: 'utf8', cwd: '/' })
  if (error || status !== 0) throw new Error(`${program} failed: ${error?.message ?? stderr}`)
}

/** Where its programs are. @throws {Error} where it is not installed, with what to do */
export function requirePostgres(): string {
  const folder = postgresPrograms()
  if (folder !== undefined) return folder
  throw new Error('PostgreSQL is not installed. On Debian: apt-get install postgresql')
}

export type PostgresServerOptions = {
  /** Write everything through to the disk, as a real server does. Default: false. */
  readonly durable?: boolean
  /** Further settings, `name=value`. */
  readonly settings?: readonly string[]
  /** Files that the server is to read, given to its user. */
  readonly readable?: readonly string[]
  /** Default: any free one. */
  readonly port?: number
}

/** One PostgreSQL server on a free port of the loopback address. */
export class PostgresServer {
  readonly folder: string
  readonly port: number
  readonly #options: PostgresServerOptions
  #child: ChildProcess | null = null
  #databases = 0

  private constructor(folder: string, port: number, options: PostgresServerOptions) {
    this.folder = folder
    this.port = port
    this.#options = options
  }

  /** A new, empty server. End it with `remove`. */
  static async start(options: PostgresServerOptions = {}): Promise<PostgresServer> {
    const server = await PostgresServer.#prepare(options)
    const auth = ['--auth=trust', `--username=${SUPERUSER}`, '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync']
    run(join(requirePostgres(), 'initdb'), ['--pgdata', server.data, ...auth])
    await server.boot()
    await server.ask(SUPERUSER, `CREATE ROLE ${USER} LOGIN`)
    return server
  }

  /** A standby of another server, in step with it: what that commits from now on is here as well. */
  static async standbyOf(
    primary: PostgresServer,
    { isSynchronous = true, port }: { readonly isSynchronous?: boolean; readonly port?: number } = {},
  ): Promise<PostgresServer> {
    const { port: _, ...options } = primary.#options
    const standby = await PostgresServer.#prepare({ ...options, ...(port === undefined ? {} : { port }) })
    try {
      await primary.backUp(standby.data, ['--write-recovery-conf'])
      await standby.boot()
      if (isSynchronous) await primary.#waitForInStep()
      return standby
    } catch (error) {
      await standby.remove()
      throw error
    }
  }

  /** From here on it commits nothing that its standby has not. */
  async #waitForInStep(): Promise<void> {
    await this.ask(SUPERUSER, `ALTER SYSTEM SET synchronous_standby_names = '*'`)
    await this.ask(SUPERUSER, 'SELECT pg_reload_conf()')
    const isInStep = async (): Promise<boolean> => {
      const [row] = await this.ask(
        SUPERUSER,
        'SELECT count(*)::int AS n FROM pg_stat_replication WHERE sync_state = $$sync$$',
      )
      return row?.['n'] === 1
    }
    while (!(await isInStep())) await pause(20)
  }

  static async #prepare(options: PostgresServerOptions): Promise<PostgresServer> {
    const folder = mkdtempSync(join(tmpdir(), 'reason-code-history-postgres-'))
    if (process.getuid?.() === 0) {
      const { stdout } = spawnSync('id', ['--user', 'postgres'], { encoding: 'utf8' })
      for (const path of [folder, ...(options.readable ?? [])]) chownSync(path, Number(stdout), -1)
    }
    return new PostgresServer(folder, options.port ?? (await freePort()), options)
  }

  /** The server's process; null while it does not run. */
  get pid(): number | null {
    return this.#child?.pid ?? null
  }

  get data(): string {
    return join(this.folder, 'data')
  }

  /** A copy of the whole server as it is now, into another folder; by default one beside its own. Answers where. */
  async backUp(data = join(this.folder, 'backup'), args: readonly string[] = []): Promise<string> {
    const from = ['--host=127.0.0.1', `--port=${this.port}`, `--username=${SUPERUSER}`]
    run(join(requirePostgres(), 'pg_basebackup'), [
      ...from,
      `--pgdata=${data}`,
      '--checkpoint=fast',
      '--no-sync',
      ...args,
    ])
    return data
  }

  /** Puts a backup in the place of what the server has, as an administrator who restores it; it runs when this resolves. */
  async restore(backup: string): Promise<void> {
    await this.end()
    rmSync(this.data, { recursive: true })
    renameSync(backup, this.data)
    await this.boot()
  }

  /** Starts it, or starts it again; it takes connections when this resolves. */
  async boot(): Promise<void> {
    const { durable = false, settings = [] } = this.#options
    const args = ['-D', this.data, '-p', String(this.port), '-k', this.folder, ...SETTINGS]
    args.push(...(durable ? [] : HASTY), ...settings.flatMap((setting) => ['-c', setting]))
    const [command, all] = asServerUser(join(requirePostgres(), 'postgres'), args)
    // In a group of its own: a terminal's Ctrl-C is not to end it before those who write to it.
    const child = spawn(command, all, { stdio: ['ignore', 'ignore', 'pipe'], cwd: '/', detached: true })
    this.#child = child
    let words = ''
    child.stderr.on('data', (data: Buffer) => (words += data.toString()))
    const abandon = (): void => {
      child.kill('SIGQUIT')
      rmSync(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
    }
    process.once('exit', abandon)
    child.once('exit', () => {
      process.off('exit', abandon)
      if (this.#child === child) this.#child = null
    })
    const end = Date.now() + START_MS
    for (;;) {
      if (child.exitCode !== null || Date.now() > end) throw new Error(`the server did not start: ${words}`)
      const isUp = await this.ask(SUPERUSER, 'SELECT 1').then(
        () => true,
        () => false,
      )
      if (isUp) return
      await pause(20)
    }
  }

  /** Ends it: SIGINT in good order, SIGQUIT at once, SIGKILL as a crash. */
  async end(signal: 'SIGINT' | 'SIGQUIT' | 'SIGKILL' = 'SIGQUIT'): Promise<void> {
    const child = this.#child
    this.#child = null
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }

  /** Ends it and removes its files. */
  async remove(): Promise<void> {
    await this.end()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Makes a standby a primary. */
  async promote(): Promise<void> {
    await this.ask(SUPERUSER, 'SELECT pg_promote()')
  }

  /** One connection; its owner ends it. */
  connect(database: string, user = USER): postgres.Sql {
    return postgres({
      host: '127.0.0.1',
      port: this.port,
      user,
      database,
      max: 1,
      connect_timeout: 5,
      onnotice: () => undefined,
    })
  }

  /** Asks something as the superuser or as the relay's user. */
  async ask(user: string, query: string, database = 'postgres'): Promise<readonly Record<string, unknown>[]> {
    const sql = this.connect(database, user)
    try {
      return await sql.unsafe(query)
    } finally {
      await sql.end({ timeout: 1 })
    }
  }

  /** Asks something of a database as its owner. */
  query(database: string, query: string): Promise<readonly Record<string, unknown>[]> {
    return this.ask(USER, query, database)
  }

  /** A new, empty database of the relay's user. */
  async newDatabase(): Promise<string> {
    return this.createDatabase(`history${++this.#databases}`)
  }

  /** A new, empty database of this name, of the relay's user. */
  async createDatabase(name: string): Promise<string> {
    await this.ask(SUPERUSER, `CREATE DATABASE ${name} OWNER ${USER}`)
    return name
  }
}
