import { describe, expect, test } from 'vitest'
import type { Stay } from '../../src/history/entry.ts'
import type { GapObservation, Observation } from '../../src/history/observation.ts'
import { AGENT, briefs, cti, entriesOf, finesse, finesseGap, floor, gap, labelled, MORNING } from './heard.ts'

const lanesOf = (...observations: readonly Observation[]) => {
  const history = floor()
  history.add(observations)
  return history.lanes(AGENT)
}

/** A bar in short: state, seconds from and to. */
const bars = (stays: readonly Stay[]): string[] =>
  stays.map(({ state, from, to }) => `${state} ${(from - MORNING) / 1000}-${to === null ? '' : (to - MORNING) / 1000}`)

describe('what one side alone tells', () => {
  const elsewhere = { site: 'ccx2' }

  test('of the CTI server ends with what it tells next, or where its own site falls silent', () => {
    const { cti: told } = lanesOf(
      cti(-60, 'LOGOUT', 0, elsewhere),
      cti(0, 'READY'),
      finesseGap(30, 35),
      gap(40, 45, elsewhere),
      cti(60, 'TALKING'),
      gap(70, 80),
      cti(120, 'WORK'),
      gap(130, 140, elsewhere),
    )
    expect(bars(told)).toEqual(['LOGOUT -60-0', 'READY 0-60', 'TALKING 60-70', 'WORK 120-'])
  })

  test('of Finesse ends with what it tells next, or where it falls silent', () => {
    const { finesse: told } = lanesOf(
      finesse(0, 'READY'),
      gap(30, 35),
      finesse(60, 'TALKING'),
      finesseGap(70, 80),
      finesse(120, 'WORK'),
      gap(130, 140),
    )
    expect(bars(told)).toEqual(['READY 0-60', 'TALKING 60-70', 'WORK 120-'])
  })

  test('of Finesse is one also where it is read once more without a date in the same moment', () => {
    for (const via of ['notification', 'read', 'witness'] as const) {
      const undated = finesse(60, 'NOT_READY', { stateChangeTime: null, via })
      expect(bars(lanesOf(undated, finesse(60, 'NOT_READY')).finesse)).toEqual(['NOT_READY 60-'])
    }
  })

  test('goes on where only others were not heard: UCCE says a state once for each skill group', () => {
    const again = cti(60, 'NOT_READY', 71, { raw: '01' })
    expect(
      briefs(entriesOf([cti(-9, 'LOGOUT', 0, elsewhere), cti(0, 'NOT_READY', 71), gap(30, 40, elsewhere), again])),
    ).toEqual(['LOGOUT -9-0 unknown', 'NOT_READY 0- unknown 71 LUNCH (cti)'])
    expect(entriesOf([cti(0, 'NOT_READY', 71), finesseGap(30, 40), again])).toHaveLength(1)
    expect(entriesOf([cti(0, 'NOT_READY', 71), gap(30, 40), again])).toHaveLength(2)
  })
})

/** A bar in short, with the code that it names. */
const named = (stays: readonly Stay[]): string[] => stays.map((stay) => `${bars([stay])[0]} ${stay.code}`)

/** Finesse's lane when it is told in this order, and the other way round. */
const inBothOrders = (...words: readonly Observation[]) =>
  [words, words.toReversed()].map((order) => named(lanesOf(...order).finesse))

