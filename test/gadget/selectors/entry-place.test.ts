import { expect, it } from 'vitest'
import { placeIn, placeText } from '../../../src/gadget/selectors/entry-place.ts'
import { at } from '../../history/heard.ts'

const PLACE = { agentId: 'cons8510', from: at(60.123) }

it('an entry is found by its words, alone and at the end of a copied row', () => {
  const words = placeText(PLACE)
  for (const text of [words, `  ${words} `, `Agent\tSearch for Console 8510\t"LUNCH"\t${words}`]) {
    expect(placeIn(text)).toEqual(PLACE)
  }
})

it('whatever else is searched for is no place', () => {
  for (const text of ['', 'cons8510', 'Ana 2026', '2026-11-20T13:34:05.123Z', 'cons8510 2026-99-99T99:99Z']) {
    expect(placeIn(text)).toBe(null)
  }
})
