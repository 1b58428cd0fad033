import { expect, it } from 'vitest'
import { MAX_TEXT, shortText } from '../../src/wire/short-text.ts'

it.each([
  ['LUNCH', 'LUNCH'],
  ['x'.repeat(MAX_TEXT + 1), 'x'.repeat(MAX_TEXT)],
  [`${'x'.repeat(MAX_TEXT - 1)}😀`, `${'x'.repeat(MAX_TEXT - 1)}\ufffd`],
  ['', null],
  [null, null],
  [undefined, null],
])('the text %j is carried as %j', (text, carried) => {
  expect(shortText(text)).toBe(carried)
})