describe('what Finesse says of one stay in several ways', () => {
  const [lunch, meeting] = [labelled(71, 'LUNCH', 1), labelled(72, 'IN MEETING', 2)]
  const dated = { stateChangeTime: finesse(60, 'READY').stateChangeTime }
  const read = (seconds: number, fields: object) => finesse(seconds, 'NOT_READY', { ...dated, ...fields })
  test('is one word where each has what the other lacks', () => {
    const once = ['NOT_READY 60- 71']
    expect(inBothOrders(read(60, {}), read(61, { reason: lunch.reason }), read(62, lunch))).toEqual([once, once])
    expect(inBothOrders(read(60, { reasonCodeId: lunch.reasonCodeId }), read(61, lunch))).toEqual([once, once])
  })

  test('is two where it names two reasons, the second from when it was first received', () => {
    const twice = ['NOT_READY 60-65 71', 'NOT_READY 65- 72']
    expect(inBothOrders(read(60, lunch), read(65, meeting), read(70, meeting))).toEqual([twice, twice])
    expect(inBothOrders(read(60, { reason: lunch.reason }), read(65, { reason: meeting.reason }))).toEqual([
      twice,
      twice,
    ])
    const ids = [lunch, meeting].map(({ reasonCodeId }, index) => read(60 + 5 * index, { reasonCodeId }))
    expect(inBothOrders(...ids)[0]).toEqual(['NOT_READY 60-65 null', 'NOT_READY 65- null'])
    expect(inBothOrders(read(60, lunch), read(65, { ...lunch, reasonCodeId: meeting.reasonCodeId }))[0]).toHaveLength(2)
  })

  describe('without a date', () => {
    const undated = { stateChangeTime: null }

    test('is of the stay that lasts', () => {
      const again = [undated, { ...undated, ...lunch }].map((fields, index) => read(70 + index, fields))
      expect(inBothOrders(read(60, lunch), ...again)[0]).toEqual(['NOT_READY 60- 71'])
    })

    test('is another stay where it names another reason or another state, or Finesse was not heard between', () => {
      const first = read(60, lunch)
      expect(inBothOrders(first, read(70, { ...undated, ...meeting }))[0]).toEqual([
        'NOT_READY 60-70 71',
        'NOT_READY 70- 72',
      ])
      expect(inBothOrders(first, finesse(70, 'READY', undated))[0]).toEqual(['NOT_READY 60-70 71', 'READY 70- null'])
      const parted = lanesOf(first, finesseGap(65, 66), read(70, { ...undated, ...lunch })).finesse
      expect(named(parted)).toEqual(['NOT_READY 60-65 71', 'NOT_READY 70- 71'])
    })

    test('says that the stay lasts until then', () => {
      const via = 'witness'
      const heard = [cti(0, 'READY'), finesse(0.4, 'READY', { via, ...undated }), cti(60, 'NOT_READY', 71)]
      const again = finesse(66, 'READY', { via, ...undated })
      expect(entriesOf([...heard, again]).at(-1)?.verdict).toBe('finesse-missing')
    })
  })
})

/** What is shown of gaps that are told in this order, and the other way round. */
const shown = (...told: readonly GapObservation[]) =>
  [told, told.toReversed()].map((gaps) => lanesOf(cti(0, 'READY'), ...gaps).gaps)

describe('a gap that is told several times', () => {
  test('has an end when one was told', () => {
    const closed = gap(30, 60, { seq: 3 })
    expect(shown(gap(30, null, { seq: 2 }), closed, gap(30, null, { seq: 4 }))).toEqual([[closed], [closed]])
  })

  test('lasted until the later of two ends: the source was deaf at least that long', () => {
    const longer = gap(30, 90, { seq: 2 })
    expect(shown(longer, gap(30, 60, { seq: 3 }))).toEqual([[longer], [longer]])
  })

  test('has the reason that was told first, or in the order of the words', () => {
    const first = gap(30, 60, { seq: 2, why: 'relay-restart' })
    expect(shown(first, gap(30, 60, { seq: 3, why: 'cti-link-lost' }))).toEqual([[first], [first]])
    const [early, late] = [gap(30, 60, { why: 'a' }), gap(30, 60, { why: 'b' })]
    expect(shown(late, early)).toEqual([[early], [early]])
  })

  test('is another one where it began at another moment', () => {
    const gaps = [gap(30, 60), gap(31, 60)]
    expect(shown(...gaps)).toEqual([gaps, gaps])
  })
})
