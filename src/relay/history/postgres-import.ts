import { createHash } from 'node:crypto'
import { HistoryError } from './history-error.ts'
import type { HistoryStore, Row } from './history-store.ts'
import { PostgresLink, type PostgresSettings } from './postgres-link.ts'
import { migrate } from './postgres-migrate.ts'
import { refusePooler } from './postgres-pooler.ts'
import { readWindow } from './postgres-reader.ts'
import { PostgresUpkeep } from './postgres-upkeep.ts'

/** Rows read, and at most committed, at a time. */
const ROWS = 2_000

/** What is committed together happened within this, so that it is in its days. Milliseconds. */
const SPAN_MS = 1_800_000

type TimedRow = Row & { readonly at: number }

/** How far an import has come: while it copies in places of the source, of which some are empty, then in observations. */
export type Progress = {
  readonly step: 'copying' | 'verifying'
  readonly done: number
  readonly of: number
  /** Observations that are done. */
  readonly rows: number
}

export type Imported = { readonly rows: number; readonly wasThere: boolean }

type State = { readonly place: number; readonly rows: number; readonly checksum: string; readonly verified: boolean }

const NOTHING: State = { place: 0, rows: 0, checksum: '', verified: false }

/** Each row's checksum has the one before in it: order, number and content of all rows are in the last. */
const checksumOf = (before: string, { at, agentId, body }: TimedRow): string =>
  createHash('sha256')
    .update(before)
    .update(JSON.stringify([at, agentId, body]))
    .digest('base64')

/**
 * Takes another history over into PostgreSQL, page by page: one that was interrupted goes on where it was. Then everything is
 * read back and compared.
 * @param sites Whose last moment of listening is taken over, so that the time until a relay runs again is a gap.
 * @throws {HistoryError} `history-in-use` while a relay writes there, `import-differs` where the copy is not the same.
 */
export async function importHistory(
  source: HistoryStore,
  settings: PostgresSettings,
  { sites, onProgress }: { readonly sites: readonly string[]; readonly onProgress: (progress: Progress) => void },
): Promise<Imported> {
  await refusePooler(settings)
  const link = new PostgresLink(settings, { name: 'import', max: 1 })
  try {
    await migrate(link)
    const before = await readState(link, source.epoch)
    if (before.verified && before.place === source.lastSeq) return { rows: before.rows, wasThere: true }
    const copied = await copy(source, link, before, onProgress)
    for (const site of sites) await noteListening(link, site, await source.lastListening(site))
    await verify(source, link, copied, onProgress)
    return { rows: copied.rows, wasThere: false }
  } finally {
    await link.close()
  }
}

async function readState(link: PostgresLink, source: string): Promise<State> {
  const [state] = await link.use(
    (sql) => sql<State[]>`SELECT place, rows, checksum, verified FROM imports WHERE source = ${source}`,
  )
  return state ?? NOTHING
}

async function copy(
  source: HistoryStore,
  link: PostgresLink,
  before: State,
  onProgress: (progress: Progress) => void,
): Promise<State> {
  const { lastSeq: of } = source
  let { place, rows, checksum } = before
  const upkeep = new PostgresUpkeep(link, Date.now)
  let clock = 0
  let madeDays = ''
  while (place < of) {
    const page = (await source.readAfter(place, ROWS)).filter(({ seq }) => seq <= of)
    if (page.length === 0) break
    for (const batch of batchesOf(page, clock, Date.now())) {
      clock = batch.clock
      const days = new Date(clock).toISOString().slice(0, 10)
      if (days !== madeDays) await upkeep.makeDays(clock - SPAN_MS, clock + SPAN_MS)
      madeDays = days
      for (const row of batch.rows) checksum = checksumOf(checksum, row)
      place = batch.rows.at(-1)?.seq ?? place
      rows += batch.rows.length
      await insert(link, source.epoch, { place, checksum, ...batch })
      onProgress({ step: 'copying', done: place - source.prunedTo, of: of - source.prunedTo, rows })
    }
  }
  return { place, rows, checksum, verified: false }
}

type Batch = { readonly clock: number; readonly rows: readonly TimedRow[] }

/**
 * What is of about one moment together. The clock goes forward only, and no further than `end`: what was told late, or by a
 * wrong clock, is with what it was told with.
 */
export function* batchesOf(page: readonly TimedRow[], begin: number, end: number): Generator<Batch> {
  let clock = begin
  let rows: TimedRow[] = []
  for (const row of page) {
    if (row.at > clock + SPAN_MS && row.at <= end) {
      if (rows.length > 0) yield { clock, rows }
      rows = []
      clock = row.at
    }
    rows.push(row)
  }
  if (rows.length > 0) yield { clock, rows }
}

async function insert(
  link: PostgresLink,
  source: string,
  { place, checksum, clock, rows }: Batch & { readonly place: number; readonly checksum: string },
): Promise<void> {
  await link.use(
    (sql) => sql`
      SELECT import_rows(${source}, ${place}, ${checksum}, ${clock}, ${rows.map(({ agentId }) => agentId)}::text[],
                         ${rows.map(({ at }) => at)}::bigint[], ${rows.map(({ body }) => body)}::text[])`,
  )
}

async function noteListening(link: PostgresLink, site: string, at: number | null): Promise<void> {
  if (at === null) return
  await link.use(
    (sql) => sql`
      INSERT INTO sites AS known (site, term, relay, released, server_started, noted_at)
      VALUES (${site}, 0, '', true, pg_postmaster_start_time(), ${at})
      ON CONFLICT (site) DO UPDATE SET noted_at = greatest(known.noted_at, ${at})`,
  )
}

async function verify(
  source: HistoryStore,
  link: PostgresLink,
  copied: State,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  const ranges = await link.use(
    (sql) => sql<{ first: number; last: number }[]>`
      SELECT first_seq AS first, last_seq AS last FROM imported_rows WHERE source = ${source.epoch} ORDER BY first_seq`,
  )
  let [rows, checksum] = [0, '']
  for (const { first, last } of ranges) {
    for (let from = first - 1; from < last; from += ROWS) {
      const upTo = Math.min(last, from + ROWS)
      for (const row of await link.use((sql) => readWindow(sql, { from, upTo, limit: ROWS }))) {
        checksum = checksumOf(checksum, row)
        rows += 1
      }
      onProgress({ step: 'verifying', done: rows, of: copied.rows, rows })
    }
  }
  if (rows !== copied.rows || checksum !== copied.checksum) {
    const message = `The copy differs: ${rows} of ${copied.rows} observations are there, checksum ${checksum}, not ${copied.checksum}.`
    throw new HistoryError('import-differs', message)
  }
  await link.use((sql) => sql`UPDATE imports SET verified = true WHERE source = ${source.epoch}`)
}
