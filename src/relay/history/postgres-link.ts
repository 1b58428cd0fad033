import { isIP } from 'node:net'
import postgres, { type ISql, type Options, type Sql } from 'postgres'
import { HistoryError } from './history-error.ts'
import { historyErrorOf, isClosedConnection, isConnectionFault } from './postgres-error.ts'

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&')}"`

/** A list as a parameter, as PostgreSQL writes arrays. */
const arrayOf = (items: readonly (string | number | null)[]): string =>
  `{${items.map((item) => (item === null ? 'NULL' : quoted(String(item)))).join(',')}}`

/** A list as an answer: none is asked for. */
const unread = (text: string): string => text

/**
 * Integers of 8 bytes come as numbers: seqs and milliseconds stay far below 2^53. Dates stay as they are written. The two kinds of
 * lists are named here, because the driver would ask the server for them in a question of its own, and nobody would hear of a
 * connection that is lost meanwhile.
 */
const TYPES = {
  texts: { to: 1009, from: [1009], serialize: arrayOf, parse: unread },
  bigints: { to: 1016, from: [1016], serialize: arrayOf, parse: unread },
  bigint: { to: 20, from: [20], serialize: String, parse: Number },
  date: { to: 1082, from: [1082], serialize: (day: string) => day, parse: (day: string) => day },
}

type Parsed = { texts: never; bigints: never; bigint: number; date: string }

/** The driver, with its integers as numbers. */
export type Database = Sql<Parsed>

/** The same, or one of its transactions. */
export type Asker = ISql<Parsed>

/** Where the history's database is. */
export type PostgresSettings = {
  readonly hosts: readonly { readonly host: string; readonly port: number }[]
  readonly database: string
  readonly user: string
  /** Asked at each connection for the password; null: none is needed. */
  readonly password: (() => string) | null
  /** Asked at each connection for the certificate authority, PEM, which is the system's own where there is none; null: no TLS. */
  readonly tls: (() => { readonly ca?: Buffer }) | null
}

/** A server that does not answer is given up after this. Seconds. */
const CONNECT_TIMEOUT_S = 3

/** Waiting for another writer ends after this: it is tried again then, with the same batch. Milliseconds. */
const LOCK_TIMEOUT_MS = 5_000

/**
 * What the server does about a relay whose machine lost its power or its network: it hears no end of the connection, and would keep
 * the session and its locks for hours. It asks after 10 s of silence and gives up 15 s later, and as soon where what it sends is not
 * taken. A relay that stands still within a transaction holds up whoever appends: it is not waited for that long.
 */
export const GONE = {
  tcp_keepalives_idle: 10,
  tcp_keepalives_interval: 5,
  tcp_keepalives_count: 3,
  tcp_user_timeout: 25_000,
  idle_in_transaction_session_timeout: 10_000,
}

export type LinkOptions = {
  /** Named in the server's `pg_stat_activity`. */
  readonly name: string
  /** Connections at most. One: a session that keeps its state until `onLost`. */
  readonly max: number
  /** Run on a new connection of a link that has one. */
  readonly prepare?: (sql: Database) => Promise<void>
  /** The only connection of a link was lost after it had been made. */
  readonly onLost?: () => void
  readonly onNotify?: (payload: string) => void
}

/**
 * Connections to whichever of the hosts is the primary. They are made when they are needed, and anew, perhaps to another
 * host, after a fault: the driver's own search through several hosts asks a whole cluster that is down without a pause.
 */
export class PostgresLink {
  readonly #settings: PostgresSettings
  readonly #options: LinkOptions
  #open: Promise<Database> | null = null
  #host = 0
  #closed = false

  constructor(settings: PostgresSettings, options: LinkOptions) {
    this.#settings = settings
    this.#options = options
  }

