import { describe, expect, test } from 'vitest'
import type { Observation } from '../../src/history/observation.ts'
import { briefs, cti, entriesOf, finesse, finesseGap, gap, labelled, seeded } from './heard.ts'

const told = (...observations: readonly Observation[]): string[] => briefs(entriesOf(observations))

const lunch = labelled(71, 'LUNCH', 1)

describe('where Finesse alone is heard', () => {
  test('the same state again is no other stay, unless it carries a reason', () => {
    expect(told(finesse(0, 'READY'), finesse(60, 'READY'), finesse(90, 'TALKING'))).toEqual([
      'READY 0-90 none',
      'TALKING 90- none',
    ])
    expect(told(finesse(0, 'NOT_READY', lunch), finesse(60, 'NOT_READY', labelled(72, 'IN MEETING', 2)))).toEqual([
      'NOT_READY 0-60 unknown 71 LUNCH (finesse)',
      'NOT_READY 60- unknown 72 IN MEETING (finesse)',
    ])
  })

  test('a gap of its own ends what lasts', () => {
    expect(told(finesse(0, 'READY'), finesseGap(30, 90), finesse(95, 'READY'))).toEqual([
      'READY 0-30! none',
      'READY 95- none',
    ])
  })
})

const before = [cti(0, 'READY'), finesse(0, 'READY')]

/** Not Ready from 60 s on, of which Finesse speaks once it is heard again. */
const silentFrom = (seconds: number): readonly string[] =>
  told(...before, cti(60, 'NOT_READY', 71), finesseGap(seconds, 90), finesse(91, 'NOT_READY', lunch)).slice(1)

/** Not Ready from 60 s on, of which Finesse says one after the other. */
const stays = (...words: readonly object[]) =>
  entriesOf([
    ...before,
    cti(60, 'NOT_READY', 71),
    ...words.map((word, index) => finesse(60.1 + 30 * index, 'NOT_READY', word)),
  ]).slice(1)

describe('what Finesse says later of the state that the CTI server has', () => {
  test('is its word on it where it names no reason', () => {
    expect(told(...before, cti(60, 'NOT_READY', 71), finesse(70, 'NOT_READY'))).toEqual([
      'READY 0-60 none',
      'NOT_READY 60- finesse-missing 71 LUNCH (cti)',
    ])
  })

  test('holds from when it comes where it names one', () => {
    expect(told(...before, cti(60, 'NOT_READY', 71), finesse(70, 'NOT_READY', lunch))).toEqual([
      'READY 0-60 none',
      'NOT_READY 60-70 finesse-missing 71 LUNCH (cti)',
      'NOT_READY 70- agree 71 LUNCH (finesse)',
    ])
  })

  test('holds from the beginning where it could not be heard before', () => {
    expect(silentFrom(62)).toEqual(['NOT_READY 60- agree 71 LUNCH (finesse)'])
    expect(silentFrom(65)).toEqual(['NOT_READY 60- agree 71 LUNCH (finesse)'])
    expect(silentFrom(65.001)).toEqual([
      'NOT_READY 60-91 finesse-missing 71 LUNCH (cti)',
      'NOT_READY 91- agree 71 LUNCH (finesse)',
    ])
  })

  test('holds from the beginning where the CTI server was only asked', () => {
    expect(told(...before, gap(30, 60), seeded(60, 'NOT_READY'), finesse(70, 'NOT_READY', lunch)).slice(1)).toEqual([
      'NOT_READY 60- unknown 71 LUNCH (finesse)',
    ])
  })

  test('takes no reason back, and the same one again is no other stay', () => {
    const named = [cti(60, 'NOT_READY', 71), finesse(60.1, 'NOT_READY', lunch)]
    const once = ['READY 0-60 none', 'NOT_READY 60- agree 71 LUNCH (finesse)']
    expect(told(...before, ...named, finesse(90, 'NOT_READY'))).toEqual(once)
    expect(told(...before, ...named, finesse(90, 'NOT_READY', lunch))).toEqual(once)
    expect(told(...before, ...named, finesse(90, 'NOT_READY', { reasonCodeId: lunch.reasonCodeId }))).toEqual(once)
  })

  test('is another reason where its code or its id is another one', () => {
    const [meeting, byId, byOtherId] = [labelled(72, 'IN MEETING', 2), labelled(71, '', 1), labelled(71, '', 2)]
    expect(stays({ reason: lunch.reason }, { reason: meeting.reason })).toHaveLength(2)
    expect(stays({ reason: lunch.reason }, { reason: lunch.reason })).toHaveLength(1)
    expect(stays({ ...byId, reason: null }, { ...byOtherId, reason: null })).toHaveLength(2)
    expect(stays({ ...byId, reason: null }, { ...byId, reason: null })).toHaveLength(1)
  })

  test('begins anew after it told of another one, and has the name that the CTI server gives it', () => {
    const outbound = [10, 20].map((seconds) => finesse(seconds, 'RESERVED_OUTBOUND'))
    expect(told(...before, cti(10, 'RESERVED'), ...outbound, finesse(15, 'READY'))).toEqual([
      'READY 0-10 none',
      'RESERVED 10-15 none',
      'READY 15-20 none',
      'RESERVED 20- none',
    ])
  })
})
