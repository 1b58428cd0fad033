import { describe, expect, it } from 'vitest'
import { observeUser } from '../../../src/finesse/observe.ts'
import { parseHubPayload } from '../../../src/finesse/update.ts'
import { Catalogue } from '../../../src/history/catalogue.ts'
import { FloorHistory } from '../../../src/history/floor-history.ts'
import type { Entry } from '../../../src/history/entry.ts'
import { AGENT, EVENING, instant } from '../../history/heard.ts'

type Told = { readonly seconds: number; readonly state: string; readonly code?: number; readonly label?: string }

/** A morning as Finesse notifies of it. */
const MORNING: readonly Told[] = [
  { seconds: 0, state: 'READY' },
  { seconds: 60, state: 'NOT_READY', code: 71, label: 'LUNCH' },
  { seconds: 1800, state: 'READY' },
  { seconds: 1900, state: 'TALKING' },
  { seconds: 2000, state: 'NOT_READY' },
]

/** What the hub hands over: an object of texts, with the name of the reason's element as servers and documentation write it. */
function payload({ seconds, state, code, label }: Told, element: 'reasonCode' | 'ReasonCode'): unknown {
  const reason = { category: 'NOT_READY', code: String(code), id: '1', label, uri: '/finesse/api/ReasonCode/1' }
  const user = {
    loginId: AGENT,
    state,
    stateChangeTime: instant(seconds),
    ...(code === undefined ? {} : { [element]: reason }),
  }
  return { content: '', object: { Update: { data: { user }, event: 'PUT', requestId: null, source: 'x' } } }
}

function entriesOf(story: readonly Told[], element: 'reasonCode' | 'ReasonCode' = 'reasonCode'): readonly Entry[] {
  const history = new FloorHistory({ deploymentOf: () => 'uccx', catalogue: new Catalogue(), finesseAheadMs: 0 })
  // All are heard within a second at the end of the story: their own times alone say what came when.
  story.forEach((told, index) => {
    const { user } = parseHubPayload(payload(told, element))
    if (user) history.add([observeUser(user, { via: 'notification', at: instant(2001 + index / 10) })])
  })
  return history.entries(AGENT, EVENING)
}

const shownOf = (entries: readonly Entry[]): unknown[] =>
  entries.map(({ from, to, state, reason }) => ({ from, to, state, reason }))

describe('notifications', () => {
  const expected = shownOf(entriesOf(MORNING))

  it('make one story of the morning', () => {
    expect(expected).toMatchObject([
      { state: 'READY' },
      { state: 'NOT_READY', reason: { code: 71, label: 'LUNCH' } },
      { state: 'READY' },
      { state: 'TALKING' },
      { state: 'NOT_READY' },
    ])
  })

  it('make the same one when they are repeated', () => {
    expect(shownOf(entriesOf([...MORNING, ...MORNING]))).toEqual(expected)
    expect(shownOf(entriesOf(MORNING.flatMap((told) => [told, told])))).toEqual(expected)
  })

  it('make the same one in any order', () => {
    for (const order of [
      [4, 3, 2, 1, 0],
      [1, 0, 3, 2, 4],
      [2, 4, 0, 3, 1],
    ]) {
      expect(shownOf(entriesOf(order.flatMap((index) => MORNING[index] ?? [])))).toEqual(expected)
    }
  })

  it('make the same one with a capital ReasonCode', () => {
    expect(shownOf(entriesOf(MORNING, 'ReasonCode'))).toEqual(expected)
  })
})