  /**
   * Does something in the database. After `timeoutMs` without an answer the connections are given up: what was asked may
   * have happened or not.
   * @throws {HistoryError}
   */
  async use<T>(work: (sql: Database) => Promise<T>, timeoutMs = 30_000): Promise<T> {
    if (this.#closed) throw new HistoryError('history-closed', 'The history is closed.')
    const opening = (this.#open ??= this.#connect())
    let timer: NodeJS.Timeout | undefined
    try {
      const timeout = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          const message = `The history’s database has not answered for ${timeoutMs / 1000} s.`
          reject(new HistoryError('history-slow', message))
          this.#drop(opening)
        }, timeoutMs)
      })
      return await Promise.race([opening.then(work), timeout])
    } catch (error) {
      if (isConnectionFault(error)) this.#drop(opening)
      throw historyErrorOf(error)
    } finally {
      clearTimeout(timer)
    }
  }

  /**
   * Does something in one transaction, otherwise like `use`. Nothing but the transaction's own questions may be awaited in it: the
   * driver writes what follows a connection's end into nothing, and what it throws then would end the process. So nothing follows.
   * @throws {HistoryError}
   */
  transaction<T>(work: (tx: Asker) => Promise<T>, timeoutMs?: number): Promise<T> {
    const whileConnected = async (tx: Asker): Promise<T> => {
      try {
        return await work(tx)
      } catch (error) {
        // The driver knows of the end already, and has the whole transaction fail.
        if (isClosedConnection(error)) return new Promise<never>(() => undefined)
        throw error
      }
    }
    return this.use((sql) => sql.begin(whileConnected) as Promise<T>, timeoutMs)
  }

  async close(): Promise<void> {
    this.#closed = true
    const opening = this.#open
    this.#open = null
    await opening?.then(
      (sql) => sql.end({ timeout: 1 }),
      () => undefined,
    )
  }

  #drop(opening: Promise<Database>): void {
    if (this.#open === opening) this.#open = null
    // Never by cancelling: that would end a commit's wait for the synchronous standby, and call it done.
    opening.then(
      (sql) => sql.end({ timeout: 0 }),
      () => undefined,
    )
  }

  async #connect(): Promise<Database> {
    const { hosts } = this.#settings
    const faults: HistoryError[] = []
    for (let tried = 0; tried < hosts.length; tried++) {
      const place = hosts[this.#host % hosts.length]
      if (!place) break
      try {
        return await this.#connectTo(place)
      } catch (error) {
        faults.push(historyErrorOf(error))
        this.#host += 1
      }
    }
    this.#open = null
    const code = faults.find((fault) => fault.code !== 'history-unreachable')?.code ?? 'history-unreachable'
    // Several servers often have the same to say.
    const words = [...new Set(faults.map(({ message }) => message))].join(' ')
    throw new HistoryError(code, words, faults[0])
  }

  async #connectTo({ host, port }: PostgresSettings['hosts'][number]): Promise<Database> {
    const { database, user, password, tls } = this.#settings
    const { name, max, prepare, onLost, onNotify } = this.#options
    let isReady = false
    const options = {
      host,
      port,
      database,
      user,
      ...(password && { password }),
      // Without a name the certificate would be compared with `localhost`.
      ssl: tls !== null && {
        ...tls(),
        ...(isIP(host) ? { host } : { servername: host }),
      },
      max,
      connect_timeout: CONNECT_TIMEOUT_S,
      keep_alive: 5,
      types: TYPES,
      fetch_types: false,
      onnotice: () => undefined,
      onclose: () => {
        if (isReady && max === 1) onLost?.()
      },
      ...(onNotify && { onnotify: (_: string, payload: string) => onNotify(payload) }),
      ...(max === 1 && { idle_timeout: null, max_lifetime: null }),
      connection: {
        application_name: `reason-relay ${name}`,
        search_path: 'reason_history',
        lock_timeout: LOCK_TIMEOUT_MS,
        ...GONE,
        // With the values known, all days but those asked for are left out before the query is planned.
        plan_cache_mode: 'force_custom_plan',
      },
    }
    // The driver takes more than its types say: notices, and null for what never ends.
    const sql = postgres(options as unknown as Options<typeof TYPES>) as unknown as Database
    try {
      const [state] = await sql<{ isStandby: boolean }[]>`SELECT pg_is_in_recovery() AS "isStandby"`
      if (state?.isStandby !== false) {
        throw new HistoryError('history-unreachable', `The server ${host}:${port} is a standby.`)
      }
      await prepare?.(sql)
      isReady = true
      return sql
    } catch (error) {
      void sql.end({ timeout: 0 })
      throw error
    }
  }
}
