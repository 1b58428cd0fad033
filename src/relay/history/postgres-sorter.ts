import { setTimeout as pause } from 'node:timers/promises'
import { HistoryError } from './history-error.ts'
import type { Asker, PostgresLink } from './postgres-link.ts'
import { dayTable, sortedTable } from './postgres-schema.ts'
import { bePatient, exclusively, lockCopy, UPKEEP_TIMEOUT_MS } from './postgres-upkeep.ts'

/** So long after its end nothing is added to a day any more: what is told later is kept apart. Milliseconds. */
const CLOSED_MS = 2 * 3_600_000

/**
 * Rows that are sorted together. Of a busy agent there are some pages in each, instead of a row on each page; and whoever reads
 * everybody's rows in the order of their places finds them within what fits into memory.
 */
const SLICE_ROWS = 200_000

/** Rows copied in one transaction: half a megabyte of log, which holds up no commit on its way to the standby. */
const CHUNK_ROWS = 1_000

/** How long an exchange waits for whoever is at the day: longer than it takes the server to end its own vacuum. Milliseconds. */
const DAY_PATIENCE_MS = 1_500

/** And then for whoever reads any day, while nobody can write; and how often that is tried. */
const BRIEFLY_MS = 100
const TRIES = 5

/** A rest is as long as the step before it. Milliseconds. */
const IDLE_MS = 2 * UPKEEP_TIMEOUT_MS

/** A day that is being sorted, and the very table that it is copied into. */
type Copy = {
  readonly day: string
  readonly table: string
  readonly sortedTo: number
  /** The last place of the next slice; null where all are done. */
  readonly upTo: number | null
}

export type PostgresSorterOptions = {
  /** A session of its own; this one ends it. */
  readonly open: (onLost: () => void) => PostgresLink
  /** What time it is, milliseconds; null: the database's clock. */
  readonly moment: () => number | null
  /** Who has sorted nothing for so long is frozen, milliseconds. Default: longer than any rest between two steps. */
  readonly idleMs?: number
}

/**
 * Sorts days that are over: rows come in the order of time, so that each row of an agent's day lies on a page of its own. Each
 * day is copied slice by slice in the order of agents, compared with its copy, and exchanged for it. Every step is a short
 * transaction that finds out by itself where the work stands, so that any relay goes on where another was killed.
 */
export class PostgresSorter {
  readonly #options: PostgresSorterOptions
  #isEnded = true
  #link: PostgresLink | null = null

  constructor(options: PostgresSorterOptions) {
    this.#options = options
  }

