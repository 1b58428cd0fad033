import { describe, expect, test } from 'vitest'
import { Catalogue } from '../../src/history/catalogue.ts'
import type { CtiObservation } from '../../src/history/observation.ts'
import {
  AGENT,
  at,
  briefs,
  CATALOGUE,
  cti,
  entriesOf,
  EVENING,
  finesse,
  floor,
  gap,
  id,
  labelled,
  LUNCH,
  seeded,
} from './heard.ts'

describe('the scene of the thread', () => {
  test('a reason set through Finesse is told by both sides', () => {
    const [, lunch] = entriesOf([
      cti(0, 'READY'),
      finesse(0.1, 'READY'),
      cti(60, 'NOT_READY', 71, { client: 'Finesse' }),
      finesse(60.157, 'NOT_READY', labelled(71, 'LUNCH', 1)),
    ])
    expect(lunch).toMatchObject({ state: 'NOT_READY', verdict: 'agree', lag: 157, finesseWatched: true })
    expect(lunch?.reason).toEqual({
      code: 71,
      label: 'LUNCH',
      origin: 'finesse',
      labelOrigin: 'finesse',
      otherLabels: [],
    })
  })

  test('a reason set through the CTI server is missing in Finesse, and shown by the catalogue label', () => {
    const [, , lunch] = entriesOf([
      cti(60, 'NOT_READY', 71),
      finesse(60.1, 'NOT_READY', labelled(71, 'LUNCH', 1)),
      cti(120, 'READY'),
      finesse(120.1, 'READY'),
      cti(180.245, 'NOT_READY', 71, { client: 'acd-console' }),
      finesse(180.402, 'NOT_READY', { via: 'witness' }),
    ])
    expect(lunch).toMatchObject({ verdict: 'finesse-missing', lag: 157, to: null })
    expect(lunch?.cti?.client).toBe('acd-console')
    expect(lunch?.finesse).toMatchObject({ reason: null, reasonCodeId: null })
    expect(lunch?.reason).toEqual({ code: 71, label: 'LUNCH', origin: 'cti', labelOrigin: 'finesse', otherLabels: [] })
  })

  test('when the reason is set through Finesse afterwards, it agrees from then on', () => {
    expect(
      briefs(
        entriesOf([
          cti(0, 'NOT_READY', 71),
          finesse(0.1, 'NOT_READY'),
          finesse(60, 'NOT_READY', labelled(71, 'LUNCH', 1)),
        ]),
      ),
    ).toEqual(['NOT_READY 0-60 finesse-missing 71 LUNCH (cti)', 'NOT_READY 60- agree 71 LUNCH (finesse)'])
  })
})

const agentLogon = (before: readonly CtiObservation[]) =>
  entriesOf([finesse(-60, 'LOGOUT'), ...before, cti(10, 'NOT_READY', 32760), finesse(10.1, 'NOT_READY')]).at(-1)

describe('known harmless differences', () => {
  test.each([
    ['as the first state', []],
    ['after LOGOUT', [cti(0, 'LOGOUT')]],
    ['after LOGIN', [cti(0, 'LOGIN')]],
    ['after what the server does not know', [seeded(0, 'UNKNOWN')]],
  ])('UCCX 32760 %s is expected', (_, before) => {
    expect(agentLogon(before)).toMatchObject({
      verdict: 'expected',
      reason: { label: 'Agent Logon', labelOrigin: 'system' },
    })
  })

  test('UCCX 32760 in the middle of the day is not expected', () => {
    expect(agentLogon([cti(0, 'READY')])?.verdict).toBe('finesse-missing')
  })

  test('32760 is no sign-in where the site is UCCE', () => {
    const [entry] = entriesOf([cti(0, 'NOT_READY', 32760, { site: 'cce1' }), finesse(0.1, 'NOT_READY')])
    expect(entry).toMatchObject({ verdict: 'finesse-missing', reason: { label: null } })
  })

  test("an agent's own logout without a reason, UCCX 32766, is expected", () => {
    const [, logout] = entriesOf([
      cti(0, 'READY'),
      finesse(0.1, 'READY'),
      cti(9, 'LOGOUT', 32766),
      finesse(9.1, 'LOGOUT'),
    ])
    expect(logout).toMatchObject({ verdict: 'expected', reason: { label: 'Agent Initiated' } })
  })
})

