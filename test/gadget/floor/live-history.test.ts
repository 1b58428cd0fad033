import { describe, expect, test } from 'vitest'
import { LiveHistory } from '../../../src/gadget/floor/live-history.ts'
import { floorTotals } from '../../../src/gadget/selectors/floor-totals.ts'
import { midnightBefore } from '../../../src/gadget/selectors/time-axis.ts'
import { totals } from '../../../src/history/totals.ts'
import type { Observation } from '../../../src/history/observation.ts'
import { AGENT, at, CATALOGUE, cti, deploymentOf, entriesOf, finesse, gap } from '../../history/heard.ts'
import { FloorHistory } from '../../../src/history/floor-history.ts'

const live = (): LiveHistory => new LiveHistory((catalogue) => new FloorHistory({ deploymentOf, catalogue }), CATALOGUE)

const STAYS = 400
const EVERY = 20
const END = at(STAYS * EVERY)

/** A day of an agent, as the relay tells it. */
const DAY: readonly Observation[] = Array.from({ length: STAYS }, (_, index) => {
  const state = index % 3 === 2 ? 'NOT_READY' : index % 3 === 1 ? 'TALKING' : 'READY'
  const second = index * EVERY
  return [cti(second, state, state === 'NOT_READY' ? 71 : 0), finesse(second + 0.2, state)]
})
  .flat()
  .map((observation, index) => ({ ...observation, seq: index + 1 }))

/** Tells the day bit by bit; `tidy` as the floor does after each change. */
function tell(memory: LiveHistory, observations: readonly Observation[] = DAY): void {
  for (const observation of observations) {
    const changed = memory.addTold([observation])
    memory.tidy(changed, 'at' in observation ? Date.parse(observation.at) : END)
    for (const agentId of changed) memory.history.entries(agentId, END)
  }
}

describe('what the gadget remembers', () => {
  test('is little of an agent of whom much was heard, and comes to the same', () => {
    const memory = live()
    memory.restart()
    tell(memory)
    expect(memory.history.size(AGENT)).toBeLessThanOrEqual(26)
    const all = entriesOf(DAY, END)
    expect(memory.history.current(AGENT, END)).toEqual(all.at(-1))
    const window = { from: midnightBefore(END), to: END }
    const floor = { clock: { now: () => END }, days: memory.days, history: memory.history }
    const [step] = [floorTotals(floor, [AGENT], 1).next()]
    expect(step.value).toEqual(totals(all, window, END))
  })

  test('begins the bars of the day with the first who was signed in', () => {
    const memory = live()
    memory.addTold([cti(-60, 'LOGOUT', 22), cti(30, 'READY'), cti(40, 'TALKING')])
    expect(memory.days.from).toBe(at(30))
    memory.addOwn([finesse(10, 'LOGOUT'), finesse(20, 'NOT_READY')])
    expect(memory.days.from).toBe(at(20))
  })

  test('is all of an agent who is held, until he is let go', () => {
    const memory = live()
    memory.restart()
    memory.hold(AGENT)
    tell(memory)
    expect(memory.history.entries(AGENT, END)).toEqual(entriesOf(DAY, END))
    memory.letGo(AGENT)
    memory.tidy([AGENT], END)
    expect(memory.history.size(AGENT)).toBeLessThan(30)
  })

  test('is all of an agent again once it was read, with what was heard meanwhile and here', async () => {
    const memory = live()
    memory.restart()
    const early = DAY.slice(0, 700)
    tell(memory, early)
    memory.hold(AGENT)
    const own = finesse(STAYS * EVERY, 'WORK')
    await memory.read(AGENT, async () => {
      tell(memory, DAY.slice(700))
      memory.addOwn([own])
      return early
    })
    expect(memory.days.get(AGENT)).toBe(null)
    expect(memory.history.entries(AGENT, END)).toEqual(entriesOf([...DAY, own], END))
  })

  test('stays as it is where reading fails', async () => {
    const memory = live()
    tell(memory)
    const before = memory.history.entries(AGENT, END)
    const reading = memory.read(AGENT, async () => {
      throw new Error('away')
    })
    await expect(reading).rejects.toThrow('away')
    expect(memory.history.entries(AGENT, END)).toBe(before)
  })

  test('loses nothing that Finesse said here before the relay has told its part of that time', () => {
    const memory = live()
    memory.restart()
    for (let index = 0; index < 100; index++) {
      memory.tidy(memory.addOwn([finesse(index * EVERY, index % 2 === 0 ? 'READY' : 'TALKING')]), END)
    }
    expect(memory.history.entries(AGENT, END)).toHaveLength(100)
  })

  test('is no gap of more than a month ago, however long it runs; what such a gap ended stays ended', () => {
    const memory = live()
    memory.restart()
    const day = 86_400
    for (let second = 0; second < 100 * day; second += day) {
      memory.addTold([cti(second, 'READY'), gap(second + 60, null)])
      const changed = memory.addTold([gap(second + 60, second + 90)])
      memory.history.entries(AGENT, at(second))
      memory.tidy(changed, at(second))
    }
    memory.addTold([cti(100 * day, 'READY', 0, { agentId: 'new' })])
    const known = memory.history.lanes('new').gaps.map(({ from }) => Date.parse(from))
    // Of 31 days, and of the days since entries were forgotten the last time.
    expect(known.length).toBeGreaterThan(31)
    expect(known.length).toBeLessThan(50)
    expect(known.at(-1)).toBe(at(99 * day + 60))
    expect(memory.history.entries(AGENT, at(100 * day)).map(({ endedByGap }) => endedByGap)).not.toContain(false)
    expect(memory.history.current(AGENT, at(100 * day))).toBe(null)
  })

  test('is more of an agent who is held when what is older is read', async () => {
    const memory = live()
    memory.hold(AGENT)
    await memory.read(AGENT, async () => DAY.slice(400))
    await memory.readEarlier(async () => DAY.slice(0, 400))
    expect(memory.history.entries(AGENT, END)).toEqual(entriesOf(DAY, END))
  })

  test('an answer that comes after a restart changes nothing', async () => {
    const memory = live()
    const late = async (): Promise<readonly Observation[]> => {
      memory.restart()
      return DAY
    }
    await memory.read(AGENT, late)
    await memory.readEarlier(late)
    expect(memory.history.entries(AGENT, END)).toEqual([])
  })
})