  /**
   * Sorts what there is to sort, the latest day first, at half of the speed that would be possible; answers how many rows. Does
   * nothing where another relay is at it, and leaves for later what somebody reads for long.
   * @throws {HistoryError} `history-copy-differs` where a copy is not what was copied: it is made anew when this is called again.
   */
  async run(): Promise<number> {
    const link = this.#options.open(() => (this.#isEnded = true))
    this.#link = link
    this.#isEnded = false
    let rows = 0
    try {
      if (!(await isAlone(link, this.#options.idleMs ?? IDLE_MS))) return 0
      while (!this.#isEnded) {
        const copy = await this.#rested(() => findCopy(link, this.#options.moment()))
        if (!copy) break
        if (copy.upTo !== null) rows += await this.#sortSlice(link, copy, copy.upTo)
        else if (!(await this.#finish(link, copy))) break
      }
      return rows
    } finally {
      await this.close()
    }
  }

  /** Ends what is going on; it may be called again. */
  async close(): Promise<void> {
    this.#isEnded = true
    await this.#link?.close()
  }

  async #sortSlice(link: PostgresLink, copy: Copy, upTo: number): Promise<number> {
    const seqs = await this.#rested(() => seqsToCopy(link, copy, upTo))
    for (let at = 0; at < seqs.length && !this.#isEnded; at += CHUNK_ROWS) {
      await this.#rested(() => copyRows(link, copy, seqs.slice(at, at + CHUNK_ROWS)))
    }
    if (!this.#isEnded) await this.#rested(() => compare(link, copy, upTo))
    return seqs.length
  }

  async #finish(link: PostgresLink, copy: Copy): Promise<boolean> {
    await this.#rested(() => analyze(link, copy))
    for (let tries = 0; tries < TRIES && !this.#isEnded; tries++) {
      if (await this.#rested(() => exchange(link, copy))) return true
    }
    return false
  }

  /** Does something and then nothing for as long as it took: others have at least half of the server's attention. */
  async #rested<T>(work: () => Promise<T>): Promise<T> {
    const started = performance.now()
    const result = await work()
    if (!this.#isEnded) await pause(performance.now() - started, undefined, { ref: false })
    return result
  }
}

/**
 * Is this the only relay that sorts? Until the session ends, which the server does (since version 14) where a relay is frozen in
 * between: without an end to it no other would ever sort.
 */
async function isAlone(link: PostgresLink, idleMs: number): Promise<boolean> {
  const [lock] = await link.use(async (sql) => {
    await sql`
      SELECT set_config(name, ${String(idleMs)}, false) FROM pg_settings WHERE name = 'idle_session_timeout'`
    return sql<{ isHad: boolean }[]>`SELECT pg_try_advisory_lock(hashtext('reason_history.sort')) AS "isHad"`
  })
  return lock?.isHad === true
}

/** The very table that has a name now; null where there is none. */
async function tableOf(sql: Asker, name: string): Promise<string | null> {
  const [table] = await sql<{ oid: string | null }[]>`
    SELECT to_regclass(${`reason_history.${name}`})::oid::text AS oid`
  return table?.oid ?? null
}

/** The copy that was begun, or a new one of the latest day that needs it; null where none does. */
function findCopy(link: PostgresLink, moment: number | null): Promise<Copy | null> {
  return link.transaction(async (tx) => {
    await lockCopy(tx)
    const begun = await begunCopy(tx)
    if (begun) return begun
    for (;;) {
      const day = await nextDay(tx, moment)
      if (day === null) return null
      const upTo = await endOfSlice(tx, day, 0)
      if (upTo !== null) return beginCopy(tx, day, upTo)
      await tx`INSERT INTO sorted_days VALUES (${day}::date)`
    }
  })
}

async function begunCopy(tx: Asker): Promise<Copy | null> {
  const [head] = await tx<{ day: string | null; sortedTo: number }[]>`
    SELECT sorting::text AS day, sorted_to AS "sortedTo" FROM head`
  if (!head?.day) return null
  const { day, sortedTo } = head
  const table = await tableOf(tx, sortedTable(day))
  if (table !== null) return { day, table, sortedTo, upTo: await endOfSlice(tx, day, sortedTo) }
  await tx`SELECT stop_sorting()`
  return null
}

/** The latest day that nothing is added to any more and that was not sorted yet. */
async function nextDay(tx: Asker, moment: number | null): Promise<string | null> {
  const [next] = await tx<{ day: string }[]>`
    SELECT day::text FROM (SELECT to_date(right(relid::text, 8), 'YYYYMMDD') AS day
                           FROM pg_partition_tree('reason_history.observations')
                           WHERE isleaf AND relid::text ~ '_[0-9]{8}$') AS days
    WHERE extract(epoch FROM day + 1) * 1000 + ${CLOSED_MS}
          <= coalesce(${moment}::bigint, extract(epoch FROM clock_timestamp()) * 1000)
      AND NOT EXISTS (SELECT FROM sorted_days WHERE sorted_days.day = days.day)
    ORDER BY day DESC LIMIT 1`
  return next?.day ?? null
}

async function beginCopy(tx: Asker, day: string, upTo: number): Promise<Copy> {
  await tx`UPDATE head SET sorting = ${day}::date, sorted_to = 0`
  // With the condition it becomes a partition without being read for that.
  await tx.unsafe(
    `CREATE TABLE ${sortedTable(day)} (LIKE observations INCLUDING INDEXES, CONSTRAINT of_day CHECK (day = date '${day}'))
     WITH (autovacuum_enabled = off)`,
  )
  return { day, table: (await tableOf(tx, sortedTable(day))) ?? '', sortedTo: 0, upTo }
}

/** The last place of the next slice; null where all are done. */
async function endOfSlice(tx: Asker, day: string, sortedTo: number): Promise<number | null> {
  const [slice] = await tx<{ upTo: number | null }[]>`
    SELECT max(seq) AS "upTo"
    FROM (SELECT seq FROM ${tx(dayTable(day))} WHERE seq > ${sortedTo} ORDER BY seq LIMIT ${SLICE_ROWS}) AS slice`
  return slice?.upTo ?? null
}

/** Does something with a copy, unless it is another one by now: null then. */
function whileCopying<T>(link: PostgresLink, { day, table }: Copy, work: (tx: Asker) => Promise<T>): Promise<T | null> {
  return link.transaction(async (tx) => {
    // What is lost with the server is copied again.
    await tx`SET LOCAL synchronous_commit = off`
    await lockCopy(tx)
    return (await tableOf(tx, sortedTable(day))) === table ? work(tx) : null
  }, UPKEEP_TIMEOUT_MS)
}

/** The places of a slice that are not in the copy yet, in the copy's order. As one text: a list would take many times as long. */
async function seqsToCopy(link: PostgresLink, copy: Copy, upTo: number): Promise<readonly number[]> {
  const { day, sortedTo } = copy
  const lists = await whileCopying(
    link,
    copy,
    (tx) => tx<{ seqs: string | null }[]>`
      SELECT string_agg(seq::text, ',' ORDER BY agent_id, at, seq) AS seqs FROM ${tx(dayTable(day))} AS row
      WHERE seq > ${sortedTo} AND seq <= ${upTo}
        AND NOT EXISTS (SELECT FROM ${tx(sortedTable(day))} AS copy WHERE copy.seq = row.seq)`,
  )
  return (lists?.[0]?.seqs ?? '').split(',').filter(Boolean).map(Number)
}

/** Copies rows, in the copy's order. */
async function copyRows(link: PostgresLink, copy: Copy, seqs: readonly number[]): Promise<void> {
  await whileCopying(
    link,
    copy,
    (tx) => tx`
      INSERT INTO ${tx(sortedTable(copy.day))} (seq, agent_id, at, day, body)
      SELECT seq, agent_id, at, day, body FROM ${tx(dayTable(copy.day))} WHERE seq = ANY(${[...seqs]}::bigint[])
      ORDER BY agent_id, at, seq`,
  )
}

/** Number and checksum of a slice's rows. */
async function sumOf(sql: Asker, table: string, after: number, upTo: number): Promise<string> {
  const [sum] = await sql<{ text: string }[]>`
    SELECT count(*) || ' ' || coalesce(sum(hashtextextended(concat_ws(' ', seq, at, day, body, agent_id), 0)), 0) AS text
    FROM ${sql(table)} WHERE seq > ${after} AND seq <= ${upTo}`
  return sum?.text ?? ''
}

/** Reads a slice back. @throws {HistoryError} where it is not what was copied; the copy is removed then. */
async function compare(link: PostgresLink, copy: Copy, upTo: number): Promise<void> {
  const { day, sortedTo } = copy
  const isSame = await whileCopying(link, copy, async (tx) => {
    const was = await sumOf(tx, dayTable(day), sortedTo, upTo)
    const is = await sumOf(tx, sortedTable(day), sortedTo, upTo)
    await (was === is ? tx`UPDATE head SET sorted_to = ${upTo}` : tx`SELECT stop_sorting()`)
    return was === is
  })
  if (isSame !== false) return
  const message = `The copy of ${day} in the order of agents differs from what was copied: it is made anew. Is the server’s disk in order?`
  throw new HistoryError('history-copy-differs', message)
}

/** What the planner must know of it: it has not been looked at by itself yet. */
const analyze = (link: PostgresLink, copy: Copy): Promise<unknown> =>
  whileCopying(link, copy, (tx) => tx`ANALYZE ${tx(sortedTable(copy.day))}`)

/** The copy becomes the day's table. Answers false where somebody reads for too long. */
async function exchange(link: PostgresLink, { day, table }: Copy): Promise<boolean> {
  const [name, copy] = [dayTable(day), sortedTable(day)]
  const exchanged = await exclusively(
    link,
    async (tx) => {
      await lockCopy(tx)
      if ((await tableOf(tx, copy)) !== table) return true
      // Who else is at the day is waited for first: while the history as a whole is waited for, nobody can write.
      await tx`LOCK TABLE ${tx(name)}, ${tx(copy)}`
      await bePatient(tx, BRIEFLY_MS)
      await tx.unsafe(
        `ALTER TABLE observations DETACH PARTITION ${name};
         DROP TABLE ${name};
         ALTER TABLE ${copy} RENAME TO ${name};
         ALTER TABLE observations ATTACH PARTITION ${name} FOR VALUES FROM ('${day}') TO (date '${day}' + 1);
         ALTER TABLE ${name} DROP CONSTRAINT of_day, RESET (autovacuum_enabled);
         INSERT INTO sorted_days VALUES ('${day}')`,
      )
      return true
    },
    DAY_PATIENCE_MS,
  )
  return exchanged !== null
}
