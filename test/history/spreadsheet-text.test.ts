import { describe, expect, it } from 'vitest'
import { type Cell, csvLine, tabbedLine } from '../../src/history/spreadsheet-text.ts'

const FORMULAS: readonly (readonly [Cell, string])[] = [
  ['=1+1', "'=1+1"],
  ['+49301', "'+49301"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  [' =1', "' =1"],
  ['＝1', "'＝1"],
  ['LUNCH; =1', "LUNCH;' =1"],
]

describe('a cell of a CSV line', () => {
  it.each<readonly [Cell, string]>([
    ...FORMULAS,
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['\n=1', `"'\n=1"`],
    ['=A1,B1', `"'=A1,B1"`],
    ['a=b', 'a=b'],
    ['say "x"', '"say ""x"""'],
    ['a,b', '"a,b"'],
    ['two\nlines', '"two\nlines"'],
    [-1, '-1'],
    [false, 'false'],
    [null, ''],
  ])('%j is written as %s', (value, written) => {
    expect(csvLine([value, 1])).toBe(`${written},1\r\n`)
  })
})

describe('a cell of a line to paste', () => {
  it.each<readonly [Cell, string]>([
    ...FORMULAS,
    ['two\r\nlines', 'two lines'],
    ['a\tb', 'a b'],
    ['\t=1', "' =1"],
    ['say "x"', 'say "x"'],
    ['"=1+1"', `'"=1+1"`],
    ['\n"two', `' "two`],
    [' "two', `' "two`],
    [null, ''],
  ])('%j is written as %s', (value, written) => {
    expect(tabbedLine([value, 1])).toBe(`${written}\t1`)
  })
})
