import { describe, expect, it } from 'vitest'
import { ContextHistory } from '../../../src/history/context-history.ts'
import type { Observation } from '../../../src/history/observation.ts'
import { RelayError } from '../../../src/gadget/connection/relay-error.ts'
import { AgentDay } from '../../../src/gadget/floor/agent-day.ts'
import { AGENT, at, call, cti, floor as historyOf, gap } from '../../history/heard.ts'
import { momentOf } from '../relay-history.ts'

const HOUR = 3600
const DAY = { from: at(0), to: at(24 * HOUR) }
const LATER = at(48 * HOUR)

/** A day, of which the relay keeps this, and the ranges in hours that it was asked for. */
function dayOf(kept: readonly Observation[], { keptSince = null as number | null, fails = false } = {}) {
  const asked: (readonly [number, number])[] = []
  const history = historyOf()
  const context = new ContextHistory()
  let changes = 0
  const day = new AgentDay(AGENT, DAY, {
    history,
    context,
    keptSince,
    onChange: () => (changes += 1),
    read: async (from, to) => {
      asked.push([(from - DAY.from) / (HOUR * 1000), (to - DAY.from) / (HOUR * 1000)])
      const found = kept.filter((observation) => momentOf(observation) >= from && momentOf(observation) < to)
      history.add(found)
      context.add(found)
      if (fails) throw new RelayError('closed')
    },
  })
  return { day, asked, changes: () => changes }
}

describe('a past day of an agent', () => {
  it('is read with what lasted when it began, looking back only as far as needed', async () => {
    const { day, asked } = dayOf([cti(-HOUR, 'READY'), cti(HOUR, 'NOT_READY', 71), cti(30 * HOUR, 'READY')])
    expect(day.reading.phase).toBe('waiting')
    await day.read(LATER)
    expect(day.reading.phase).toBe('read')
    expect(asked).toEqual([[-6, expect.closeTo(24, 1)]])
    expect(day.entries(LATER).map(({ state }) => state)).toEqual(['READY', 'NOT_READY'])
    await day.read(LATER)
    expect(asked).toHaveLength(1)
  })

  it('is looked for further back after a weekend, and not before the relay began', async () => {
    const { day, asked } = dayOf([cti(-70 * HOUR, 'LOGOUT')])
    await day.read(LATER)
    expect(asked.map(([from]) => from)).toEqual([-6, -24, -96])
    expect(day.entries(LATER).map(({ state, to }) => [state, to])).toEqual([['LOGOUT', null]])
    const { day: early, asked: earlyAsked } = dayOf([], { keptSince: at(-2 * HOUR) })
    await early.read(LATER)
    expect(earlyAsked.map(([from]) => from)).toEqual([-2])
    expect(early.isBeforeHistory).toBe(false)
  })

  it('is not asked for where the relay’s history begins later', async () => {
    const { day, asked } = dayOf([], { keptSince: at(30 * HOUR) })
    await day.read(LATER)
    expect(asked).toEqual([])
    expect([day.reading.phase, day.isBeforeHistory]).toEqual(['read', true])
  })

  it('knows its beginning also where nobody listened then', async () => {
    const { day, asked } = dayOf([gap(-HOUR, HOUR), cti(2 * HOUR, 'READY')])
    await day.read(LATER)
    expect(asked).toHaveLength(1)
  })

  it('keeps what came before a failure, and can be read again', async () => {
    const { day, asked, changes } = dayOf([cti(-HOUR, 'READY')], { fails: true })
    await day.read(LATER)
    expect(day.reading).toEqual({ phase: 'failed', code: 'closed' })
    expect(day.entries(LATER)).toHaveLength(1)
    await day.read(LATER)
    expect(asked).toHaveLength(2)
    expect(changes()).toBeGreaterThanOrEqual(4)
  })

  it('has its calls, and gives the same lists while nothing changed', async () => {
    const { day } = dayOf([cti(-HOUR, 'READY'), call(HOUR, 'DELIVERED')])
    await day.read(LATER)
    expect(day.calls).toMatchObject([{ from: at(HOUR), to: null }])
    expect(day.calls).toBe(day.calls)
    expect(day.entries(LATER)).toBe(day.entries(LATER))
  })
})
