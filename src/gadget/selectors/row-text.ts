import type { Entry } from '../../history/entry.ts'
import { localTime, ownTimeZone } from '../../history/local-time.ts'
import { type Cell, tabbedLine } from '../../history/spreadsheet-text.ts'
import { detailTexts } from '../words/detail-texts.ts'
import { elapsedText } from '../words/formats.ts'
import { reportsTexts } from '../words/reports-texts.ts'
import { texts } from '../words/texts.ts'
import { comparison } from './comparison.ts'
import { placeText } from './entry-place.ts'
import { ctiWord, finesseWord } from './entry-words.ts'
import { verdictWords } from './why-words.ts'

/** What a row is written with. */
export type RowContext = {
  readonly name: string
  readonly relayAwaySince: number | null
  /** Until when it lasts, where it lasts. Milliseconds on the relay's clock. */
  readonly now: number
}

/** An entry as a heading and a line of cells, to be pasted into a spreadsheet or a message: local times, none run as a formula. */
export function rowText(entry: Entry, { name, relayAwaySince, now }: RowContext): string {
  const { table } = detailTexts
  const zone = ownTimeZone()
  const { agentId, from, to, state, reason, lag } = entry
  const columns: readonly (readonly [heading: string, cell: Cell])[] = [
    [texts.list.agent, name],
    [reportsTexts.copy.id, agentId],
    [`${table.from} (${zone})`, localTime(from, zone)],
    [table.duration, elapsedText((to ?? now) - from)],
    [table.state, texts.states[state]],
    [table.reason, reason?.label ?? null],
    [reportsTexts.copy.code, reason?.code ?? null],
    [table.cti, ctiWord(entry, relayAwaySince)],
    [table.finesse, finesseWord(entry)],
    [`${table.lag} (ms)`, lag],
    [table.verdict, verdictWords(entry, comparison(entry, relayAwaySince))],
    [reportsTexts.copy.search, placeText(entry)],
  ]
  return [columns.map(([heading]) => heading), columns.map(([, cell]) => cell)].map(tabbedLine).join('\n')
}
