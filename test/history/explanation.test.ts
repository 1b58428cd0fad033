import { describe, expect, test } from 'vitest'
import { Catalogue, type CatalogueEntry } from '../../src/history/catalogue.ts'
import type { Entry } from '../../src/history/entry.ts'
import { explain, type Explanation } from '../../src/history/explanation.ts'
import type { Observation } from '../../src/history/observation.ts'
import {
  AGENT,
  at,
  CATALOGUE,
  code,
  cti,
  deploymentOf,
  entriesOf,
  EVENING,
  finesse,
  gap,
  id,
  labelled,
  LUNCH,
  seeded,
} from './heard.ts'

/** What is said of the last entry. */
function explained(
  observations: readonly Observation[],
  { now = EVENING, catalogue = CATALOGUE } = {},
): Explanation & { readonly verdict: Entry['verdict'] } {
  const entry = entriesOf(observations, now, { catalogue }).at(-1)
  if (!entry) throw new Error('nothing was heard')
  return { verdict: entry.verdict, ...explain(entry, { catalogue, deploymentOf }) }
}

/** Both sides are heard before the stay in question. */
const watched = [cti(0, 'READY'), finesse(0, 'READY')]

/** Set through the CTI server: Finesse has -1. */
const throughCti = (reason: number, fields: Partial<ReturnType<typeof cti>> = {}): readonly Observation[] => [
  ...watched,
  cti(60, 'NOT_READY', reason, fields),
  finesse(60.1, 'NOT_READY'),
]

const lunchIn = (...more: readonly Partial<CatalogueEntry>[]) =>
  new Catalogue([LUNCH, ...more.map((fields) => ({ ...LUNCH, ...fields }))])

const conflict = (client: string | null) =>
  explained([
    ...watched,
    cti(60, 'NOT_READY', 71, { client }),
    finesse(60.1, 'NOT_READY', labelled(72, 'IN MEETING', 2)),
  ])

describe('why the two sides differ', () => {
  test('set through the CTI server, by whom the event names', () => {
    expect(explained(throughCti(71, { client: 'acd-console' }))).toEqual({
      verdict: 'finesse-missing',
      cause: 'set-through-cti',
      setBy: { kind: 'cti-client', client: 'acd-console' },
      mend: { kind: 'put', agentId: AGENT, state: 'NOT_READY', reasonCodeId: 1, code: 71, label: 'LUNCH' },
      system: null,
    })
  })

  test('set through the CTI server, by a client that the event does not name', () => {
    expect(explained(throughCti(71)).setBy).toEqual({ kind: 'cti-client', client: null })
  })

  test('set by a supervisor', () => {
    expect(explained(throughCti(33))).toMatchObject({
      verdict: 'finesse-missing',
      cause: 'set-through-cti',
      setBy: { kind: 'supervisor' },
      mend: { kind: 'none' },
      system: { label: 'Supervisor Initiated' },
    })
  })

  test('set by the system, which says what happened', () => {
    expect(explained(throughCti(32763))).toMatchObject({
      cause: 'system-code',
      setBy: { kind: 'system', label: 'Call Not Answered', meaning: 'call-not-answered' },
      mend: { kind: 'none' },
    })
  })

  test("UCCE's first step of a logout is the agent's and the system's code", () => {
    expect(explained(throughCti(20003, { site: 'cce1' }))).toMatchObject({
      cause: 'system-code',
      setBy: { kind: 'agent' },
    })
  })

  test('Finesse said nothing at all of the stay', () => {
    expect(explained([...watched, cti(60, 'NOT_READY', 71)])).toMatchObject({
      verdict: 'finesse-missing',
      cause: 'finesse-silent',
    })
  })

  test('the CTI server said nothing of the stay', () => {
    expect(explained([...watched, finesse(60, 'NOT_READY', labelled(71, 'LUNCH', 1))])).toMatchObject({
      verdict: 'cti-missing',
      cause: 'cti-silent',
      setBy: { kind: 'finesse' },
      mend: { kind: 'none' },
    })
  })

  test('the CTI event carried no reason', () => {
    expect(
      explained([...watched, cti(60, 'NOT_READY'), finesse(60.1, 'NOT_READY', labelled(71, 'LUNCH', 1))]),
    ).toMatchObject({ verdict: 'cti-missing', cause: 'cti-without-reason', setBy: { kind: 'finesse' } })
  })

  test('two codes: what would have put the CTI code into Finesse', () => {
    expect(conflict('acd-console')).toMatchObject({
      verdict: 'conflict',
      cause: 'codes-differ',
      setBy: { kind: 'cti-client', client: 'acd-console' },
      mend: { kind: 'put', reasonCodeId: 1 },
    })
    expect(conflict(null).setBy).toEqual({ kind: 'unheard' })
  })
})

const throughFinesse = (label: string) => [
  ...watched,
  cti(60, 'NOT_READY', 71),
  finesse(60.1, 'NOT_READY', labelled(71, label, 1)),
]

