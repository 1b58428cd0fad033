import { str } from '@lit/localize'
import type { ExportErrorCode } from '../../export/export-sinks.ts'
import type { ReportRange } from '../../reports/report-range.ts'
import { counted, plural } from '../localise.ts'

const ranges = {
  today: 'Today',
  yesterday: 'Yesterday',
  week: 'This week',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  custom: 'From … to …',
} satisfies Record<ReportRange, string>

const faults = {
  'too-large':
    'The export is larger than this browser can hold. Choose a shorter range or fewer agents, or a browser that can write files as they come, such as Chrome or Edge.',
  'not-writable': 'The file could not be written. Choose another place for it.',
} satisfies Record<ExportErrorCode, string>

/** The texts of what the relay makes out of its history: totals, exports, and the floor as it was. */
export const english = {
  /** What looks beyond the floor of this moment. */
  tools: { views: 'Views', totals: 'Totals', past: 'Past', export: 'Export' },
  print: {
    print: 'Print',
    by: (person: string, moment: string) => str`printed by ${person} on ${moment}`,
    entries: 'Entries',
  },
  copy: {
    row: 'Copy this row; whoever pastes it into the search field sees the same entry',
    id: 'Agent id',
    code: 'Code',
    search: 'Search for',
  },
  close: 'Close',
  range: {
    label: 'Time range',
    from: 'From',
    to: 'To',
    ranges,
    wrongOrder: 'The end must come after the start.',
    keptSince: (moment: string) => str`The relay’s history begins ${moment}.`,
    zone: (zone: string) => str`Times of ${zone}`,
  },

  /** What the relay’s error codes for reports mean. */
  relayFaults: {
    'relay-too-old': 'The relay is older than this gadget and cannot do this. An administrator can update it.',
    'too-many-reports': 'The relay makes several reports for you already. Wait until one is done.',
    'range-invalid': 'The relay does not accept this time range.',
  },
  whom: {
    label: 'Whom',
    everyone: 'Everyone',
    teams: 'Teams',
    agents: 'Agents',
  },

  progress: {
    working: (share: string) => str`The relay reads its history … ${share}`,
    cancel: 'Cancel',
    cancelled: 'Cancelled.',
    again: 'Try again',
    failed: (fault: string) => str`The relay could not answer. ${fault}`,
  },

  totals: {
    title: 'Totals',
    notReady: 'Not Ready',
    withoutFinesse: 'Without a reason in Finesse',
    ofWatched: (share: string) => str`${share} of the time in which Finesse was watched`,
    notWatched: 'Finesse was not watched in this time.',
    worstLag: 'Worst lag of Finesse',
    longest: 'Longest Not Ready',
    whose: (name: string, moment: string) => str`${name}, ${moment}`,
    byReason: 'By reason',
    byTeam: 'By team',
    byAgent: 'By agent',
    onlyNotReady: 'Only Not Ready',
    reason: 'Reason',
    state: 'State',
    time: 'Time',
    share: 'Share',
    bar: 'Chart',
    count: 'Stays',
    average: 'Average',
    longestOne: 'Longest',
    differences: 'Differences',
    without: 'Without Finesse reason',
    lag: 'Worst lag',
    nothing: 'Nothing was heard of anybody in this time.',
    onlyOf: (name: string) => str`Totals of ${name} alone`,
    openAgent: (name: string) => str`Open the history of ${name}`,
    counts:
      'A stay that began before the range or lasts beyond it counts with the part inside. Totals are of what the relay keeps: what this gadget alone heard from Finesse is not in them.',
  },

  export: {
    title: 'Export',
    whom: (count: number) => plural(count, { one: str`${counted(count)} agent`, other: str`${counted(count)} agents` }),
    filters: 'Only entries that match the list’s filters:',
    everyEntry: 'Every entry is written.',
    format: 'Format',
    csv: 'CSV, for spreadsheets',
    jsonl: 'JSON lines, for programs',
    bom: 'Mark as UTF-8 (for Excel)',
    start: 'Export',
    progress: (share: string) => str`Exporting … ${share}`,
    written: (count: number) =>
      plural(count, { one: str`${counted(count)} entry written.`, other: str`${counted(count)} entries written.` }),
    cancelled: 'Cancelled. Nothing was kept.',
    failed: (fault: string) => str`Nothing was exported. ${fault}`,
    held: (size: string) => str`This browser holds the file until it is complete: up to ${size}.`,
    faults,
    contents:
      'Each row has what each side said, when and by whom, and both UTC and local time with the name of the zone. The file is of what the relay keeps: what this gadget alone heard from Finesse is not in it.',
  },

  past: {
    label: 'The floor as it was',
    moment: 'Moment',
    time: 'Time of day',
    previous: 'Previous difference',
    next: 'Next difference',
    back: 'Back to live',
    banner: (moment: string) => str`This is the floor as it was on ${moment}.`,
    noNext: 'There is no difference after this moment.',
    noPrevious: 'There is no difference before this moment in the relay’s history.',
    found: (name: string, verdict: string) => str`${name}: ${verdict}`,
    hint: 'Arrow keys move by one second, with Shift by one minute, Page Up and Page Down by ten minutes.',
  },
}
