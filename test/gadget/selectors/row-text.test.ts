import { expect, it } from 'vitest'
import { placeText } from '../../../src/gadget/selectors/entry-place.ts'
import { rowText } from '../../../src/gadget/selectors/row-text.ts'
import { localTime, ownTimeZone } from '../../../src/history/local-time.ts'
import { at, cti, entriesOf, finesse, labelled } from '../../history/heard.ts'

const [, LUNCH] = entriesOf([
  cti(0, 'READY'),
  finesse(0.1, 'READY'),
  cti(60, 'NOT_READY', 71),
  finesse(60.2, 'NOT_READY', labelled(71, '=cmd()\t|calc', 1)),
  cti(360, 'READY'),
])
const CONTEXT = { name: '@SUM(A1)', relayAwaySince: null, now: at(900) }

it('a row is a heading and a line of as many cells, none of which a spreadsheet would run', () => {
  const [heading = [], cells = [], ...more] = rowText(LUNCH!, CONTEXT)
    .split('\n')
    .map((line) => line.split('\t'))
  expect(more).toEqual([])
  expect(heading).toHaveLength(cells.length)
  const row = Object.fromEntries(heading.map((name, index) => [name, cells[index]]))
  expect(row).toMatchObject({
    Agent: "'@SUM(A1)",
    'Agent id': 'cons8510',
    [`From (${ownTimeZone()})`]: localTime(at(60), ownTimeZone()),
    Duration: '05:00',
    State: 'Not Ready',
    'Reason shown': "'=cmd() |calc",
    Code: '71',
    'Lag (ms)': '200',
    Verdict: 'Agree',
    'Search for': placeText({ agentId: 'cons8510', from: at(60) }),
  })
})
