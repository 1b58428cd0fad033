import { html, nothing } from 'lit'
import type { ReasonRow, WhomRow } from '../reports/totals-rows.ts'
import { type Formats, signedLag } from '../words/formats.ts'
import { counted } from '../words/localise.ts'
import { reportsTexts } from '../words/reports-texts.ts'
import { texts } from '../words/texts.ts'
import type { Column } from './sortable-table.ts'

const words = reportsTexts.totals

const nameOf = ({ label, code }: ReasonRow): string =>
  label ?? (code === null ? texts.totals.noReason : texts.list.code(code))

/** A column of numbers, each written as `format` does. */
const number = <Row>(
  key: string,
  heading: string,
  numberOf: (row: Row) => number,
  format: (value: number) => string,
): Column<Row> => ({ key, heading, sortBy: numberOf, cell: (row) => format(numberOf(row)), isNumber: true })

/** Lengths in a row, as shares of the longest bar of the table, 0 to 1, with what each is drawn as. */
const bar = (said: string, parts: readonly (readonly [name: string, share: number])[]): unknown =>
  html`<div class="bar" role="img" aria-label=${said}>
    ${parts.map(([name, share]) => html`<i class=${name} .style=${`width: ${100 * share}%`}></i>`)}
  </div>`

/** The columns of a table of reasons. */
export function reasonColumns(
  rows: readonly ReasonRow[],
  onlyNotReady: boolean,
  formats: Formats,
): readonly Column<ReasonRow>[] {
  const most = Math.max(1, ...rows.map(({ timeMs }) => timeMs))
  const state: Column<ReasonRow> = {
    key: 'state',
    heading: words.state,
    cell: (row) => texts.states[row.state],
    sortBy: (row) => texts.states[row.state],
    isNumber: false,
  }
  return [
    {
      key: 'reason',
      heading: words.reason,
      cell: (row) =>
        html`<bdi>${nameOf(row)}</bdi>${row.label === null ? nothing : html` <span class="mono">${row.code}</span>`}`,
      sortBy: nameOf,
      isNumber: false,
    },
    ...(onlyNotReady ? [] : [state]),
    {
      key: 'bar',
      heading: words.bar,
      cell: (row) =>
        bar(formats.share(row.share), [[row.state === 'NOT_READY' ? 'not-ready' : 'other', row.timeMs / most]]),
      sortBy: ({ timeMs }) => timeMs,
      isNumber: false,
    },
    number('share', words.share, ({ share }) => share, formats.share),
    number('time', words.time, ({ timeMs }) => timeMs, formats.sum),
    number('count', words.count, ({ count }) => count, counted),
    number('average', words.average, ({ averageMs }) => averageMs, formats.sum),
    number('longest', words.longestOne, ({ longestMs }) => longestMs, formats.sum),
  ]
}

export type WhomColumnsOptions = {
  /** The heading of the names. */
  readonly heading: string
  /** What a click on a name does. */
  readonly choose: (id: string) => () => void
  readonly formats: Formats
}

/** The columns of a table of agents or teams: their Not Ready time, and how much of it Finesse has no reason for. */
export function whomColumns(
  rows: readonly WhomRow[],
  { heading, choose, formats }: WhomColumnsOptions,
): readonly Column<WhomRow>[] {
  const most = Math.max(1, ...rows.map(({ totals }) => totals.notReadyMs))
  return [
    {
      key: 'name',
      heading,
      cell: ({ id, name }) =>
        html`<button class="link" title=${words.onlyOf(name)} @click=${choose(id)}><bdi>${name}</bdi></button>`,
      sortBy: ({ name }) => name,
      isNumber: false,
    },
    {
      key: 'bar',
      heading: words.notReady,
      cell: ({ totals: { notReadyMs, notReadyWatchedMs, notReadyWithoutFinesseMs } }) =>
        bar(formats.sum(notReadyMs), [
          ['not-ready', (notReadyWatchedMs - notReadyWithoutFinesseMs) / most],
          ['without', notReadyWithoutFinesseMs / most],
          ['unwatched', (notReadyMs - notReadyWatchedMs) / most],
        ]),
      sortBy: ({ totals }) => totals.notReadyMs,
      isNumber: false,
    },
    number('time', words.time, ({ totals }) => totals.notReadyMs, formats.sum),
    number(
      'without',
      words.without,
      ({ totals }) => totals.shareWithoutFinesse ?? -1,
      (share) => (share < 0 ? '–' : formats.share(share)),
    ),
    number('differences', words.differences, ({ differences }) => differences, counted),
    number(
      'lag',
      words.lag,
      ({ totals }) => totals.worstLag?.lag ?? -Infinity,
      (lag) => (lag === -Infinity ? '–' : signedLag(lag, formats)),
    ),
  ]
}
