import { describe, expect, test } from 'vitest'
import { Catalogue, type CatalogueEntry, labelIn } from '../../src/history/catalogue.ts'
import { SYSTEM_CODES } from '../../src/history/system-codes.ts'
import { CATALOGUE, code, finesse, id, labelled, LUNCH, MEETING } from './heard.ts'

const named = (label: string, fields: Partial<CatalogueEntry> = {}): CatalogueEntry => ({ ...LUNCH, label, ...fields })

const labelsOf = (catalogue: Catalogue, reasonCode = code(71)) =>
  catalogue.labels('uccx', 'NOT_READY', reasonCode).map(({ label, origin }) => `${label} (${origin})`)

describe('a catalogue', () => {
  test('knows the system codes that it is given, by deployment and category, and so does one with more entries', () => {
    const empty = new Catalogue([], SYSTEM_CODES)
    const labelOf = (...key: Parameters<Catalogue['labels']>) => empty.labels(...key)[0]?.label ?? null
    expect(labelOf('uccx', 'NOT_READY', code(32760))).toBe('Agent Logon')
    expect(labelOf('ucce', 'NOT_READY', code(32760))).toBeNull()
    expect(labelOf('ucce', 'NOT_READY', code(32767))).toBe('Call Not Answered')
    expect(labelOf('uccx', 'LOGOUT', code(32767))).toBe('Device Conflict')
    expect(labelOf('uccx', 'NOT_READY', code(32767))).toBeNull()
    expect(empty.entries).toEqual([])
    expect(empty.with([LUNCH]).systemCode('uccx', 'LOGOUT', code(32767))?.meaning).toBe('logged-in-elsewhere')
    expect(new Catalogue().systemCode('uccx', 'LOGOUT', code(32767))).toBeNull()
  })

  test('has nothing for an unknown code', () => {
    expect(CATALOGUE.labels('uccx', 'NOT_READY', code(12_345))).toEqual([])
    expect(CATALOGUE.labels('uccx', 'LOGOUT', code(71))).toEqual([])
    expect(CATALOGUE.labels('ucce', 'NOT_READY', code(71))).toEqual([])
  })

  test("puts Finesse's labels first, then those seen in events, then the system's, in whatever order they came", () => {
    const [fromEvent, fromFinesse] = [
      named('Login', { code: code(32760), origin: 'event', reasonCodeId: id(41) }),
      named('Anmeldung', { code: code(32760), reasonCodeId: id(40) }),
    ]
    const expected = ['Anmeldung (finesse)', 'Login (event)', 'Agent Logon (system)']
    expect(labelsOf(new Catalogue([fromEvent, fromFinesse], SYSTEM_CODES), code(32760))).toEqual(expected)
    expect(labelsOf(new Catalogue([fromFinesse, fromEvent], SYSTEM_CODES), code(32760))).toEqual(expected)
  })

  test('keeps both labels of a code, that of the lower id first', () => {
    const catalogue = new Catalogue([named('ALMUERZO', { reasonCodeId: id(9) }), LUNCH])
    expect(labelsOf(catalogue)).toEqual(['LUNCH (finesse)', 'ALMUERZO (finesse)'])
  })

  test('keeps one label from two sources once, with the id if one has it', () => {
    const seen = named('LUNCH', { origin: 'event', reasonCodeId: undefined })
    expect(new Catalogue([seen, LUNCH]).labels('uccx', 'NOT_READY', code(71))).toEqual([LUNCH])
  })

  test('keeps one label with two ids twice: a PUT has two choices', () => {
    const catalogue = new Catalogue([LUNCH, named('LUNCH', { reasonCodeId: id(9) })])
    expect(catalogue.labels('uccx', 'NOT_READY', code(71)).map(({ reasonCodeId }) => reasonCodeId)).toEqual([1, 9])
  })

  test('finds a reason by its id, in its deployment and category only', () => {
    expect(CATALOGUE.byId('uccx', 'NOT_READY', id(2))).toBe(MEETING)
    expect(CATALOGUE.byId('uccx', 'LOGOUT', id(2))).toBeNull()
    expect(CATALOGUE.byId('ucce', 'NOT_READY', id(2))).toBeNull()
  })

  test("finds the number that Finesse's list has for an id, not one of before, in whatever order they came", () => {
    const before = [
      named('LUNCH', { code: code(61), origin: 'event' }),
      named('A', { code: code(51), origin: 'event' }),
    ]
    for (const entries of [
      [...before, LUNCH],
      [LUNCH, ...before],
    ]) {
      expect(new Catalogue(entries).byId('uccx', 'NOT_READY', id(1))).toBe(LUNCH)
    }
    for (const entries of [before, before.toReversed()]) {
      expect(new Catalogue(entries).byId('uccx', 'NOT_READY', id(1))).toBe(before[1])
    }
    const [high, low] = [named('LUNCH', { code: code(75) }), named('LUNCH', { code: code(61) })]
    for (const entries of [
      [high, low],
      [low, high],
    ]) {
      expect(new Catalogue(entries).byId('uccx', 'NOT_READY', id(1))).toBe(low)
    }
  })

  test("tells whether Finesse's own codes of a category were read", () => {
    expect(CATALOGUE.knowsFinesse('uccx', 'NOT_READY')).toBe(true)
    expect(CATALOGUE.knowsFinesse('uccx', 'LOGOUT')).toBe(false)
    expect(new Catalogue([named('LUNCH', { origin: 'event' })]).knowsFinesse('uccx', 'NOT_READY')).toBe(false)
  })

  test('is the same object where more entries say nothing new, and never changes', () => {
    expect(CATALOGUE.with([])).toBe(CATALOGUE)
    expect(CATALOGUE.with([{ ...LUNCH }, MEETING])).toBe(CATALOGUE)
    const more = CATALOGUE.with([named('MITTAGESSEN', { reasonCodeId: id(9) })])
    expect(more).not.toBe(CATALOGUE)
    expect(labelsOf(CATALOGUE)).toEqual(['LUNCH (finesse)'])
    expect(labelsOf(more)).toEqual(['LUNCH (finesse)', 'MITTAGESSEN (finesse)'])
  })

  test('takes 65535 for a code like any other', () => {
    const last = named('LAST', { code: code(65_535), reasonCodeId: id(65) })
    expect(labelsOf(new Catalogue([last]), code(65_535))).toEqual(['LAST (finesse)'])
    expect(new Catalogue([last]).labels('uccx', 'LOGOUT', code(1))).toEqual([])
  })
})

describe('the label in an event', () => {
  test('comes with its id where the event has it', () => {
    expect(labelIn(finesse(0, 'NOT_READY', labelled(71, 'LUNCH', 1)), 'uccx')).toEqual({ ...LUNCH, origin: 'event' })
    expect(labelIn(finesse(0, 'LOGOUT', labelled(71, 'HOME')), 'ucce')).toEqual({
      deployment: 'ucce',
      category: 'LOGOUT',
      code: 71,
      label: 'HOME',
      origin: 'event',
    })
  })

  test.each([
    ['without a reason', finesse(0, 'NOT_READY')],
    ['without a label', finesse(0, 'NOT_READY', labelled(71, '', 1))],
    ['left over in a state without reasons', finesse(0, 'TALKING', labelled(71, 'LUNCH', 1))],
    ['in READY, where Finesse keeps none', finesse(0, 'READY', labelled(71, 'LUNCH', 1))],
  ])('is none %s', (_, observation) => {
    expect(labelIn(observation, 'uccx')).toBeNull()
  })
})
