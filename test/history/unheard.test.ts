import { describe, expect, test } from 'vitest'
import type { Observation } from '../../src/history/observation.ts'
import {
  AGENT,
  at,
  briefs,
  cti,
  entriesOf,
  EVENING,
  finesse,
  finesseGap,
  floor,
  gap,
  instant,
  labelled,
  seeded,
} from './heard.ts'

/** A day of an agent that Finesse said nothing of at the end. */
const unlabelled = (agentId: string): readonly Observation[] => [
  cti(0, 'READY', 0, { agentId }),
  finesse(0, 'READY', { agentId }),
  cti(60, 'NOT_READY', 71, { agentId }),
]

describe('seeded states', () => {
  test('nobody knows the reason of a state that was asked for', () => {
    const [entry] = entriesOf([seeded(0, 'NOT_READY'), finesse(-10, 'READY')]).slice(-1)
    expect(entry).toMatchObject({ verdict: 'unknown', reason: null, lag: null })
  })

  test("Finesse's word says since when a seeded state lasts, and why", () => {
    expect(
      briefs(
        entriesOf([
          seeded(3600, 'NOT_READY'),
          finesse(60, 'NOT_READY', { ...labelled(71, 'LUNCH', 1), at: cti(3601, 'READY').at }),
        ]),
      ),
    ).toEqual(['NOT_READY 60- unknown 71 LUNCH (finesse)'])
  })

  test('an answer that repeats the state takes nothing from the event', () => {
    expect(briefs(entriesOf([cti(0, 'NOT_READY', 71), finesse(0, 'NOT_READY'), seeded(60, 'NOT_READY')]))).toEqual([
      'NOT_READY 0- finesse-missing 71 LUNCH (cti)',
    ])
  })

  test('what Finesse named before a gap is its word on the same state after it, whoever heard it', () => {
    for (const via of ['notification', 'witness'] as const) {
      const named = finesse(0.2, 'NOT_READY', { ...labelled(71, 'LUNCH', 1), via })
      const entries = entriesOf([cti(0, 'NOT_READY', 71), named, gap(30, 60), seeded(60, 'NOT_READY')])
      expect(briefs(entries).at(-1)).toBe('NOT_READY 60- unknown 71 LUNCH (finesse)')
      expect(entries.at(-1)?.finesseWatched).toBe(true)
    }
  })

  test('after a gap the same state is a new entry with an unknown reason', () => {
    expect(
      briefs(entriesOf([cti(0, 'NOT_READY', 71), finesse(0, 'NOT_READY'), gap(30, 60), seeded(60, 'NOT_READY')])),
    ).toEqual(['NOT_READY 0-30! finesse-missing 71 LUNCH (cti)', 'NOT_READY 60- unknown'])
  })
})

describe('gaps of the CTI server', () => {
  const before = [cti(0, 'NOT_READY', 71), finesse(0.1, 'NOT_READY')]

  test('an open gap ends what lasts; nothing is current', () => {
    const history = floor()
    history.add([...before, gap(60, null)])
    expect(briefs(history.entries(AGENT, EVENING))).toEqual(['NOT_READY 0-60! finesse-missing 71 LUNCH (cti)'])
    expect(history.current(AGENT, EVENING)).toBeNull()
  })

  test('nothing is invented inside, and an event after it begins anew', () => {
    expect(
      briefs(entriesOf([...before, gap(60, null), gap(60, 90), cti(100, 'NOT_READY', 71), finesse(100, 'NOT_READY')])),
    ).toEqual(['NOT_READY 0-60! finesse-missing 71 LUNCH (cti)', 'NOT_READY 100- finesse-missing 71 LUNCH (cti)'])
  })

  test("Finesse's word inside is shown, but the CTI server was deaf and not silent", () => {
    expect(
      briefs(
        entriesOf([
          ...before,
          gap(60, 300),
          finesse(70, 'READY'),
          finesse(80, 'NOT_READY', labelled(72, 'IN MEETING', 2)),
          cti(310, 'READY'),
          finesse(310, 'READY'),
        ]),
      ),
    ).toEqual([
      'NOT_READY 0-60! finesse-missing 71 LUNCH (cti)',
      'READY 70-80 none',
      'NOT_READY 80-310 unknown 72 IN MEETING (finesse)',
      'READY 310- none',
    ])
  })

  test('Not Ready inside without a reason is unknown at once', () => {
    for (const heard of [before, before.slice(0, 1)]) {
      const inside = entriesOf([...heard, gap(60, null), finesse(70, 'NOT_READY')], at(70.5)).at(-1)
      expect(inside).toMatchObject({ cti: null, verdict: 'unknown', reason: null })
    }
  })

  test('a gap that is recorded later than it was changes nothing that was heard after it', () => {
    expect(
      briefs(
        entriesOf([
          cti(0, 'READY', 0, { seq: 1 }),
          cti(100, 'NOT_READY', 71, { seq: 2 }),
          gap(60, null, { seq: 3, why: 'history-unwritable' }),
          gap(60, 70, { seq: 4, why: 'history-unwritable' }),
        ]),
      ),
    ).toEqual(['READY 0-60! none', 'NOT_READY 100- unknown 71 LUNCH (cti)'])
  })

  test('a relay that was killed still knows what it kept after its last note', () => {
    expect(
      briefs(
        entriesOf([
          cti(0, 'READY', 0, { seq: 1 }),
          cti(61, 'NOT_READY', 72, { seq: 2 }),
          gap(60, null, { seq: 3, why: 'relay-restart' }),
          gap(60, 70, { seq: 4, why: 'relay-restart' }),
          cti(80, 'READY', 0, { seq: 5 }),
        ]),
      ),
    ).toEqual(['READY 0-61 none', 'NOT_READY 61-61! unknown 72 IN MEETING (cti)', 'READY 80- none'])
  })

  test('what is heard before a gap is closed lasts', () => {
    const heard = [
      cti(0, 'READY', 0, { seq: 1 }),
      gap(60, null, { seq: 2 }),
      seeded(65, 'TALKING', { seq: 3 }),
      gap(60, 66, { seq: 4 }),
    ]
    expect(briefs(entriesOf(heard))).toEqual(['READY 0-60! none', 'TALKING 65- none'])
  })

  test("another site's gap does not concern the agent, unless he was never heard on any", () => {
    const elsewhere = gap(60, null, { site: 'ccx2' })
    expect(briefs(entriesOf([...before, elsewhere]))).toEqual(['NOT_READY 0- finesse-missing 71 LUNCH (cti)'])
    expect(briefs(entriesOf([finesse(0, 'NOT_READY'), elsewhere]))).toEqual(['NOT_READY 0-60! unknown'])
  })
})

