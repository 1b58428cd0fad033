import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { Catalogue } from '../../history/catalogue.ts'
import type { Entry } from '../../history/entry.ts'
import { RECORD_COLUMNS, recordOf } from '../../history/entry-record.ts'
import { FloorHistory } from '../../history/floor-history.ts'
import { ownTimeZone } from '../../history/local-time.ts'
import type { Observation } from '../../history/observation.ts'
import { BYTE_ORDER_MARK, csvLine } from '../../history/spreadsheet-text.ts'
import { lastsIn } from '../../history/window.ts'
import type { RelayConfig } from '../config-schema.ts'
import type { HistoryStore, Row } from '../history/history-store.ts'
import { DISORDER_MS, lastPlaceBefore } from '../history/history-places.ts'
import { openHistory } from '../history/open-history.ts'
import { RelayError } from '../relay-error.ts'
import { AgentShelves } from '../sites/shared-agents.ts'
import { deploymentsOf, readLabels, withFinesse } from './command-labels.ts'

const ROWS = 2_000

/** More observations than one agent has in all the days of the longest retention. */
const ROWS_OF_ONE = 1_000_000

/** How far around the range it is read, so that an entry at its edge has its beginning and its end. Milliseconds. */
const MARGIN_MS = 24 * 3_600_000

export type ExportOptions = {
  readonly config: RelayConfig
  readonly agent?: string
  /** Milliseconds; default: the last midnight of this machine's time zone. */
  readonly from?: number
  /** Milliseconds; default: now. */
  readonly to?: number
  readonly format: 'csv' | 'jsonl'
  /** Default: none. */
  readonly bom?: boolean
  readonly out?: string
}

/** Writes the entries of a range, with what each side said, in order of agent and time. */
export async function exportHistory(options: ExportOptions): Promise<void> {
  const { config, agent, format, bom, out } = options
  const now = Date.now()
  const to = options.to ?? now
  const from = options.from ?? new Date(now).setHours(0, 0, 0, 0)
  if (from >= to) {
    const [end, start] = [to, from].map((at) => new Date(at).toISOString())
    throw new RelayError('export-range', `The range ends at ${end}, before it begins at ${start}: see --from and --to.`)
  }
  const { catalogue } = await withFinesse(config, async (finesse) => readLabels(config, finesse?.administrator ?? null))
  const wanted = { agent, from: from - MARGIN_MS, to: to + MARGIN_MS, now }
  const { floor, nameOf } = await readFloor(config, catalogue, wanted)
  const isInside = (entry: Entry): boolean => lastsIn(entry, { from, to })
  const context = { catalogue: floor.catalogue, deploymentOf: deploymentsOf(config), timeZone: ownTimeZone(), nameOf }
  let count = 0
  const lines = function* (): Generator<string> {
    if (format === 'csv') yield (bom ? BYTE_ORDER_MARK : '') + csvLine(RECORD_COLUMNS)
    for (const agentId of floor.agentIds()) {
      for (const entry of floor.entries(agentId, Math.max(now, to)).filter(isInside)) {
        count += 1
        const record = recordOf(entry, context)
        yield format === 'csv' ? csvLine(RECORD_COLUMNS.map((name) => record[name])) : `${JSON.stringify(record)}\n`
      }
    }
  }
  await writeTo(out, lines())
  process.stderr.write(`${count} entries from ${new Date(from).toISOString()} to ${new Date(to).toISOString()}.\n`)
}

/** Writes to a file, or to standard output. @throws {RelayError} where it cannot be written. */
async function writeTo(out: string | undefined, lines: Iterable<string>): Promise<void> {
  try {
    if (out === undefined) await pipeline(lines, process.stdout, { end: false })
    else await pipeline(lines, createWriteStream(out))
  } catch (cause) {
    // Whoever reads standard output may have had enough, as `head` has.
    if (cause instanceof Error && 'code' in cause && cause.code === 'EPIPE') return
    throw new RelayError(
      'export-failed',
      `${out ?? 'Standard output'} cannot be written: ${(cause as Error).message}`,
      cause,
    )
  }
}

type Wanted = {
  readonly agent: string | undefined
  readonly from: number
  readonly to: number
  readonly now: number
}

type Floor = { readonly floor: FloorHistory; readonly nameOf: (agentId: string) => string | null }

/** Reads the history in pages, so that only what is asked for is kept, and the names that relays have told each other. */
async function readFloor(config: RelayConfig, catalogue: Catalogue, wanted: Wanted): Promise<Floor> {
  const floor = new FloorHistory({ deploymentOf: deploymentsOf(config), catalogue })
  const store = await openHistory(config)
  try {
    for await (const rows of pagesOf(store, wanted)) {
      floor.add(rows.map(({ seq, body }) => ({ seq, ...(JSON.parse(body) as Observation) })))
    }
    const shelves = config.cti.map(({ site }) => new AgentShelves(site, store.documents))
    const nameOf = (agentId: string): string | null =>
      shelves.map((shelf) => shelf.agent(agentId)?.name).find(Boolean) ?? null
    return { floor, nameOf }
  } finally {
    await store.close()
  }
}

async function* pagesOf(store: HistoryStore, { agent, from, to, now }: Wanted): AsyncGenerator<readonly Row[]> {
  if (agent !== undefined) {
    yield await store.readAgent(agent, from, to, ROWS_OF_ONE)
    return
  }
  let cursor = await lastPlaceBefore(store, from)
  for (;;) {
    const rows = await store.readAfter(cursor, ROWS)
    yield rows.filter(({ at }) => at >= from && at < to)
    const last = rows.at(-1)
    if (!last || rows.length < ROWS) return
    // What a clock wrote that was far ahead says nothing of what comes after it.
    const latest = rows.findLast(({ at }) => at <= now + DISORDER_MS)
    if (latest && latest.at > to + DISORDER_MS) return
    cursor = last.seq
  }
}
