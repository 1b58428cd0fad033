import { html, nothing } from 'lit'
import { styleMap } from '../styles/style-map.ts'
import type { ReasonRow, WhomRow } from '../reports/totals-rows.ts'
import type { Formats } from '../words/formats.ts'
import { counted } from '../words/localise.ts'
import { reportsTexts } from '../words/reports-texts.ts'
import { texts } from '../words/texts.ts'
import type { Column } from './sortable-table.ts'

const words = reportsTexts.totals

const nameOf = ({ label, code }: ReasonRow): string =>
  label ?? (code === null ? texts.totals.noReason : texts.list.code(code))

const number = <Row>(
  key: string,
  heading: string,
  sortBy: (row: Row) => number,
  cell: (row: Row) => unknown,
): Column<Row> => ({ key, heading, sortBy, cell, isNumber: true })

/** Lengths in a row, as shares of the longest bar of the table, 0 to 1, with what each is drawn as. */
const bar = (said: string, parts: readonly (readonly [name: string, share: number])[]): unknown =>
  html`<div class="bar" role="img" aria-label=${said}>
    ${parts.map(([name, share]) => html`<i class=${name} style=${styleMap({ width: `${100 * share}%` })}></i>`)}
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
    number(
      'share',
      words.share,
      ({ share }) => share,
      ({ share }) => formats.share(share),
    ),
    number(
      'time',
      words.time,
      ({ timeMs }) => timeMs,
      ({ timeMs }) => formats.sum(timeMs),
    ),
    number(
      'count',
      words.count,
      ({ count }) => count,
      ({ count }) => counted(count),
    ),
    number(
      'average',
      words.average,
      ({ averageMs }) => averageMs,
      ({ averageMs }) => formats.sum(averageMs),
    ),
    number(
      'longest',
      words.longestOne,
      ({ longestMs }) => longestMs,
      ({ longestMs }) => formats.sum(longestMs),
    ),
  ]
}

export type WhomColumnsOptions = {
  /** The heading of the names. */
  readonly label: string
  /** What a click on a name does. */
  readonly choose: (id: string) => () => void
  readonly formats: Formats
}

/** The columns of a table of agents or teams: their Not Ready time, and how much of it Finesse has no reason for. */
export function whomColumns(
  rows: readonly WhomRow[],
  { label, choose, formats }: WhomColumnsOptions,
): readonly Column<WhomRow>[] {
  const most = Math.max(1, ...rows.map(({ totals }) => totals.notReadyMs))
  return [
    {
      key: 'name',
      heading: label,
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
    number(
      'time',
      words.time,
      ({ totals }) => totals.notReadyMs,
      ({ totals }) => formats.sum(totals.notReadyMs),
    ),
    number(
      'without',
      words.without,
      ({ totals }) => totals.shareWithoutFinesse ?? -1,
      ({ totals }) => (totals.shareWithoutFinesse === null ? '–' : formats.share(totals.shareWithoutFinesse)),
    ),
    number(
      'differences',
      words.differences,
      ({ differences }) => differences,
      ({ differences }) => counted(differences),
    ),
    number(
      'lag',
      words.lag,
      ({ totals }) => totals.worstLag?.lag ?? -Infinity,
      ({ totals }) => (totals.worstLag ? formats.lag(totals.worstLag.lag) : '–'),
    ),
  ]
}
