import { describe, expect, test } from 'vitest'
import { entryAt } from '../../src/history/entry-at.ts'
import { at, cti, entriesOf, gap } from './heard.ts'

const ENTRIES = entriesOf([cti(0, 'READY'), cti(60, 'NOT_READY', 71), gap(100, 200), cti(300, 'READY')])

describe('the entry at a moment', () => {
  test.each([
    ['before the first', -1, null],
    ['as the first begins', 0, 'READY'],
    ['in between', 59.999, 'READY'],
    ['as the next begins', 60, 'NOT_READY'],
    ['as a gap begins', 100, null],
    ['in a gap', 150, null],
    ['after it, before anything was heard', 250, null],
    ['while the last one lasts', 100_000, 'READY'],
  ])('%s', (_, seconds, state) => {
    expect(entryAt(ENTRIES, at(seconds))?.state ?? null).toBe(state)
  })

  test('of nobody is none', () => {
    expect(entryAt([], at(0))).toBeNull()
  })
})
