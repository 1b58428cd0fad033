/** What the relays of one history share besides observations. */
import type { SharedDocuments, TicketAnswer, TicketShelf } from './history-store.ts'
import { MemoryDocuments, REMEMBER_TICKETS_MS } from './memory-shelves.ts'
import type { Asker, Database, PostgresLink } from './postgres-link.ts'

/** Tickets that are past remembering are removed in the course of this many others. */
const TIDY_EVERY = 100

/** Tickets in a table: taken by one statement, so that two relays cannot both take one. */
export class PostgresTickets implements TicketShelf {
  readonly #link: PostgresLink
  #puts = 0

  constructor(link: PostgresLink) {
    this.#link = link
  }

  async put(hash: string, session: string, expiresAt: number): Promise<void> {
    await this.#link.use(async (sql) => {
      await sql`INSERT INTO tickets (hash, session, expires_at) VALUES (${hash}, ${session}, ${expiresAt})`
      if (this.#puts++ % TIDY_EVERY === 0) await tidy(sql, expiresAt)
    })
  }

  take(hash: string, now: number): Promise<TicketAnswer> {
    return this.#link.use(async (sql): Promise<TicketAnswer> => {
      const [taken] = await sql<{ session: string }[]>`
        WITH ticket AS (
          SELECT hash, session FROM tickets WHERE hash = ${hash} AND NOT used AND expires_at > ${now} FOR UPDATE
        )
        UPDATE tickets SET used = true, session = '' FROM ticket WHERE tickets.hash = ticket.hash
        RETURNING ticket.session`
      if (taken) return { session: taken.session }
      const [known] = await sql<{ used: boolean }[]>`SELECT used FROM tickets WHERE hash = ${hash}`
      if (!known) return 'ticket-unknown'
      return known.used ? 'ticket-used' : 'ticket-expired'
    })
  }
}

async function tidy(sql: Asker, now: number): Promise<void> {
  await sql`DELETE FROM tickets WHERE expires_at < ${now - REMEMBER_TICKETS_MS}`
}

/** Documents in a table, with a copy in memory that is brought up to date at each look. */
export class PostgresDocuments implements SharedDocuments {
  readonly #link: PostgresLink
  readonly #copy = new MemoryDocuments()
  #version = 0

  constructor(link: PostgresLink) {
    this.#link = link
  }

  get all(): ReadonlyMap<string, string> {
    return this.#copy.all
  }

  async put(key: string, body: string | null): Promise<void> {
    if ((this.#copy.all.get(key) ?? null) === body) return
    await this.#link.use((sql) => sql`SELECT put_document(${key}, ${body}, NULL, NULL)`)
  }

  follow(listener: Parameters<SharedDocuments['follow']>[0]): () => void {
    return this.#copy.follow(listener)
  }

  /** Takes in what was put since the last look. */
  async look(sql: Database): Promise<void> {
    const [newest] = await sql<{ version: number | null }[]>`SELECT max(version) AS version FROM documents`
    // A database that was rolled back may have what is known under other versions.
    if ((newest?.version ?? 0) < this.#version) this.#version = 0
    const changed = await sql<{ key: string; body: string | null; version: number }[]>`
      SELECT key, body, version FROM documents WHERE version > ${this.#version} ORDER BY version`
    for (const { key, body, version } of changed) {
      this.#version = version
      this.#copy.change(key, body)
    }
  }
}
