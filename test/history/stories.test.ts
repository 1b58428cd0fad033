import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { carriesReason } from '../../src/history/agent-state.ts'
import { DIFFERENCES, type Verdict } from '../../src/history/entry.ts'
import { entriesOf, finesse } from './heard.ts'
import { eventsOf, notificationsOf, readingsOf, type Stay, story } from './stories.ts'

const RUNS = 5000

/** What is to be said of a stay once both sides have had their say. */
const verdictOf = ({ state, reason, isInFinesse }: Stay): Verdict =>
  !carriesReason(state) ? 'none' : reason === 0 || isInFinesse ? 'agree' : 'finesse-missing'

describe('of what really happened', () => {
  test('a gadget that listens tells each stay, and who had its reason, however fast one followed the other', () => {
    fc.assert(
      fc.property(story(false), (stays) => {
        const heard = [finesse(-5, 'UNKNOWN'), ...eventsOf(stays), ...notificationsOf(stays), ...readingsOf(stays)]
        const told = entriesOf(heard).filter(({ cti }) => cti !== null)
        expect(told.map(({ state, verdict }) => [state, verdict])).toEqual(
          stays.map((stay) => [stay.state, verdictOf(stay)]),
        )
      }),
      { numRuns: RUNS },
    )
  })

  test('a relay with nobody but its witness tells the same, or that it does not know', () => {
    fc.assert(
      fc.property(story(true), (stays) => {
        const events = eventsOf(stays)
        const told = entriesOf([...events, ...readingsOf(stays)]).filter(({ cti }) => cti !== null)
        expect(told).toHaveLength(stays.length)
        for (const [index, stay] of stays.entries()) {
          const possible: readonly Verdict[] = carriesReason(stay.state)
            ? [verdictOf(stay), 'unknown']
            : [verdictOf(stay)]
          expect(possible).toContain(told[index]?.verdict)
        }
      }),
      { numRuns: RUNS },
    )
  })

  test('a difference that a gadget tells while it happens is one in the end', () => {
    fc.assert(
      fc.property(story(true), (stays) => {
        const heard = [finesse(-5, 'UNKNOWN'), ...eventsOf(stays), ...notificationsOf(stays)]
        const end = entriesOf(heard)
        for (const { at: now } of heard) {
          const soFar = heard.filter(({ at }) => at <= now)
          for (const { cti, verdict } of entriesOf(soFar, Date.parse(now))) {
            if (!DIFFERENCES.has(verdict)) continue
            expect(end.filter((entry) => entry.cti === cti).map((entry) => entry.verdict)).toContain(verdict)
          }
        }
      }),
      { numRuns: RUNS },
    )
  })
})
