import { describe, expect, it } from 'vitest'
import { comparison } from '../../../src/gadget/selectors/comparison.ts'
import { setByWords, whyHeading } from '../../../src/gadget/selectors/why-words.ts'
import type { Observation } from '../../../src/history/observation.ts'
import { at, cti, entriesOf, EVENING, finesse, labelled } from '../../history/heard.ts'

describe('who brought a stay about', () => {
  it('is the system, with what happened in words', () => {
    expect(setByWords({ kind: 'system', meaning: 'phone-failed', label: 'Phone Failure' })).toContain('the phone')
  })

  it('is the system also where a newer relay knows of what this gadget has no words for', () => {
    expect(setByWords({ kind: 'system', meaning: 'constructor', label: 'Battery Empty' })).toContain('Battery Empty')
  })
})

const headingOf = (heard: readonly Observation[], now = EVENING, relayAwaySince: number | null = null) => {
  const entry = entriesOf(heard, now).at(-1)
  return entry && whyHeading(entry, comparison(entry, relayAwaySince))
}

describe('the heading over the reasons', () => {
  it.each([
    ['Why they differ', headingOf([cti(0, 'NOT_READY', 71), finesse(0.1, 'NOT_READY')])],
    ['Why they differ', headingOf([cti(0, 'NOT_READY', 71), finesse(0.1, 'NOT_READY', labelled(72, 'IN MEETING', 2))])],
    ['They agree', headingOf([cti(0, 'NOT_READY', 71), finesse(0.1, 'NOT_READY', labelled(71, 'LUNCH', 1))])],
    ['They agree', headingOf([cti(0, 'READY'), finesse(0.1, 'READY')])],
    ['not compared', headingOf([finesse(0, 'READY')])],
    ['Not decided yet', headingOf([cti(0, 'NOT_READY', 71)], at(1))],
    ['Why it is unknown', headingOf([finesse(10, 'NOT_READY')], at(60), at(0))],
  ])('is: %s', (heading, found) => {
    expect(found).toBe(heading)
  })
})
