import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { type ExportFormat, type ExportJob, runExport } from '../../../src/gadget/export/export-job.ts'
import { HeldFile } from '../../../src/gadget/export/export-sinks.ts'
import type { Entry } from '../../../src/history/entry.ts'
import { RECORD_COLUMNS, recordOf } from '../../../src/history/entry-record.ts'
import type { Cell } from '../../../src/history/spreadsheet-text.ts'
import { lastsIn, type Window } from '../../../src/history/window.ts'
import { AGENT, at, CATALOGUE, cti, deploymentOf, entriesOf, finesse, labelled } from '../../history/heard.ts'

const DAY = 24 * 3_600_000
const HOSTILE = ['=1+1', '+cmd|calc', '-2', '@SUM(A1)', 'a "quoted", name', 'two\r\nlines', '\t=1', '‮evil', '']

/** Stays whose every label and client is one that has to be written with care. */
const ENTRIES: readonly Entry[] = entriesOf(
  HOSTILE.flatMap((label, index) => [
    cti(index * 100, 'NOT_READY', 71 + (index % 2), { client: label }),
    finesse(index * 100 + 0.1, 'NOT_READY', labelled(71, label, 1)),
  ]),
)

const context = {
  catalogue: CATALOGUE,
  deploymentOf,
  timeZone: 'Europe/Berlin',
  nameOf: (agentId: string) => (agentId === AGENT ? 'Álvaro "Al", Ñ' : null),
}

/** Runs an export; the relay answers as a real one does, from these entries. */
async function exported(fields: Partial<ExportJob> = {}, entries: readonly Entry[] = ENTRIES) {
  const files: Blob[] = []
  const progress: number[] = []
  const asked: Window[] = []
  const count = await runExport({
    reports: {
      entries: async ({ agentIds }, window, { onProgress }) => {
        asked.push(window)
        onProgress?.(0.5)
        return entries.filter((entry) => agentIds?.includes(entry.agentId) && lastsIn(entry, window))
      },
    },
    agentIds: [AGENT],
    window: { from: at(0), to: at(3600) },
    isWanted: () => true,
    format: 'csv',
    bom: false,
    context,
    sink: new HeldFile('text/plain', (file) => files.push(file)),
    signal: new AbortController().signal,
    onProgress: (share) => progress.push(share),
    ...fields,
  })
  const bytes = new Uint8Array((await files[0]?.arrayBuffer()) ?? new ArrayBuffer())
  return { count, bytes, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), progress, asked, files }
}

const asText = (value: Cell): string => (value === null ? '' : String(value))

describe('an export as CSV', () => {
  it('is read again by a parser: every row whole, every value as it was, formulas behind an apostrophe', async () => {
    const { text, count } = await exported()
    const rows: Record<string, string>[] = parse(text, { columns: true })
    expect(count).toBe(ENTRIES.length)
    expect(rows).toHaveLength(ENTRIES.length)
    expect(Object.keys(rows[0] ?? {})).toEqual(RECORD_COLUMNS)
    for (const [index, entry] of ENTRIES.entries()) {
      const record = recordOf(entry, context)
      for (const column of RECORD_COLUMNS) {
        const value = record[column]
        const read = rows[index]?.[column] ?? ''
        expect(typeof value === 'string' ? read.replace(/^'/, '') : read).toBe(asText(value))
        expect(typeof value === 'string' && /^\s*[=+\-@]/.test(read)).toBe(false)
      }
    }
    expect(rows[0]).toMatchObject({
      agent_name: 'Álvaro "Al", Ñ',
      from_utc: '2026-11-23T08:00:00.000Z',
      from_local: '2026-11-23 09:00:00.000',
      time_zone: 'Europe/Berlin',
    })
  })

  it('begins with a byte order mark on request', async () => {
    const [without, withMark] = [await exported(), await exported({ bom: true })]
    expect(withMark.bytes.slice(0, 3)).toEqual(Uint8Array.of(0xef, 0xbb, 0xbf))
    expect(withMark.text.slice(1)).toBe(without.text)
    const rows: unknown[] = parse(Buffer.from(withMark.bytes), { bom: true, columns: true })
    expect(rows).toHaveLength(ENTRIES.length)
  })
})

describe('an export as JSON lines', () => {
  it('has the same records, as they are', async () => {
    const { text } = await exported({ format: 'jsonl' })
    const lines = text.trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(ENTRIES.map((entry) => recordOf(entry, context)))
  })
})

describe.each<ExportFormat>(['csv', 'jsonl'])('an export as %s', (format) => {
  it('has only what is wanted', async () => {
    const { text, count } = await exported({ format, isWanted: ({ verdict }) => verdict === 'conflict' })
    expect(count).toBeGreaterThan(0)
    expect(count).toBeLessThan(ENTRIES.length)
    expect(text).toContain('conflict')
    expect(text).not.toContain('agree')
  })
})

describe('a long export', () => {
  const LONG = entriesOf([cti(0, 'READY'), cti(40 * 86_400, 'NOT_READY', 71), cti(70 * 86_400, 'READY')])

  it('is asked for in pieces and has each entry once', async () => {
    const { text, asked, progress } = await exported(
      { format: 'jsonl', window: { from: at(0), to: at(0) + 100 * DAY } },
      LONG,
    )
    expect(asked.map(({ from, to }) => (to - from) / DAY)).toEqual([60, 40])
    expect(text.trimEnd().split('\n')).toHaveLength(3)
    expect(progress).toEqual([0.25, 0.5, 0.75, 1])
  })

  it('that is cancelled leaves nothing', async () => {
    const abort = new AbortController()
    const saved: Blob[] = []
    const sink = new HeldFile('text/csv', (file) => saved.push(file))
    const running = exported(
      {
        sink,
        signal: abort.signal,
        window: { from: at(0), to: at(0) + 100 * DAY },
        onProgress: (share) => share > 0.2 && abort.abort(),
      },
      LONG,
    )
    await expect(running).rejects.toThrow('abort')
    expect(saved).toEqual([])
  })
})