describe('codes', () => {
  test('65535 is a code and Finesse -1 is none', () => {
    const [entry] = entriesOf([cti(0, 'NOT_READY', 65535, { site: 'cce1' }), finesse(0.1, 'NOT_READY')])
    expect(entry).toMatchObject({ verdict: 'finesse-missing', reason: { code: 65535, label: 'System Reinitialized' } })
  })

  test('a number means what the deployment and the category say', () => {
    const heard = [
      cti(0, 'LOGOUT', 32767),
      cti(60, 'NOT_READY', 32767),
      cti(90, 'NOT_READY', 32767, { agentId: 'agent2', site: 'cce1' }),
    ]
    const history = floor()
    history.add(heard)
    const entries = [...history.entries(AGENT, EVENING), ...history.entries('agent2', EVENING)]
    expect(entries.map(({ reason }) => reason?.label)).toEqual(['Device Conflict', null, 'Call Not Answered'])
  })

  test('a supervisor set Ready and Not Ready, UCCX 33', () => {
    expect(
      briefs(entriesOf([cti(0, 'READY', 33), finesse(0, 'READY'), cti(9, 'NOT_READY', 33), finesse(9, 'NOT_READY')])),
    ).toEqual([
      'READY 0-9 none 33 Supervisor Initiated (cti)',
      'NOT_READY 9- finesse-missing 33 Supervisor Initiated (cti)',
    ])
  })

  test('two codes for one stay are a conflict', () => {
    const [entry] = entriesOf([cti(0, 'NOT_READY', 71), finesse(0.1, 'NOT_READY', labelled(72, 'IN MEETING', 2))])
    expect(entry).toMatchObject({ verdict: 'conflict', reason: { code: 72, origin: 'finesse' } })
  })

  test('a second label for a code is told beside the one shown', () => {
    const [entry] = entriesOf([cti(0, 'NOT_READY', 71), finesse(0.1, 'NOT_READY', labelled(71, 'MITTAGESSEN', 9))])
    expect(entry).toMatchObject({ verdict: 'agree', reason: { label: 'MITTAGESSEN', otherLabels: ['LUNCH'] } })
  })

  test('a reason that Finesse names by its id alone is found in the catalogue', () => {
    const [entry] = entriesOf([
      cti(0, 'NOT_READY', 71),
      finesse(0.1, 'NOT_READY', { reasonCodeId: labelled(71, '', 1).reasonCodeId }),
    ])
    expect(entry).toMatchObject({ verdict: 'agree', reason: { code: 71, label: 'LUNCH', origin: 'finesse' } })
  })

  test('of two labels for one code the one with the id that Finesse names is shown', () => {
    const catalogue = CATALOGUE.with([{ ...LUNCH, label: 'MITTAGESSEN', reasonCodeId: id(9) }])
    const word = finesse(0.1, 'NOT_READY', { reasonCodeId: id(9) })
    const [entry] = entriesOf([cti(0, 'NOT_READY', 71), word], EVENING, { catalogue })
    expect(entry?.reason).toMatchObject({ label: 'MITTAGESSEN', labelOrigin: 'finesse', otherLabels: ['LUNCH'] })
  })

  test('a reason that Finesse names without a label has the label, and its origin, of the catalogue', () => {
    const [entry] = entriesOf([cti(0, 'NOT_READY', 32763), finesse(0.1, 'NOT_READY', labelled(32763, ''))])
    expect(entry?.reason).toMatchObject({ origin: 'finesse', label: 'Call Not Answered', labelOrigin: 'system' })
  })

  test('a reason that only Finesse has is missing on the CTI side', () => {
    const [entry] = entriesOf([cti(0, 'NOT_READY'), finesse(0.1, 'NOT_READY', labelled(71, 'LUNCH', 1))])
    expect(entry).toMatchObject({ verdict: 'cti-missing', reason: { code: 71, origin: 'finesse' } })
  })

  test('where neither gives a reason they agree', () => {
    expect(entriesOf([cti(0, 'NOT_READY'), finesse(0.1, 'NOT_READY')])[0]).toMatchObject({
      verdict: 'agree',
      reason: null,
    })
  })

  test('an id left over from Not Ready is no reason for talking', () => {
    const [, talking] = entriesOf([
      cti(0, 'NOT_READY', 72),
      finesse(0.1, 'NOT_READY', labelled(72, 'IN MEETING', 2)),
      cti(60, 'TALKING'),
      finesse(60.1, 'TALKING', labelled(72, 'IN MEETING', 2)),
    ])
    expect(talking).toMatchObject({ verdict: 'none', reason: null, finesse: { reason: null, reasonCodeId: null } })
  })
})

