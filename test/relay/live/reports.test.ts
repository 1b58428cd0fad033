import { describe, expect, test } from 'vitest'
import { encode } from '../../../src/cti/codec.ts'
import { layoutFor } from '../../../src/cti/layout.ts'
import { DIFFERENCES } from '../../../src/history/entry.ts'
import { totals } from '../../../src/history/totals.ts'
import type { Check } from '../../../src/wire/checks.ts'
import { isDifferencePart, isEntriesPart, isFramePart, isTotalsPart } from '../../../src/wire/report-answers.ts'
import type { SocketClient } from '../../support/socket-client.ts'
import { instant, MORNING } from '../../support/observations.ts'
import { AGENTS, DAY, HOUR, NOW, recordedFloor, reduced } from '../reports/recorded-floor.ts'
import { openLiveSide } from './live-side.ts'

const FLOOR = recordedFloor()
const expected = reduced(FLOOR)

/** The last agent of the floor is of nobody's team. */
const SEEN = AGENTS.slice(0, 2)
const SESSION = {
  agentId: 'super1',
  teams: [
    { id: '3', name: 'MN Team 1', memberIds: ['anna'] },
    { id: '4', name: 'MN Team 2', memberIds: ['ben', 'nobody'] },
  ],
}

/** A supervisor of two of the floor's agents, at the end of the two weeks. */
async function supervisor() {
  const side = await openLiveSide()
  for (const observation of FLOOR) side.journal.push(observation)
  await side.journal.flush()
  side.pass(NOW - side.now())
  const { client, welcome } = await side.hello({ since: instant(NOW) }, SESSION)
  return { ...side, client, welcome }
}

const partsOf = (client: SocketClient, id: number) => client.received.filter((message) => message['id'] === id)

/** The parts of an answer, once all of them are there. */
async function report(client: SocketClient, request: { type: string; id: number; [field: string]: unknown }) {
  client.send(request)
  await client.next(request.type, ({ id, complete }) => id === request.id && complete === true)
  return partsOf(client, request.id)
}

/** What a gadget takes of an answer. */
function accepted<T>(is: Check<T>, part: unknown): T {
  if (!is(part)) throw new Error(`no part of this kind: ${JSON.stringify(part)}`)
  return part
}

const week = { from: instant(MORNING + 2 * DAY), to: instant(MORNING + 9 * DAY) }
const WEEK = { from: MORNING + 2 * DAY, to: MORNING + 9 * DAY }

test('a relay says in its welcome which reports it makes', async () => {
  const { welcome } = await supervisor()
  expect(welcome['reports']).toEqual(['totals', 'entries', 'difference', 'frame'])
})

describe('totals', () => {
  test('are those of each agent in scope, over any range, with the progress', async () => {
    const { client } = await supervisor()
    const parts = (await report(client, { type: 'totals', id: 1, ...week })).map((part) => accepted(isTotalsPart, part))
    const agents = parts.flatMap((part) => part.agents)
    expect(agents).toEqual(SEEN.map((agentId) => ({ agentId, totals: totals(expected(agentId, WEEK), WEEK, NOW) })))
    const progress = parts.map((part) => part.progress)
    expect(progress).toEqual(progress.toSorted((a, b) => a - b))
    expect(progress.length).toBeGreaterThan(2)
    expect(progress.at(-1)).toBe(1)
  })

  test.each([
    ['a team', { teamId: '4' }, ['ben']],
    ['one agent', { agentIds: ['anna'] }, ['anna']],
    ['an agent of whom nothing was heard', { agentIds: ['nobody'] }, []],
  ])('may be those of %s', async (_, fields, whom) => {
    const { client } = await supervisor()
    const parts = await report(client, { type: 'totals', id: 1, ...week, ...fields })
    expect(parts.flatMap((part) => part['agents'] as { agentId: string }[]).map(({ agentId }) => agentId)).toEqual(whom)
  })
})

describe('entries', () => {
  test('of a range are those that all observations make, without their bytes', async () => {
    const { client } = await supervisor()
    const parts = (await report(client, { type: 'entries', id: 1, ...week })).map((part) =>
      accepted(isEntriesPart, part),
    )
    const whole = SEEN.flatMap((agentId) => expected(agentId, WEEK)).map((entry) =>
      entry.cti ? { ...entry, cti: { ...entry.cti, raw: '' } } : entry,
    )
    expect(parts.length).toBeGreaterThan(1)
    expect(parts.flatMap(({ entries }) => entries)).toEqual(whole)
  })

  test('of a moment are the floor as it was then', async () => {
    const { client } = await supervisor()
    const at = MORNING + 3 * DAY + 4 * HOUR
    const parts = await report(client, { type: 'entries', id: 1, from: instant(at), to: instant(at) })
    const entries = parts.flatMap((part) => part['entries'] as { agentId: string; from: number }[])
    expect(entries.map(({ agentId, from }) => [agentId, from])).toEqual(
      SEEN.flatMap((agentId) => expected(agentId, { from: at, to: at })).map(({ agentId, from }) => [agentId, from]),
    )
    expect(entries).toHaveLength(2)
  })
})

const find = async (client: SocketClient, id: number, from: number, direction: string) => {
  const parts = await report(client, { type: 'difference', id, from: instant(from), direction })
  const last = accepted(isDifferencePart, parts.at(-1))
  return last.entry && { agentId: last.entry.agentId, from: last.entry.from }
}