describe('where they do not differ', () => {
  test('the same reason was set through Finesse', () => {
    expect(explained(throughFinesse('LUNCH'))).toEqual({
      verdict: 'agree',
      cause: 'same',
      setBy: { kind: 'finesse' },
      mend: { kind: 'none' },
      system: null,
    })
  })

  test('one code has two labels', () => {
    expect(explained(throughFinesse('MITTAGESSEN')).cause).toBe('label-differs')
  })

  test("a system code's label that an administrator translated is no difference", () => {
    const heard = [cti(60, 'NOT_READY', 32763), finesse(60.1, 'NOT_READY', labelled(32763, 'Nicht angenommen', 40))]
    expect(explained([...watched, ...heard])).toMatchObject({ verdict: 'agree', cause: 'same' })
  })

  test('neither gave a reason', () => {
    expect(explained([...watched, cti(60, 'NOT_READY'), finesse(60.1, 'NOT_READY')])).toMatchObject({
      verdict: 'agree',
      cause: 'no-reason-heard',
      setBy: { kind: 'unheard' },
    })
  })

  test('the state carries none, though the CTI server may say who set it', () => {
    expect(explained([...watched, cti(60, 'TALKING')])).toMatchObject({
      verdict: 'none',
      cause: 'no-reason-in-state',
      setBy: { kind: 'unheard' },
    })
    expect(explained([cti(60, 'READY', 33)])).toMatchObject({
      cause: 'no-reason-in-state',
      setBy: { kind: 'supervisor' },
    })
  })

  test('Finesse may still speak: nobody is blamed yet', () => {
    expect(explained([...watched, cti(60, 'NOT_READY', 71)], { now: at(61) })).toMatchObject({
      verdict: 'pending',
      cause: 'waiting',
      setBy: { kind: 'unheard' },
      mend: { kind: 'none' },
    })
  })

  test('a sign-in without a reason is expected', () => {
    expect(explained([finesse(-9, 'LOGOUT'), cti(0, 'NOT_READY', 32760), finesse(0.1, 'NOT_READY')])).toMatchObject({
      verdict: 'expected',
      cause: 'sign-in',
      setBy: { kind: 'sign-in' },
      mend: { kind: 'none' },
    })
  })

  test('so is an own logout', () => {
    expect(explained([...watched, cti(60, 'LOGOUT', 32766), finesse(60.1, 'LOGOUT')])).toMatchObject({
      verdict: 'expected',
      cause: 'own-logout',
      setBy: { kind: 'agent' },
    })
  })
})

describe('where nobody knows', () => {
  test.each<[Explanation['cause'], readonly Observation[]]>([
    ['seeded', [seeded(0, 'NOT_READY'), finesse(-9, 'NOT_READY')]],
    ['cti-deaf', [...watched, gap(30, 90), finesse(60, 'NOT_READY', labelled(71, 'LUNCH', 1))]],
    ['cti-deaf', [...watched, gap(30, 90), finesse(60, 'NOT_READY')]],
    ['cti-deaf', [finesse(60, 'NOT_READY')]],
    ['finesse-not-watched', [cti(60, 'NOT_READY', 71)]],
    ['no-reason-heard', [...watched, finesse(60, 'NOT_READY')]],
    ['no-reason-heard', [cti(60, 'NOT_READY', 71), finesse(60.1, 'NOT_READY', { reasonCodeId: id(404) })]],
  ])('%s', (cause, heard) => {
    expect(explained(heard)).toMatchObject({ verdict: 'unknown', cause, mend: { kind: 'none' } })
  })
})

const mendOf = (reason: number, catalogue: Catalogue, site = 'ccx1') =>
  explained(throughCti(reason, { site }), { catalogue }).mend

describe('how to mend it', () => {
  test('two reasons with one number: a person has to choose', () => {
    const catalogue = lunchIn({ label: 'MITTAGESSEN', reasonCodeId: id(9) })
    expect(mendOf(71, catalogue)).toEqual({
      kind: 'choose',
      agentId: AGENT,
      state: 'NOT_READY',
      code: 71,
      options: [
        { reasonCodeId: 1, label: 'LUNCH' },
        { reasonCodeId: 9, label: 'MITTAGESSEN' },
      ],
    })
  })

  test('a reason that was renamed is one choice', () => {
    const catalogue = lunchIn({ label: 'Lunch break', origin: 'event' })
    expect(mendOf(71, catalogue)).toMatchObject({ kind: 'put', reasonCodeId: 1, label: 'LUNCH' })
  })

  test('Finesse has no reason with this number', () => {
    expect(mendOf(74, CATALOGUE)).toEqual({ kind: 'create-code', code: 74, category: 'NOT_READY' })
  })

  test("Finesse's reasons were not read: nobody can say", () => {
    expect(mendOf(71, new Catalogue())).toEqual({ kind: 'look-up', code: 71, category: 'NOT_READY' })
  })

  test('a label was seen without its id: the reason exists', () => {
    const seen: CatalogueEntry = { ...LUNCH, code: code(74), label: 'VISIT', origin: 'event', reasonCodeId: undefined }
    expect(mendOf(74, CATALOGUE.with([seen]))).toMatchObject({ kind: 'look-up' })
  })

  test('UCCX lets nobody create a reason above 999, UCCE does', () => {
    expect(mendOf(999, CATALOGUE)).toMatchObject({ kind: 'create-code' })
    expect(mendOf(1000, CATALOGUE)).toEqual({ kind: 'none' })
    const seen: CatalogueEntry = { ...LUNCH, code: code(1000), origin: 'event', reasonCodeId: undefined }
    expect(mendOf(1000, CATALOGUE.with([seen]))).toMatchObject({ kind: 'look-up' })
    expect(mendOf(1000, CATALOGUE, 'cce1')).toMatchObject({ kind: 'look-up' })
  })

  test("another category's id is no help: logging out has reasons of its own", () => {
    const heard = [...watched, cti(60, 'LOGOUT', 71), finesse(60.1, 'LOGOUT')]
    expect(explained(heard).mend).toEqual({ kind: 'look-up', code: 71, category: 'LOGOUT' })
    const catalogue = lunchIn({ category: 'LOGOUT', label: 'END OF SHIFT', reasonCodeId: id(5) })
    expect(explained(heard, { catalogue }).mend).toMatchObject({ kind: 'put', state: 'LOGOUT', reasonCodeId: 5 })
  })
})