describe('labels', () => {
  const HOSTILE = '<img src=x onerror="alert(1)"> & \u202eHCNUL'

  test("stay the text they are, Finesse's", () => {
    const [entry] = entriesOf([cti(0, 'NOT_READY', 71), finesse(0.1, 'NOT_READY', labelled(71, HOSTILE, 1))])
    expect(entry?.reason).toMatchObject({ label: HOSTILE, otherLabels: ['LUNCH'] })
  })

  test("stay the text they are, the catalogue's", () => {
    const catalogue = new Catalogue([{ ...LUNCH, label: HOSTILE }])
    const [entry] = entriesOf([cti(0, 'NOT_READY', 71), finesse(0.1, 'NOT_READY')], EVENING, { catalogue })
    expect(entry?.reason).toMatchObject({ label: HOSTILE, origin: 'cti' })
  })

  test('of two for one code the second is told too, where only the CTI server gave the code', () => {
    const catalogue = CATALOGUE.with([{ ...LUNCH, label: 'MITTAGESSEN', reasonCodeId: id(9) }])
    const [entry] = entriesOf([cti(0, 'NOT_READY', 71), finesse(0.1, 'NOT_READY')], EVENING, { catalogue })
    expect(entry?.reason).toMatchObject({ label: 'LUNCH', otherLabels: ['MITTAGESSEN'] })
  })

  test('are none for a code that nobody knows; the code is shown', () => {
    const [entry] = entriesOf([cti(0, 'NOT_READY', 444), finesse(0.1, 'NOT_READY')])
    expect(entry).toMatchObject({ verdict: 'finesse-missing' })
    expect(entry?.reason).toEqual({ code: 444, label: null, origin: 'cti', labelOrigin: null, otherLabels: [] })
  })
})

