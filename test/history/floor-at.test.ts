import { describe, expect, test } from 'vitest'
import { entryAt, floorAt, nextDifference, previousDifference } from '../../src/history/floor-at.ts'
import { AGENT, at, cti, entriesOf, EVENING, finesse, floor, gap } from './heard.ts'

const ENTRIES = entriesOf([cti(0, 'READY'), cti(60, 'NOT_READY', 71), gap(100, 200), cti(300, 'READY')])

describe('the entry at a moment', () => {
  test.each([
    ['before the first', -1, null],
    ['as the first begins', 0, 'READY'],
    ['in between', 59.999, 'READY'],
    ['as the next begins', 60, 'NOT_READY'],
    ['as a gap begins', 100, null],
    ['in a gap', 150, null],
    ['after it, before anything was heard', 250, null],
    ['while the last one lasts', 100_000, 'READY'],
  ])('%s', (_, seconds, state) => {
    expect(entryAt(ENTRIES, at(seconds))?.state ?? null).toBe(state)
  })

  test('of nobody is none', () => {
    expect(entryAt([], at(0))).toBeNull()
  })
})

/** Two agents; differences begin at 60 and 180 for one, at 60 and 120 for the other. */
const twoAgents = () => {
  const history = floor()
  history.add(
    [AGENT, 'zoe'].flatMap((agentId) => {
      const both = (seconds: number, state: 'READY' | 'NOT_READY', reason = 0) => [
        cti(seconds, state, reason, { agentId }),
        finesse(seconds, state, { agentId }),
      ]
      return [
        ...both(agentId === AGENT ? 0 : 30, 'READY'),
        ...both(60, 'NOT_READY', 71),
        ...both(90, 'READY'),
        ...both(agentId === AGENT ? 180 : 120, 'NOT_READY', 72),
      ]
    }),
  )
  return history
}

describe('the floor at a moment', () => {
  test('holds those of whom something was known', () => {
    const history = twoAgents()
    const stateAt = (seconds: number) =>
      [...floorAt(history, at(seconds), EVENING)].map(([agentId, { state }]) => `${agentId} ${state}`)
    expect(stateAt(-1)).toEqual([])
    expect(stateAt(10)).toEqual([`${AGENT} READY`])
    expect(stateAt(130)).toEqual([`${AGENT} READY`, 'zoe NOT_READY'])
  })

  test('knows what the sides said later of the stay', () => {
    const history = twoAgents()
    expect(floorAt(history, at(61), EVENING).get(AGENT)?.verdict).toBe('finesse-missing')
    expect(floorAt(history, at(61), at(62)).get(AGENT)?.verdict).toBe('pending')
  })
})

const agentAndFrom = (entry: { agentId: string; from: number } | null) =>
  entry && [entry.agentId, (entry.from - at(0)) / 1000]

describe('going from difference to difference', () => {
  test('forwards over all agents', () => {
    const history = twoAgents()
    const next = (seconds: number) => agentAndFrom(nextDifference(history, at(seconds), EVENING))
    expect([next(0), next(59.999), next(60), next(120), next(180)]).toEqual([
      [AGENT, 60],
      [AGENT, 60],
      ['zoe', 120],
      [AGENT, 180],
      null,
    ])
  })

  test('backwards over all agents', () => {
    const history = twoAgents()
    const previous = (seconds: number) => agentAndFrom(previousDifference(history, at(seconds), EVENING))
    expect([previous(1000), previous(180), previous(120), previous(60)]).toEqual([
      [AGENT, 180],
      ['zoe', 120],
      [AGENT, 60],
      null,
    ])
  })

  test('only over the agents asked for', () => {
    const history = twoAgents()
    expect(agentAndFrom(nextDifference(history, at(60), EVENING, [AGENT]))).toEqual([AGENT, 180])
    expect(agentAndFrom(previousDifference(history, at(180), EVENING, ['zoe']))).toEqual(['zoe', 120])
    expect(nextDifference(history, at(0), EVENING, [])).toBeNull()
  })

  test('what is pending is no difference yet', () => {
    expect(agentAndFrom(nextDifference(twoAgents(), at(120), at(181), [AGENT]))).toBeNull()
  })
})
