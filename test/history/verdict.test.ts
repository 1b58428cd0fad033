import { describe, expect, test } from 'vitest'
import { Catalogue } from '../../src/history/catalogue.ts'
import { DIFFERENCES, VERDICTS, type Verdict } from '../../src/history/entry.ts'
import type { CtiObservation, FinesseObservation } from '../../src/history/observation.ts'
import { at, cti, entriesOf, EVENING, finesse, id, labelled, LUNCH, seeded } from './heard.ts'

type State = 'NOT_READY' | 'LOGOUT'

const CTI: Readonly<Record<string, (state: State) => CtiObservation[]>> = {
  71: (state) => [cti(60, state, 71)],
  none: (state) => [cti(60, state)],
  asked: (state) => [seeded(60, state)],
  silent: () => [],
}

const FINESSE: Readonly<Record<string, (state: State) => FinesseObservation[]>> = {
  71: (state) => [finesse(60.1, state, labelled(71, 'LUNCH', 1))],
  72: (state) => [finesse(60.1, state, labelled(72, 'IN MEETING', 2))],
  'id 1': (state) => [finesse(60.1, state, { reasonCodeId: id(1) })],
  'id 404': (state) => [finesse(60.1, state, { reasonCodeId: id(404) })],
  '-1': (state) => [finesse(60.1, state)],
  silent: () => [],
}

const CATALOGUE = new Catalogue([LUNCH, { ...LUNCH, category: 'LOGOUT' }])

function judged(ctiWord: string, finesseWord: string, state: State, now: number) {
  const said = [...(CTI[ctiWord]?.(state) ?? []), ...(FINESSE[finesseWord]?.(state) ?? [])]
  return entriesOf([cti(0, 'READY'), finesse(0, 'READY'), ...said], now, { catalogue: CATALOGUE }).at(-1)
}

/** What the CTI server said, what Finesse said, the verdict once the allowance is over, and one second after. */
const TABLE: readonly (readonly [string, string, Verdict, Verdict])[] = [
  ['71', '71', 'agree', 'agree'],
  ['71', '72', 'conflict', 'conflict'],
  ['71', 'id 1', 'agree', 'agree'],
  ['71', 'id 404', 'unknown', 'unknown'],
  ['71', '-1', 'finesse-missing', 'pending'],
  ['71', 'silent', 'finesse-missing', 'pending'],
  ['none', '71', 'cti-missing', 'pending'],
  ['none', '-1', 'agree', 'agree'],
  ['none', 'silent', 'agree', 'pending'],
  ['asked', '71', 'unknown', 'unknown'],
  ['asked', '-1', 'unknown', 'unknown'],
  ['asked', 'silent', 'unknown', 'unknown'],
  ['silent', '71', 'cti-missing', 'pending'],
  ['silent', '-1', 'unknown', 'pending'],
]

describe.each<State>(['NOT_READY', 'LOGOUT'])('%s', (state) => {
  test.each(TABLE)('CTI %s, Finesse %s: %s', (ctiWord, finesseWord, verdict, atFirst) => {
    expect(judged(ctiWord, finesseWord, state, EVENING)).toMatchObject({ state, verdict })
    expect(judged(ctiWord, finesseWord, state, at(61))).toMatchObject({ state, verdict: atFirst })
  })
})

test('differences are verdicts', () => {
  expect([...DIFFERENCES].every((verdict) => VERDICTS.includes(verdict))).toBe(true)
})
