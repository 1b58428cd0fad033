import { describe, expect, test } from 'vitest'
import { callsOf } from '../../src/history/calls.ts'
import { ContextHistory } from '../../src/history/context-history.ts'
import type { Observation } from '../../src/history/observation.ts'
import { AGENT, at, briefs, call, cti, entriesOf, finesse, floor, gap, labelled, seeded } from './heard.ts'

/** Numbers what a relay heard in this order, whatever its clock said. */
const inOrder = (...observations: readonly Observation[]): readonly Observation[] =>
  observations.map((observation, index) => ({ ...observation, seq: index + 1 }))

const briefsOf = (...observations: readonly Observation[]): readonly string[] =>
  briefs(entriesOf(inOrder(...observations)))

describe("where the relay's clock was set back", () => {
  test('what was heard last is the present, and what was heard before stands just before it', () => {
    const heard = inOrder(cti(0, 'READY'), cti(300, 'NOT_READY', 71), cti(10, 'TALKING'), finesse(10.2, 'TALKING'))
    const told = ['READY 0-9.999 none', 'NOT_READY 9.999-10 unknown 71 LUNCH (cti)', 'TALKING 10- none']
    expect(briefs(entriesOf(heard))).toEqual(told)
    expect(briefs(entriesOf(heard.toReversed()))).toEqual(told)
    expect(entriesOf(heard).at(-1)?.lag).toBe(200)
  })

  test('a state of which nothing was heard since is still the present', () => {
    expect(briefsOf(cti(0, 'READY'), cti(300, 'NOT_READY', 71), cti(10, 'TALKING', 0, { agentId: 'other' }))).toEqual([
      'READY 0-300 none',
      'NOT_READY 300- unknown 71 LUNCH (cti)',
    ])
  })

  test('what Finesse says afterwards is paired with what the CTI server does', () => {
    const word = finesse(20.4, 'NOT_READY', labelled(71, 'LUNCH', 1))
    expect(briefsOf(cti(0, 'READY'), cti(300, 'TALKING'), cti(20, 'NOT_READY', 71), word)).toEqual([
      'READY 0-19.999 none',
      'TALKING 19.999-20 none',
      'NOT_READY 20- agree 71 LUNCH (finesse)',
    ])
  })

  test('a restart since ends what lasted and not what is told after it', () => {
    const heard = [
      cti(290, 'NOT_READY', 71),
      gap(300, null, { why: 'relay-restart' }),
      gap(300, 300, { why: 'relay-restart' }),
      seeded(10, 'NOT_READY'),
    ]
    expect(briefsOf(...heard)).toEqual(['NOT_READY 9.999-9.999! unknown 71 LUNCH (cti)', 'NOT_READY 10- unknown'])
    const history = floor()
    for (const observation of inOrder(...heard, cti(15, 'READY'))) {
      history.add([observation])
      history.entries(AGENT, at(400))
    }
    expect(history.current(AGENT, at(400))?.state).toBe('READY')
  })

  test('a restart since does not end the first that is told of somebody', () => {
    expect(briefsOf(gap(300, 300), seeded(10, 'READY'))).toEqual(['READY 10- none'])
  })

  test('who changes his state often is heard at once, though what was heard of him is forgotten up to now', () => {
    const history = floor()
    history.add(inOrder(cti(0, 'READY'), cti(60, 'TALKING'), cti(120, 'READY'), cti(180, 'TALKING')))
    expect(history.trim(AGENT, at(170), at(300))).not.toEqual([])
    const said = cti(20, 'NOT_READY', 71, { seq: 5 })
    for (let times = 0; times < 2; times++) history.add([said, cti(30, 'READY', 0, { seq: 3 })])
    expect(history.entries(AGENT, at(300)).map(({ state }) => state)).toEqual(['READY', 'TALKING', 'NOT_READY'])
    expect(history.current(AGENT, at(300))?.cti).toEqual(said)
  })

  test('another site is another clock', () => {
    const here = cti(100, 'NOT_READY', 71)
    expect(briefsOf(here, cti(50, 'READY', 0, { site: 'ccx2' }))).toEqual([
      'READY 50-100 none',
      'NOT_READY 100- unknown 71 LUNCH (cti)',
    ])
  })

  test('what is a day or more ahead stays where it is: a clock without a battery takes no history along', () => {
    const day = 86_400
    expect(briefsOf(cti(day, 'TALKING'), cti(0, 'READY'))).toEqual([`READY 0-${day} none`, `TALKING ${day}- none`])
    expect(briefsOf(cti(day - 0.001, 'TALKING'), cti(0, 'READY'))).toEqual(['TALKING -0.001-0 none', 'READY 0- none'])
  })

  test('a call that ended afterwards has ended', () => {
    const context = new ContextHistory()
    context.add(inOrder(call(290, 'DELIVERED'), call(300, 'ESTABLISHED'), call(20, 'CONNECTION_CLEARED')).toReversed())
    const calls = context.of(AGENT).filter((each) => each.kind === 'call')
    expect(callsOf(calls, [])).toMatchObject([{ from: at(290), to: at(300), isAnswered: true }])
  })
})

test('what was never in the history of a relay does not tell when a gap began', () => {
  expect(briefs(entriesOf([cti(0, 'READY'), gap(60, 61, { seq: 1 })]))).toEqual(['READY 0-60! none'])
})

test('what is heard within the millisecond of a gap, but after it, is not ended by it', () => {
  expect(briefsOf(cti(0, 'READY'), gap(60, null), gap(60, 60), seeded(60, 'READY'))).toEqual([
    'READY 0-59.999! none',
    'READY 60- none',
  ])
})