describe('repeats', () => {
  test('Not Ready with another reason is another entry', () => {
    expect(briefs(entriesOf([cti(0, 'NOT_READY', 71), cti(60, 'NOT_READY', 72), cti(90, 'NOT_READY', 72)]))).toEqual([
      'NOT_READY 0-60 unknown 71 LUNCH (cti)',
      'NOT_READY 60- unknown 72 IN MEETING (cti)',
    ])
  })

  test('UCCE goes from Not Ready to Not Ready with another reason, and Finesse follows each', () => {
    const site = 'cce1'
    const heard = [
      cti(0, 'NOT_READY', 71, { site }),
      finesse(0.1, 'NOT_READY', labelled(71, 'LUNCH', 1)),
      cti(60, 'NOT_READY', 72, { site }),
      finesse(60.1, 'NOT_READY'),
      cti(90, 'NOT_READY', 71, { site }),
      finesse(90.1, 'NOT_READY', labelled(71, 'LUNCH', 1)),
    ]
    expect(briefs(entriesOf(heard))).toEqual([
      'NOT_READY 0-60 agree 71 LUNCH (finesse)',
      'NOT_READY 60-90 finesse-missing 72 ? (cti)',
      'NOT_READY 90- agree 71 LUNCH (finesse)',
    ])
  })

  test('an event said once for each skill group is one entry', () => {
    const repeated = [cti(0, 'READY'), cti(0, 'READY', 0, { raw: '01' }), cti(0.2, 'READY', 33, { raw: '02' })]
    expect(briefs(entriesOf(repeated))).toEqual(['READY 0- none'])
  })

  test("a notification and the witness's reading make one word of Finesse", () => {
    const changed = { stateChangeTime: finesse(0.1, 'READY').stateChangeTime }
    const [entry, ...more] = entriesOf([
      cti(0, 'NOT_READY', 71),
      finesse(0.4, 'NOT_READY', { ...changed, via: 'witness', seq: 7, ...labelled(71, 'LUNCH', 1) }),
      finesse(0.2, 'NOT_READY', { ...changed, reason: labelled(71, 'LUNCH').reason }),
      finesse(0.3, 'NOT_READY', changed),
    ])
    expect(more).toEqual([])
    expect(entry).toMatchObject({ verdict: 'agree', lag: 100 })
    expect(entry?.finesse).toMatchObject({ reasonCodeId: 1, reason: { label: 'LUNCH' }, via: 'notification' })
    expect(entry?.finesse?.at).toBe(finesse(0.2, 'READY').at)
  })

  test('what Finesse said of a stay is not its word on a later one of the same state', () => {
    const [, , later] = entriesOf([
      cti(0, 'NOT_READY', 71),
      finesse(0.2, 'NOT_READY', labelled(71, 'LUNCH', 1)),
      cti(60, 'READY'),
      cti(120, 'NOT_READY', 72),
    ])
    expect(later).toMatchObject({ verdict: 'finesse-missing', finesse: null, reason: { code: 72 } })
  })

  test('that Finesse does not know the state is news only where the CTI server says nothing', () => {
    expect(briefs(entriesOf([cti(0, 'READY'), finesse(60, 'UNKNOWN')]))).toEqual(['READY 0- none'])
    expect(briefs(entriesOf([finesse(60, 'UNKNOWN')]))).toEqual(['UNKNOWN 60- none'])
  })

  test('what was heard twice changes nothing and is not told as a change', () => {
    const history = floor()
    const heard = [cti(0, 'NOT_READY', 71, { seq: 1 }), finesse(0.1, 'NOT_READY', { seq: 2 }), gap(5, 6, { seq: 3 })]
    expect([...history.add(heard)]).toEqual([AGENT])
    const before = history.entries(AGENT, EVENING)
    expect([...history.add(heard)]).toEqual([])
    expect(history.entries(AGENT, EVENING)).toBe(before)
  })
})

