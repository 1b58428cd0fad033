import { expect, test } from 'vitest'
import { comparison } from '../../../src/gadget/selectors/comparison.ts'
import type { Observation } from '../../../src/history/observation.ts'
import { at, cti, entriesOf, finesse, labelled } from '../../history/heard.ts'

const compared = (heard: readonly Observation[], relayAwaySince: number | null) =>
  entriesOf(heard, at(1000)).map((entry) => comparison(entry, relayAwaySince))

const LUNCH = labelled(71, 'LUNCH', 1)

test.each<[string, readonly Observation[], number | null, readonly string[]]>([
  ['which only Finesse told while the relay is heard', [finesse(500, 'NOT_READY', LUNCH)], null, ['unknown']],
  ['which only Finesse told, before the relay was away', [finesse(500, 'NOT_READY', LUNCH)], at(600), ['relayAway']],
  ['which began since then', [finesse(500, 'NOT_READY', LUNCH)], at(400), ['relayAway']],
  ['which was over by then', [finesse(500, 'NOT_READY', LUNCH), finesse(550, 'READY')], at(600), ['unknown', 'none']],
  ['of which both told before', [cti(500, 'NOT_READY', 71), finesse(500.1, 'NOT_READY', LUNCH)], at(600), ['agree']],
  ['which carries no reason', [finesse(500, 'READY')], at(400), ['none']],
])('a stay %s', (_, heard, relayAwaySince, expected) => {
  expect(compared(heard, relayAwaySince)).toEqual(expected)
})