describe('the difference', () => {
  const all = SEEN.flatMap((agentId) => expected(agentId, { from: MORNING, to: NOW })).filter(({ verdict }) =>
    DIFFERENCES.has(verdict),
  )

  test.each([
    ['before everything', MORNING - DAY],
    ['in a busy hour', MORNING + DAY + 2 * HOUR],
    ['before a weekend', MORNING + 4 * DAY + 9 * HOUR],
    ['on the very moment of one', all[5]?.from ?? 0],
    ['after everything', NOW],
  ])('after and before a moment is found: %s', async (_, from) => {
    const { client } = await supervisor()
    const next = all.filter((entry) => entry.from > from).toSorted((a, b) => a.from - b.from)[0]
    const previous = all.filter((entry) => entry.from < from).toSorted((a, b) => b.from - a.from)[0]
    const keyOf = (entry: typeof next) => (entry ? { agentId: entry.agentId, from: entry.from } : null)
    expect(await find(client, 1, from, 'next')).toEqual(keyOf(next))
    expect(await find(client, 2, from, 'previous')).toEqual(keyOf(previous))
  })
})

describe('a report', () => {
  test('that is cancelled ends, whether it is being made or waits, and the next one is made', async () => {
    const { client } = await supervisor()
    for (const id of [1, 2]) client.send({ type: 'entries', id, from: instant(MORNING), to: instant(NOW) })
    for (const id of [1, 2, 9]) client.send({ type: 'cancel', id })
    await report(client, { type: 'totals', id: 3, ...week })
    expect(partsOf(client, 1).some(({ complete }) => complete === true)).toBe(false)
    expect(partsOf(client, 2)).toEqual([])
    expect(client.closed).toBe(null)
  })

  test('does not hold up a history request', async () => {
    const { client } = await supervisor()
    for (const id of [1, 2, 3]) client.send({ type: 'totals', id, from: instant(MORNING), to: instant(NOW) })
    client.send({ type: 'history', id: 4, agentId: 'anna', ...week })
    await client.next('history', ({ id }) => id === 4)
    expect(partsOf(client, 3)).toEqual([])
    await client.next('totals', ({ id, complete }) => id === 3 && complete === true)
  })

  test.each([
    ['of an agent of nobody’s', { agentIds: ['anna', 'carla'] }, 'agent-out-of-scope'],
    ['of a team of another', { teamId: '9' }, 'agent-out-of-scope'],
    ['that ends before it starts', { to: instant(MORNING) }, 'range-invalid'],
  ])('%s is refused by its id, and the socket stays', async (_, fields, code) => {
    const { client } = await supervisor()
    client.send({ type: 'totals', id: 7, ...week, ...fields })
    expect(await client.next('error')).toMatchObject({ id: 7, code })
    await report(client, { type: 'totals', id: 8, ...week })
    expect(client.closed).toBe(null)
  })

  test('too many at a time are refused by their ids', async () => {
    const { client } = await supervisor()
    for (let id = 1; id <= 6; id++) client.send({ type: 'entries', id, from: instant(MORNING), to: instant(NOW) })
    const refused = await client.next('error', ({ id }) => id === 6)
    expect(refused['code']).toBe('too-many-reports')
    expect(client.received.filter(({ type }) => type === 'error').map(({ id }) => id)).toEqual([5, 6])
    expect(client.closed).toBe(null)
  })

  test('ends when its client goes', async () => {
    const { client, ends } = await supervisor()
    client.send({ type: 'entries', id: 1, from: instant(MORNING), to: instant(NOW) })
    client.close()
    await expect.poll(() => ends).toEqual([null])
  })
})

describe('a frame', () => {
  const frame = encode(
    { type: 'AGENT_STATE_EVENT', agentState: 'NOT_READY', eventReasonCode: 71, agentIdLong: 'anna' },
    layoutFor('uccx', 14),
  )
  const about = { type: 'frame', dialect: 'uccx', agentId: 'anna' }

  test('is told field by field, beside reports that take long', async () => {
    const { client } = await supervisor()
    client.send({ type: 'totals', id: 1, ...week })
    const [answer] = await report(client, { ...about, id: 2, raw: Buffer.from(frame).toString('hex') })
    const { reading } = accepted(isFramePart, answer)
    expect(reading?.message).toBe('AGENT_STATE_EVENT')
    expect(reading?.fields).toContainEqual(expect.objectContaining({ name: 'eventReasonCode', value: '71' }))
    expect(reading?.fields.at(-1)?.to).toBe(frame.length)
  })

  test('is told as often as a person looks, and not as often as a program asks', async () => {
    const { client } = await supervisor()
    const raw = Buffer.from(frame).toString('hex')
    for (let id = 2; id < 23; id += 1) client.send({ ...about, id, raw })
    const refused = await client.next('error', ({ code }) => code === 'too-many-reports')
    expect(refused['id']).toBe(22)
    expect(client.received.filter(({ type }) => type === 'frame')).toHaveLength(20)
  })

  test('that is no message has nothing to tell', async () => {
    const { client } = await supervisor()
    const [answer] = await report(client, { ...about, id: 2, raw: 'ff'.repeat(40) })
    expect(accepted(isFramePart, answer).reading).toBe(null)
  })
})
