import { HistoryError } from './history-error.ts'
import { type Asker, PostgresLink, type PostgresSettings } from './postgres-link.ts'

/** Looks at the same two connections; a pooler that still gives each its own server process has many to choose from. */
const ROUNDS = 3

const processOf = async (sql: Asker): Promise<number> => {
  const [row] = await sql<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`
  return row?.pid ?? 0
}

/**
 * Refuses a connection pooler in transaction mode: between transactions it gives a connection another server process, and with
 * it go notices and the locks by which relays agree who leads. While one connection has a transaction open the other is asked
 * which process serves it: it must be the one from before, and another than that of the first.
 * @throws {HistoryError} `history-pooled`, or whatever stands in the way of asking.
 */
export async function refusePooler(settings: PostgresSettings): Promise<void> {
  const [one, other] = ['one', 'other'].map((name) => new PostgresLink(settings, { name: `pooler? ${name}`, max: 1 }))
  if (!one || !other) return
  try {
    const first = await one.use(processOf)
    for (let round = 0; round < ROUNDS; round++) {
      await other.use((sql) => sql`BEGIN`)
      const theirs = await other.use(processOf)
      const again = await one.use(processOf)
      await other.use((sql) => sql`COMMIT`)
      if (theirs !== first && again === first) continue
      const message = 'A connection pooler in transaction mode is between the relay and the history’s database.'
      throw new HistoryError(
        'history-pooled',
        `${message} It breaks LISTEN and advisory locks: name the server itself.`,
      )
    }
  } finally {
    await Promise.all([one.close(), other.close()])
  }
}
