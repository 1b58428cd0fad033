import { expect, it } from 'vitest'
import { RetentionClock } from '../../../src/relay/history/retention-clock.ts'
import { MORNING } from '../../support/observations.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** A history with a row of each of these moments, in order; of every so manieth something is left. */
function historyOf(moments: readonly number[], every = 1) {
  const rows = moments.map((at, index) => ({ seq: index + 1, agentId: 'anna', at, body: '' }))
  const left = rows.filter(({ seq }) => seq % every === 0)
  return {
    prunedTo: 0,
    lastSeq: rows.length,
    readAfter: async (after: number, limit: number) => left.filter(({ seq }) => seq > after).slice(0, limit),
  }
}

/** Every hour from so many days ago to another day. */
const hourly = (fromDaysAgo: number, toDaysAgo = 0): number[] =>
  Array.from({ length: 24 * (fromDaysAgo - toDaysAgo) }, (_, hour) => MORNING - fromDaysAgo * DAY_MS + hour * HOUR_MS)

/** A clock of a machine that runs, and the look at it. */
function setUp(moments: readonly number[], { now = MORNING, retentionDays = 30 } = {}) {
  let [wall, steady] = [now, 5_000]
  const clock = new RetentionClock(retentionDays * DAY_MS, () => steady)
  return {
    look: () => clock.doubtMs(historyOf(moments), wall),
    pass: (ms: number) => {
      wall += ms
      steady += ms
    },
    set: (moment: number) => (wall = moment),
  }
}

it('a clock is believed at once where the history goes on up to it, be there a weekend in between', async () => {
  expect(await setUp(hourly(40)).look()).toBe(0)
  expect(await setUp([...hourly(40, 3), MORNING - HOUR_MS]).look()).toBe(0)
})

it('one that is far ahead of the history is believed when it has gone on for three days', async () => {
  const { look, pass } = setUp(hourly(40), { now: MORNING + 3650 * DAY_MS })
  expect(await look()).toBe(3 * DAY_MS)
  pass(3 * DAY_MS - HOUR_MS)
  expect(await look()).toBe(HOUR_MS)
  pass(HOUR_MS)
  expect(await look()).toBe(0)
})

it('one that is far ahead is not believed either after a restart, for what was written by it', async () => {
  const ahead = MORNING + 3650 * DAY_MS
  const { look } = setUp([...hourly(40), ...Array.from({ length: 500 }, (_, second) => ahead + second * 1000)], {
    now: ahead + HOUR_MS,
  })
  expect(await look()).toBe(3 * DAY_MS)
})

it('one that is set ahead while the relay runs is in doubt from then on, and no more when it is set right', async () => {
  const { look, pass, set } = setUp(hourly(40))
  expect(await look()).toBe(0)
  pass(10 * DAY_MS)
  set(MORNING + 400 * DAY_MS)
  expect(await look()).toBe(3 * DAY_MS)
  pass(HOUR_MS)
  expect(await look()).toBe(3 * DAY_MS - HOUR_MS)
  set(MORNING)
  expect(await look()).toBe(0)
})

it('a machine that was asleep has a clock that was set', async () => {
  const { look, set } = setUp(hourly(40))
  await look()
  set(MORNING + 8 * DAY_MS)
  expect(await look()).toBe(3 * DAY_MS)
})

it('with a short retention there is less to know it by, and it is in doubt for half of that', async () => {
  const day = { retentionDays: 1 }
  expect(await setUp(hourly(1), day).look()).toBe(0)
  expect(await setUp(hourly(1), { ...day, now: MORNING + DAY_MS }).look()).toBe(DAY_MS / 2)
})

it('a clock is known by those who were not forgotten, and by nobody where there is nobody', async () => {
  const doubtIn = (history: ReturnType<typeof historyOf>) => new RetentionClock(30 * DAY_MS).doubtMs(history, MORNING)
  expect(await doubtIn(historyOf(hourly(40), 7))).toBe(0)
  expect(await doubtIn(historyOf([]))).toBe(3 * DAY_MS)
})