describe('clocks and time', () => {
  test('the lag is free of the difference of the clocks', () => {
    const [entry] = entriesOf([cti(0, 'NOT_READY', 71), finesse(95.2, 'NOT_READY', labelled(71, 'LUNCH'))], EVENING, {
      finesseAheadMs: 95_000,
    })
    expect(entry).toMatchObject({ verdict: 'agree', lag: 200 })
  })

  test('another difference of the clocks is taken into account', () => {
    const history = floor()
    history.add([cti(0, 'NOT_READY', 71), finesse(95.2, 'NOT_READY', labelled(71, 'LUNCH'))])
    expect(history.entries(AGENT, EVENING)).toMatchObject([{ lag: null }])
    history.setFinesseAhead(95_000)
    expect(history.entries(AGENT, EVENING)).toMatchObject([{ verdict: 'agree', lag: 200 }])
  })

  test('an event that is later than the allowance finds what Finesse says of its state, as a late Finesse does', () => {
    const before = [cti(-60, 'READY'), finesse(-60, 'READY')]
    const word = labelled(71, 'LUNCH', 1)
    expect(briefs(entriesOf([...before, finesse(0, 'NOT_READY', word), cti(7, 'NOT_READY', 71)])).slice(1)).toEqual([
      'NOT_READY 0-7 cti-missing 71 LUNCH (finesse)',
      'NOT_READY 7- agree 71 LUNCH (finesse)',
    ])
    expect(briefs(entriesOf([...before, cti(0, 'NOT_READY', 71), finesse(7, 'NOT_READY', word)])).slice(1)).toEqual([
      'NOT_READY 0-7 finesse-missing 71 LUNCH (cti)',
      'NOT_READY 7- agree 71 LUNCH (finesse)',
    ])
  })

  test('without a stateChangeTime the lag counts to when Finesse was heard', () => {
    const [entry] = entriesOf([cti(0, 'NOT_READY', 71), finesse(0.3, 'NOT_READY', { stateChangeTime: null })])
    expect(entry?.lag).toBe(300)
  })

  test('Finesse may still speak until the allowance is over', () => {
    const history = floor()
    history.add([cti(0, 'READY'), finesse(0, 'READY'), cti(60, 'NOT_READY', 71)])
    const verdictAt = (seconds: number) => history.entries(AGENT, at(seconds)).at(-1)?.verdict
    expect([verdictAt(60), verdictAt(64.999), verdictAt(65), verdictAt(61)]).toEqual([
      'pending',
      'pending',
      'finesse-missing',
      'pending',
    ])
    expect(history.nextDeadline(AGENT, at(61))).toBe(at(65))
    expect(history.nextDeadline(AGENT, at(65))).toBeNull()
  })

  test('a Finesse word without a reason may still be followed by one with it', () => {
    const heard = [cti(60, 'NOT_READY', 71), finesse(60.1, 'NOT_READY')]
    expect(entriesOf(heard, at(61))[0]?.verdict).toBe('pending')
    expect(entriesOf([...heard, finesse(60.1, 'NOT_READY', labelled(71, 'LUNCH', 1))], at(61))[0]?.verdict).toBe(
      'agree',
    )
  })

  test('of a Finesse that is the first to tell of another reason nothing is said until the event may have come', () => {
    const before = [cti(0, 'NOT_READY', 72), finesse(0.1, 'NOT_READY')]
    const first = [...before, finesse(60, 'NOT_READY', labelled(71, 'LUNCH', 1))]
    expect(entriesOf(first, at(60.1)).at(-1)?.verdict).toBe('pending')
    expect(briefs(entriesOf([...first, cti(60.2, 'NOT_READY', 71)], at(60.3)))).toEqual([
      'NOT_READY 0-60.2 finesse-missing 72 IN MEETING (cti)',
      'NOT_READY 60.2- agree 71 LUNCH (finesse)',
    ])
    expect(entriesOf(first, at(65)).at(-1)?.verdict).toBe('conflict')
  })

  test('two states that Finesse dates alike are in the order in which they came', () => {
    const dated = { stateChangeTime: finesse(60.1, 'READY').stateChangeTime }
    const before = [cti(0, 'TALKING', 0, { seq: 1 }), finesse(0.1, 'TALKING', { seq: 2 })]
    const [ready, notReady] = [
      [cti(60, 'READY', 0, { seq: 3 }), finesse(60.2, 'READY', { ...dated, seq: 5 })],
      [
        cti(60, 'NOT_READY', 71, { seq: 4 }),
        finesse(60.2, 'NOT_READY', { ...dated, ...labelled(71, 'LUNCH'), seq: 6 }),
      ],
    ]
    for (const heard of [
      [...before, ...ready, ...notReady],
      [...notReady, ...ready, ...before],
    ]) {
      expect(briefs(entriesOf(heard))).toEqual([
        'TALKING 0-60 none',
        'READY 60-60 none',
        'NOT_READY 60- agree 71 LUNCH (finesse)',
      ])
    }
  })

  test('in a burst each stay finds its own', () => {
    const states = ['RESERVED', 'TALKING', 'RESERVED', 'TALKING', 'RESERVED', 'READY'] as const
    const heard = states.flatMap((state, index) => [
      cti(index * 0.4, state),
      // Finesse skips the second RESERVED.
      ...(index === 2 ? [] : [finesse(index * 0.4 + 0.3, state)]),
    ])
    expect(entriesOf(heard).map(({ state, lag }) => [state, lag])).toEqual(
      states.map((state, index) => [state, index === 2 ? null : 300]),
    )
  })
})
