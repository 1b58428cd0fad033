import type { Entry } from '../../history/entry.ts'
import { RECORD_COLUMNS, type RecordContext, recordOf } from '../../history/entry-record.ts'
import { BYTE_ORDER_MARK, csvLine } from '../../history/spreadsheet-text.ts'
import type { Window } from '../../history/window.ts'
import type { RelayReports } from '../reports/relay-reports.ts'
import { exportPieces } from './export-pieces.ts'
import type { ExportSink } from './export-sinks.ts'

export const EXPORT_FORMATS = ['csv', 'jsonl'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

export type ExportJob = {
  readonly reports: Pick<RelayReports, 'entries'>
  /** In the order in which they are written. */
  readonly agentIds: readonly string[]
  readonly window: Window
  /** Is an entry wanted? */
  readonly isWanted: (entry: Entry) => boolean
  readonly format: ExportFormat
  /** Begin a CSV with a byte order mark: Excel reads it as UTF-8 then. */
  readonly bom: boolean
  readonly context: RecordContext
  readonly sink: ExportSink
  readonly signal: AbortSignal
  /** Told how much is done, 0 to 1, and how many entries are written. */
  readonly onProgress: (progress: number, entries: number) => void
}

/**
 * Writes the entries of a range, piece by piece as the relay answers; returns how many.
 * @throws what the relay, the sink or the signal has to say; the sink has thrown away what it had then.
 */
export async function runExport(job: ExportJob): Promise<number> {
  const { reports, agentIds, window, isWanted, format, bom, context, sink, signal, onProgress } = job
  let count = 0
  const line = (entry: Entry): string => {
    const record = recordOf(entry, context)
    return format === 'csv' ? csvLine(RECORD_COLUMNS.map((name) => record[name])) : `${JSON.stringify(record)}\n`
  }
  try {
    if (format === 'csv') await sink.write((bom ? BYTE_ORDER_MARK : '') + csvLine(RECORD_COLUMNS))
    const pieces = exportPieces(agentIds, window)
    for (const [index, piece] of pieces.entries()) {
      const entries = await reports.entries({ agentIds: piece.agentIds }, piece.window, {
        signal,
        onProgress: (progress) => onProgress((index + progress) / pieces.length, count),
      })
      const wanted = entries.filter((entry) => !(piece.isLater && entry.from < piece.window.from) && isWanted(entry))
      signal.throwIfAborted()
      await sink.write(wanted.map(line).join(''))
      count += wanted.length
      onProgress((index + 1) / pieces.length, count)
    }
    await sink.close()
  } catch (error) {
    await sink.abort()
    throw error
  }
  return count
}