test('the gap of a site does not end a stay that another site told of', () => {
  const heard = [cti(0, 'READY'), cti(60, 'TALKING', 0, { site: 'ccx2' }), gap(90, null)]
  expect(briefs(entriesOf(heard))).toEqual(['READY 0-60 none', 'TALKING 60- none'])
})

describe('watching Finesse', () => {
  test('before its first word its silence means nothing', () => {
    const [first, second] = entriesOf([cti(0, 'NOT_READY', 71), cti(60, 'READY'), finesse(60.1, 'READY')])
    expect(first).toMatchObject({ verdict: 'unknown', finesseWatched: false, reason: { code: 71 } })
    expect(second).toMatchObject({ finesseWatched: true })
  })

  test('a first reading that reaches back is its word on a stay that began long before', () => {
    const [entry] = entriesOf([cti(0, 'NOT_READY', 71), finesse(0.1, 'NOT_READY', { at: finesse(3600, 'READY').at })])
    expect(entry).toMatchObject({ verdict: 'finesse-missing', finesseWatched: true, lag: 100 })
  })

  test('a first reading without a stateChangeTime is its word on the stay that lasts', () => {
    const [entry] = entriesOf([cti(0, 'NOT_READY', 71), finesse(3600, 'NOT_READY', { stateChangeTime: null })])
    expect(entry).toMatchObject({ verdict: 'finesse-missing', finesseWatched: true, lag: null })
  })

  test('in a gap of Finesse its silence means nothing, and the CTI side goes on', () => {
    const [, inside] = entriesOf([cti(0, 'READY'), finesse(0, 'READY'), finesseGap(30, 90), cti(60, 'NOT_READY', 71)])
    expect(inside).toMatchObject({ verdict: 'unknown', finesseWatched: false, endedByGap: false })
  })

  test('a gap that concerns some agents changes nothing of the others', () => {
    const history = floor()
    history.add(['ana', 'ben', 'zoe'].flatMap(unlabelled))
    expect([...history.add([finesseGap(30, null, { agentIds: ['ana', 'ben'] })])]).toEqual(['ana', 'ben'])
    expect([...history.add([finesseGap(30, 90, { agentIds: ['ana'] })])]).toEqual(['ana'])
    expect(briefs(history.entries('ana', EVENING)).at(-1)).toBe('NOT_READY 60- unknown 71 LUNCH (cti)')
    expect(briefs(history.entries('zoe', EVENING)).at(-1)).toBe('NOT_READY 60- finesse-missing 71 LUNCH (cti)')
    const ends = (agentId: string) => history.lanes(agentId).finesse.map(({ to }) => to)
    expect(['ana', 'ben', 'zoe'].map(ends)).toEqual([[at(30)], [at(30)], [null]])
    expect(['ana', 'ben', 'zoe'].map((agentId) => history.lanes(agentId).gaps.map(({ to }) => to))).toEqual([
      [instant(90)],
      [null],
      [],
    ])
  })

  test('a gap that is told twice, of one agent and of more, is the same in either order', () => {
    const told = [finesseGap(30, 90, { agentIds: ['ana'] }), finesseGap(30, 90, { agentIds: ['ana', 'ben'] })]
    for (const gaps of [told, told.toReversed()]) {
      const history = floor()
      history.add([...unlabelled('ana'), ...gaps])
      expect(history.lanes('ana').gaps).toEqual([finesseGap(30, 90)])
    }
  })

  test('a gap soon after an event may be why Finesse said nothing', () => {
    const [, entry] = entriesOf([cti(0, 'READY'), finesse(0, 'READY'), cti(60, 'NOT_READY', 71), finesseGap(62, 90)])
    expect(entry).toMatchObject({ verdict: 'unknown', finesseWatched: false })
  })

  test('a gap soon after an event may be why Finesse said nothing, also of a stay that is over by then', () => {
    const heard = [cti(0, 'READY'), finesse(0, 'READY'), cti(60, 'NOT_READY', 71), cti(61, 'READY'), cti(90, 'WORK')]
    expect(briefs(entriesOf([...heard, finesse(90.1, 'WORK')]))).toContain(
      'NOT_READY 60-61 finesse-missing 71 LUNCH (cti)',
    )
    expect(briefs(entriesOf([...heard, finesseGap(62, 89), finesse(90.1, 'WORK')]))).toContain(
      'NOT_READY 60-61 unknown 71 LUNCH (cti)',
    )
    // Told when everything else was known.
    const history = floor()
    history.add([...heard, finesse(90.1, 'WORK')])
    history.entries(AGENT, EVENING)
    history.add([finesseGap(62, null)])
    expect(briefs(history.entries(AGENT, EVENING))).toContain('NOT_READY 60-61 unknown 71 LUNCH (cti)')
  })

  test('a gap soon after Finesse’s word may be why the CTI server said nothing, also of a stay that is over by then', () => {
    const heard = [
      cti(0, 'READY'),
      finesse(0, 'READY'),
      finesse(60, 'NOT_READY', labelled(71, 'LUNCH')),
      finesse(61, 'READY'),
    ]
    expect(briefs(entriesOf(heard))).toContain('NOT_READY 60-61 cti-missing 71 LUNCH (finesse)')
    expect(briefs(entriesOf([...heard, gap(62, 89)]))).toContain('NOT_READY 60-61 unknown 71 LUNCH (finesse)')
  })

  test('a stay that Finesse confirms after its gap was not interrupted', () => {
    const again = finesse(0, 'NOT_READY', { at: finesse(91, 'READY').at, via: 'read' })
    const history = floor()
    history.add([finesse(0, 'NOT_READY'), finesseGap(30, 90), again])
    expect(history.lanes(AGENT).finesse).toMatchObject([{ state: 'NOT_READY', to: null }])
    expect(briefs(history.entries(AGENT, EVENING))).toEqual(['NOT_READY 0- unknown'])
  })

  describe('with nobody but the witness, who asks a little later', () => {
    const via = 'witness'
    const ready = { via, stateChangeTime: instant(0) } as const
    const before = [cti(0, 'READY'), finesse(0.4, 'READY', ready), cti(60, 'NOT_READY', 71)]

    test('what was over when he asked is unknown', () => {
      const heard = [...before, cti(60.2, 'READY'), finesse(60.6, 'READY', { via, stateChangeTime: instant(60.3) })]
      expect(entriesOf(heard)[1]).toMatchObject({ verdict: 'unknown', finesseWatched: false, finesse: null })
    })

    test('what he could not ask about is unknown', () => {
      expect(entriesOf(before).at(-1)).toMatchObject({ verdict: 'unknown', finesseWatched: false })
      expect(entriesOf(before, at(61)).at(-1)?.verdict).toBe('pending')
    })

    test('what he asked about too soon is unknown: Finesse may not have heard of it by then', () => {
      const [first] = before
      const short = [first, cti(58, 'TALKING'), finesse(58.4, 'TALKING', { via }), cti(60, 'NOT_READY', 71)].filter(
        (each) => each !== undefined,
      )
      const verdictWith = (seconds: number) =>
        entriesOf([...short, finesse(seconds, 'TALKING', { via, stateChangeTime: instant(58.4) })]).at(-1)?.verdict
      expect([58.4, 64.9, 65].map(verdictWith)).toEqual(['unknown', 'unknown', 'finesse-missing'])
    })

    test('what he asked about is missing where Finesse told of the state before after all', () => {
      const again = finesse(66, 'READY', ready)
      expect(entriesOf([...before, again]).at(-1)).toMatchObject({ verdict: 'finesse-missing', finesseWatched: true })
    })

    test('what a gadget heard before a gap of its own says nothing of what he found in it', () => {
      const live = finesse(0.2, 'READY', { stateChangeTime: instant(0) })
      expect(entriesOf([live, ...before]).at(-1)?.verdict).toBe('finesse-missing')
      const again = finesse(31, 'READY', ready)
      expect(entriesOf([live, ...before, finesseGap(30, 90), again]).at(-1)?.verdict).toBe('unknown')
    })
  })

  test("Finesse's state without an event, while the CTI server is heard, is missing there", () => {
    expect(
      briefs(
        entriesOf([
          cti(0, 'READY'),
          finesse(0, 'READY'),
          finesse(60, 'NOT_READY', labelled(71, 'LUNCH')),
          finesse(90, 'READY'),
        ]),
      ),
    ).toEqual(['READY 0-60 none', 'NOT_READY 60-90 cti-missing 71 LUNCH (finesse)', 'READY 90- none'])
  })
})
