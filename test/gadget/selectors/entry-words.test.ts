import { describe, expect, it } from 'vitest'
import type { ReasonCodeId } from '../../../src/finesse/reason-code-id.ts'
import { ctiWord, finesseWord } from '../../../src/gadget/selectors/entry-words.ts'
import { isReasonMissing } from '../../../src/gadget/selectors/lane-words.ts'
import type { Entry } from '../../../src/history/entry.ts'
import type { Observation } from '../../../src/history/observation.ts'
import { at, cti, entriesOf, EVENING, finesse, labelled, seeded } from '../../history/heard.ts'

/** The last entry of these. */
function entry(...observations: readonly Observation[]): Entry {
  const last = entriesOf(observations, EVENING).at(-1)
  if (!last) throw new Error('no entry')
  return last
}

const ID_ALONE = { reasonCodeId: 5 as ReasonCodeId, reason: null }

describe('what Finesse said, in a few words', () => {
  it.each([
    ['a reason', entry(cti(0, 'NOT_READY', 71), finesse(0.1, 'NOT_READY', labelled(71, 'LUNCH', 1))), '71 LUNCH'],
    ['-1', entry(cti(0, 'NOT_READY', 71), finesse(0.1, 'NOT_READY')), '−1, no reason'],
    ['an id alone', entry(cti(0, 'NOT_READY', 71), finesse(0.1, 'NOT_READY', ID_ALONE)), 'reasonCodeId 5'],
    ['a state without reasons', entry(cti(0, 'READY'), finesse(0.1, 'READY')), 'No reason'],
    ['nothing', entry(cti(0, 'NOT_READY', 71)), 'Not watched'],
  ])('is as its API answers it: %s', (_what, { ...said }, words) => {
    expect(finesseWord(said)).toBe(words)
  })

  it('is no missing reason where it is an id that nobody here knows', () => {
    const stay = { state: 'NOT_READY', from: at(0), to: null, code: null, seeded: false } as const
    const missing = entry(cti(0, 'NOT_READY', 71), finesse(0.1, 'NOT_READY'))
    expect(isReasonMissing('finesse', stay, missing)).toBe(true)
    const idAlone = entry(cti(0, 'NOT_READY', 71), finesse(0.1, 'NOT_READY', ID_ALONE))
    expect(isReasonMissing('finesse', stay, idAlone)).toBe(false)
  })
})

describe('what the CTI server said, in a few words', () => {
  it.each([
    ['a code', entry(cti(0, 'NOT_READY', 71)), null, '71 LUNCH'],
    ['none', entry(cti(0, 'NOT_READY')), null, 'No reason'],
    ['an answer, which has no place for one', entry(seeded(0, 'NOT_READY')), null, 'Not heard'],
    ['nothing that anybody could hear', entry(finesse(0, 'NOT_READY')), at(0), 'Not heard'],
  ])('is its own word: %s', (_what, said, relayAwaySince, words) => {
    expect(ctiWord(said, relayAwaySince)).toBe(words)
  })
})
