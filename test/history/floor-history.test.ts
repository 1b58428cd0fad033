import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Catalogue } from '../../src/history/catalogue.ts'
import type { Entry } from '../../src/history/entry.ts'
import type { FloorHistory } from '../../src/history/floor-history.ts'
import type { Observation } from '../../src/history/observation.ts'
import { brokenRules } from './entry-rules.ts'
import {
  AGENT,
  at,
  briefs,
  CATALOGUE,
  cti,
  EVENING,
  finesse,
  finesseGap,
  floor,
  gap,
  instant,
  MORNING,
} from './heard.ts'
import { OTHER, retold, scenario } from './scenarios.ts'

const RUNS = 15_000

const told = scenario.chain((observations) => fc.tuple(fc.constant(observations), retold(observations)))

/** A moment at which some verdicts may still be pending. */
const now = fc.constantFrom(EVENING, MORNING, at(3), at(10), at(610))

/** How far Finesse's clock is ahead, milliseconds. */
const ahead = fc.constantFrom(0, 0, 500, -3000, 95_000)

const everything = (observations: readonly Observation[], moment: number, finesseAheadMs: number) => {
  const history = floor({ finesseAheadMs })
  history.add(observations)
  return [AGENT, OTHER].map((agentId) => [history.entries(agentId, moment), history.lanes(agentId)])
}

/** What an agent's history shows without its gaps, which may be one where they were told as several. */
const withoutGaps = (history: FloorHistory) => {
  const { cti: ctiStays, finesse: finesseStays } = history.lanes(AGENT)
  return [history.entries(AGENT, EVENING), ctiStays, finesseStays]
}

describe('what a floor history shows', () => {
  test('depends on which observations were heard, not on order, repeats or batches, nor on clocks of before', () => {
    fc.assert(
      fc.property(
        told,
        fc.array(now, { minLength: 1, maxLength: 4 }),
        now,
        fc.array(ahead, { minLength: 1, maxLength: 3 }),
        ([observations, batches], asked, moment, aheads) => {
          const history = floor()
          for (const [index, batch] of batches.entries()) {
            history.add(batch)
            history.setFinesseAhead(aheads[Math.floor(index / 3) % aheads.length] ?? 0)
            // Asking in between must not matter either.
            const when = asked[index % asked.length] ?? moment
            if (index % 3 !== 2) history.entries(AGENT, when)
            if (index % 4 === 0) history.lanes(AGENT)
          }
          const shown = [AGENT, OTHER].map((agentId) => [history.entries(agentId, moment), history.lanes(agentId)])
          expect(shown).toEqual(everything(observations, moment, history.finesseAheadMs))
        },
      ),
      { numRuns: RUNS },
    )
  })

  test('never overlaps, and has holes only where a gap ended an entry', () => {
    fc.assert(
      fc.property(scenario, (observations) => {
        const history = floor()
        history.add(observations)
        const entries = history.entries(AGENT, EVENING)
        for (const [index, entry] of entries.entries()) {
          const next = entries[index + 1]
          expect(entry.to ?? Infinity).toBeGreaterThanOrEqual(entry.from)
          expect(entry.cti ?? entry.finesse).not.toBeNull()
          const end = entry.to ?? Infinity
          expect(
            entry.endedByGap ? end < Infinity && end <= (next?.from ?? end) : end === (next?.from ?? Infinity),
          ).toBe(true)
        }
        expect(history.current(AGENT, EVENING)).toBe(entries.findLast(({ to }) => to === null) ?? null)
      }),
      { numRuns: RUNS },
    )
  })

  test('has a verdict that its two sides bear out', () => {
    fc.assert(
      fc.property(scenario, now, (observations, moment) => {
        const history = floor()
        history.add(observations)
        for (const entry of history.entries(AGENT, moment)) {
          expect([entry, brokenRules(entry, moment)]).toEqual([entry, []])
        }
      }),
      { numRuns: RUNS },
    )
  })

  test('is of an agent whom a gap concerns as if it concerned everybody, and of another as if it had not been', () => {
    fc.assert(
      fc.property(scenario, (observations) => {
        const [mixed, his] = [floor(), floor()]
        mixed.add(observations)
        his.add(
          observations.flatMap((each) => {
            if (each.kind !== 'gap' || !each.agentIds) return each
            return each.agentIds.includes(AGENT) ? { ...each, agentIds: undefined } : []
          }),
        )
        expect(withoutGaps(mixed)).toEqual(withoutGaps(his))
      }),
      { numRuns: RUNS / 3 },
    )
  })

  test('keeps the identity of entries that did not change', () => {
    fc.assert(
      fc.property(told, ([, batches]) => {
        const history = floor()
        let before: readonly Entry[] = []
        for (const batch of batches) {
          history.add(batch)
          const entries = history.entries(AGENT, EVENING)
          const changed = entries.filter((entry) => !before.includes(entry)).map((entry) => JSON.stringify(entry))
          const old = new Set(before.map((entry) => JSON.stringify(entry)))
          expect(changed.filter((entry) => old.has(entry))).toEqual([])
          expect(history.entries(AGENT, EVENING)).toBe(entries)
          before = entries
        }
      }),
      { numRuns: RUNS / 3 },
    )
  })

  test('is the same after trimming, from then on', () => {
    fc.assert(
      fc.property(scenario, fc.constantFrom(1, 5, 30, 700, 2000), (observations, seconds) => {
        const [whole, trimmed] = [floor(), floor()]
        const isEarly = (observation: Observation) =>
          Date.parse(observation.kind === 'gap' ? observation.from : observation.at) <= at(seconds + 6)
        const [early, late] = [observations.filter(isEarly), observations.filter((each) => !isEarly(each))]
        whole.add(early)
        trimmed.add(early)
        trimmed.entries(AGENT, at(seconds))
        const gone = trimmed.trim(AGENT, at(seconds), EVENING)
        expect([...gone, ...trimmed.entries(AGENT, EVENING)]).toEqual(whole.entries(AGENT, EVENING))
        const rest = (history: typeof whole) =>
          history.entries(AGENT, EVENING).filter(({ to }) => to === null || to > at(seconds))
        expect(rest(trimmed)).toEqual(rest(whole))
        whole.add(late)
        trimmed.add(late)
        // Finesse may date back to before what was trimmed; then only what the other says from later on is the same.
        const isDatedLate = (observation: Observation) =>
          observation.kind !== 'finesse' || Date.parse(observation.stateChangeTime ?? observation.at) > at(seconds + 6)
        // So does the relay's clock where it was set back: what was heard before counts as of before.
        const lastEarly = Math.max(0, ...early.map(({ seq = 0 }) => seq))
        const isHeardLate = (observation: Observation) => (observation.seq ?? Infinity) > lastEarly
        const isLate = late.every((each) => isDatedLate(each) && isHeardLate(each))
        expect(isLate ? rest(trimmed) : rest(whole)).toEqual(rest(whole))
      }),
      { numRuns: RUNS },
    )
  })
})

