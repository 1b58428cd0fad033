import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { Catalogue } from '../../history/catalogue.ts'
import type { Entry } from '../../history/entry.ts'
import { FloorHistory } from '../../history/floor-history.ts'
import type { Observation } from '../../history/observation.ts'
import type { RelayConfig } from '../config-schema.ts'
import { openHistory } from '../history/open-history.ts'
import { RelayError } from '../relay-error.ts'
import { deploymentsOf, readLabels, withFinesse } from './command-labels.ts'
import { csvHeader, csvRow, recordOf } from './export-record.ts'

const ROWS = 2_000

/** How far before the range it is read, so that an entry that lasts into it has its beginning. Milliseconds. */
const LEAD_MS = 24 * 3_600_000

export type ExportOptions = {
  readonly config: RelayConfig
  readonly agent?: string
  /** Milliseconds; default: the last midnight of this machine's time zone. */
  readonly from?: number
  /** Milliseconds; default: now. */
  readonly to?: number
  readonly format: 'csv' | 'jsonl'
  readonly out?: string
}

/** Writes the entries of a range, with what each side said, in order of agent and time. */
export async function exportHistory(options: ExportOptions): Promise<void> {
  const { config, agent, format, out } = options
  const now = Date.now()
  const to = options.to ?? now
  const from = options.from ?? new Date(now).setHours(0, 0, 0, 0)
  const { catalogue } = await withFinesse(config, async (finesse) => readLabels(config, finesse?.administrator ?? null))
  const floor = await readFloor(config, catalogue, { agent, from: from - LEAD_MS, to })
  const isInside = (entry: Entry): boolean => entry.from < to && (entry.to ?? now) > from
  let count = 0
  const lines = function* (): Generator<string> {
    if (format === 'csv') yield csvHeader()
    for (const agentId of floor.agentIds()) {
      for (const entry of floor.entries(agentId, Math.max(now, to)).filter(isInside)) {
        count += 1
        const record = recordOf(entry, floor.catalogue, deploymentsOf(config))
        yield format === 'csv' ? csvRow(record) : `${JSON.stringify(record)}\n`
      }
    }
  }
  await writeTo(out, lines())
  process.stderr.write(`${count} entries from ${new Date(from).toISOString()} to ${new Date(to).toISOString()}.\n`)
}

/** Writes to a file that only its owner may read, or to standard output. @throws {RelayError} where it cannot be written. */
async function writeTo(out: string | undefined, lines: Iterable<string>): Promise<void> {
  try {
    if (out === undefined) await pipeline(lines, process.stdout, { end: false })
    else await pipeline(lines, createWriteStream(out, { mode: 0o600 }))
  } catch (cause) {
    // Whoever reads standard output may have had enough, as `head` has.
    if (cause instanceof Error && 'code' in cause && cause.code === 'EPIPE') return
    throw new RelayError('export-failed', `${out ?? 'Standard output'} cannot be written: ${String(cause)}`, cause)
  }
}

type Wanted = { readonly agent: string | undefined; readonly from: number; readonly to: number }

/** Reads the history in pages, so that only what is asked for is kept. */
async function readFloor(
  config: RelayConfig,
  catalogue: Catalogue,
  { agent, from, to }: Wanted,
): Promise<FloorHistory> {
  const floor = new FloorHistory({ deploymentOf: deploymentsOf(config), catalogue })
  const store = await openHistory(config)
  try {
    let cursor = 0
    for (;;) {
      const rows = await store.readAfter(cursor, ROWS)
      const wanted = rows.filter(
        ({ at, agentId }) => at >= from && at < to && (agent === undefined || agentId === null || agentId === agent),
      )
      floor.add(wanted.map(({ seq, body }) => ({ seq, ...(JSON.parse(body) as Observation) })))
      const last = rows.at(-1)
      if (!last || rows.length < ROWS) return floor
      cursor = last.seq
    }
  } finally {
    await store.close()
  }
}
