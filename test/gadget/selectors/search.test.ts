import { expect, it } from 'vitest'
import { searchedText, searchFor } from '../../../src/gadget/selectors/search.ts'

const AGENT = { agentId: 'cons8510', name: 'Åsa Ögren', extension: '8510', teamIds: ['3'] }

it.each([
  ['', true],
  ['  ', true],
  ['ÖGREN', true],
  ['asa ogren', true],
  ['ögren 8510', true],
  ['8510 åsa', true],
  ['ögren 8511', false],
  ['oegren', false],
])('a search for “%s” finds an agent who has every word of it: %s', (search, isFound) => {
  expect(searchFor(search)(searchedText(AGENT))).toBe(isFound)
})