describe('a floor history', () => {
  test('gives the same list of agents until one comes or goes', () => {
    const history = floor()
    history.add([cti(0, 'READY', 0, { agentId: 'zoe' }), cti(0, 'READY', 0, { agentId: 'ana' })])
    const agentIds = history.agentIds()
    history.add([cti(9, 'TALKING', 0, { agentId: 'zoe' })])
    expect(history.agentIds()).toBe(agentIds)
    expect(agentIds).toEqual(['ana', 'zoe'])
    history.forget('ana')
    expect(history.agentIds()).toEqual(['zoe'])
    expect(history.entries('ana', EVENING)).toEqual([])
  })

  test('tells whom a gap concerns', () => {
    const history = floor()
    history.add([
      cti(0, 'READY'),
      cti(0, 'READY', 0, { agentId: 'elsewhere', site: 'ccx2' }),
      finesse(0, 'READY', { agentId: 'unheard' }),
    ])
    expect([...history.add([gap(9, null)])]).toEqual([AGENT, 'unheard'])
  })

  test('names reasons anew with another catalogue and changes nothing else', () => {
    const history = floor({ catalogue: new Catalogue() })
    history.add([cti(0, 'READY'), cti(60, 'NOT_READY', 71)])
    const [ready, bare] = history.entries(AGENT, EVENING)
    expect(bare?.reason).toMatchObject({ code: 71, label: null, labelOrigin: null })
    history.setCatalogue(CATALOGUE)
    const [sameReady, named] = history.entries(AGENT, EVENING)
    expect(named?.reason).toMatchObject({ code: 71, label: 'LUNCH', labelOrigin: 'finesse' })
    expect(sameReady).toBe(ready)
  })

  test('refuses a moment that is none, with a code', () => {
    expect(() => floor().add([cti(0, 'READY', 0, { at: 'yesterday' })])).toThrow(
      expect.objectContaining({ code: 'unreadable-instant' }),
    )
  })

  test('forgets what ended before a moment and takes it in no more', () => {
    const history = floor()
    const early = [cti(0, 'READY'), cti(60, 'NOT_READY', 71), cti(120, 'READY'), cti(180, 'TALKING')]
    history.add([...early, cti(3600, 'READY')])
    expect(history.trim(AGENT, at(1800), EVENING).map(({ state }) => state)).toEqual(['READY', 'NOT_READY', 'READY'])
    expect(history.size(AGENT)).toBe(2)
    expect(history.entries(AGENT, EVENING).map(({ state }) => state)).toEqual(['TALKING', 'READY'])
    expect([...history.add(early.slice(0, 2))]).toEqual([])
    expect(history.trim(AGENT, at(1800), EVENING)).toEqual([])
    expect(history.trim('nobody', at(1800), EVENING)).toEqual([])
  })

  test.each([0, 95])(
    'takes in what Finesse, %i s ahead, says of the present, dated back to what was trimmed, as after a failover',
    (clockAhead) => {
      const history = floor({ finesseAheadMs: clockAhead * 1000 })
      const dated = (seconds: number) => ({ stateChangeTime: instant(seconds + clockAhead) })
      for (const [index, state] of (['TALKING', 'READY', 'TALKING', 'READY'] as const).entries()) {
        const seconds = index * 60
        history.add([cti(seconds, state), finesse(seconds + 0.1, state, dated(seconds + 0.1))])
      }
      history.add([finesseGap(300, null), cti(400, 'NOT_READY', 71)])
      expect(history.trim(AGENT, at(600), at(720))).toHaveLength(4)
      const read = finesse(900, 'NOT_READY', { ...dated(400.1), via: 'read' })
      history.add([read, finesseGap(300, 900), { ...read, at: instant(960) }])
      expect(briefs(history.entries(AGENT, EVENING))).toEqual(['NOT_READY 400- finesse-missing 71 LUNCH (cti)'])
    },
  )

  test('knows after trimming that Finesse was heard of the stay before the first one', () => {
    const history = floor()
    const reading = { stateChangeTime: instant(60.1), via: 'witness' } as const
    history.add([cti(0, 'READY'), cti(60, 'TALKING'), finesse(60.5, 'TALKING', reading), cti(120, 'NOT_READY', 71)])
    expect(history.trim(AGENT, at(600), at(720)).map(({ state }) => state)).toEqual(['READY', 'TALKING'])
    expect(history.entries(AGENT, EVENING)).toMatchObject([{ state: 'NOT_READY', verdict: 'unknown' }])
    history.add([finesse(700, 'TALKING', { ...reading, via: 'read' })])
    expect(history.entries(AGENT, EVENING)).toMatchObject([{ state: 'NOT_READY', verdict: 'finesse-missing' }])
  })

  test('goes on after trimming as before where a clock is set or a site is new, also after two events of one moment', () => {
    const heard = [
      ...[0, 60, 120, 180].flatMap((seconds) => [cti(seconds, 'RESERVED'), cti(seconds, 'TALKING', 0, { raw: '01' })]),
      cti(3600, 'READY'),
    ]
    for (const change of [
      (history: FloorHistory) => history.setFinesseAhead(300),
      (history: FloorHistory) => history.add([cti(3700, 'READY', 0, { site: 'ccx2' })]),
    ]) {
      const [whole, trimmed] = [floor(), floor()]
      for (const history of [whole, trimmed]) history.add(heard)
      expect(trimmed.trim(AGENT, at(1800), EVENING)).not.toEqual([])
      for (const history of [whole, trimmed]) change(history)
      expect(trimmed.entries(AGENT, EVENING)).toEqual(whole.entries(AGENT, EVENING).slice(-2))
    }
  })

  test('an agent of a thousand entries a day costs no more for the next event than one of ten', () => {
    const history = floor()
    let asked = 0
    for (let index = 0; index < 1000; index++) {
      const state = index % 2 === 0 ? 'READY' : 'TALKING'
      history.add([cti(index * 30, state), finesse(index * 30 + 0.2, state)])
      const entries = history.entries(AGENT, at(index * 30 + 1))
      asked += entries.length
      expect(entries.at(-1)?.lag).toBe(200)
    }
    expect(asked).toBe(500_500)
  })
})
