import { expect, it } from 'vitest'
import { csvHeader, csvRow, type ExportRecord } from '../../../src/relay/commands/export-record.ts'

const NAMES = csvHeader().trimEnd().split(',')

/** The first column of a record that has only this. */
const first = (value: string | number | boolean | null): string => {
  const record = Object.fromEntries(NAMES.map((name) => [name, null])) as ExportRecord
  const row = csvRow({ ...record, agent_id: value })
  return row.slice(0, -2 - (NAMES.length - 1))
}

it.each([
  ['=1+1', "'=1+1"],
  ['+49301', "'+49301"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', `"'\r=1"`],
  ['=A1,B1', `"'=A1,B1"`],
  ['a=b', 'a=b'],
  ['say "x"', '"say ""x"""'],
  ['a,b', '"a,b"'],
  ['two\nlines', '"two\nlines"'],
  [-1, '-1'],
  [false, 'false'],
  [null, ''],
])('%j is written as %s', (value, written) => {
  expect(first(value)).toBe(written)
})
