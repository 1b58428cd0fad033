import { expect, onTestFinished, test, vi } from 'vitest'
import type { SupervisorSession } from '../../../src/relay/live/tickets.ts'
import { CURSOR_INTERVAL_MS, SESSION_LIFETIME_MS } from '../../../src/wire/protocol.ts'
import { instant, MORNING } from '../../support/observations.ts'
import { openLiveSide, SUPERVISOR } from './live-side.ts'
import { PATIENCE } from '../../support/patience.ts'

/** A live side whose regular work is done when the test says so. */
const setUp = async () => {
  vi.useFakeTimers({ toFake: ['setInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  const live = await openLiveSide()
  return {
    ...live,
    renewal: async (session = SUPERVISOR) => {
      const { ticket } = await live.tickets.issue(session, live.now())
      return { type: 'renew', ticket }
    },
    /** Time passes, and the relay looks at its sockets. */
    lookAfter: (ms: number) => {
      live.pass(ms)
      vi.advanceTimersByTime(CURSOR_INTERVAL_MS)
    },
  }
}

test('a session that is not renewed ends, one that is goes on', async () => {
  const { hello, renewal, lookAfter } = await setUp()
  const { client: old } = await hello()
  const { client: renewed } = await hello()
  lookAfter(SESSION_LIFETIME_MS - 1)
  renewed.send(await renewal())
  renewed.send({ type: 'history', id: 1, agentId: 'a', from: instant(MORNING), to: null })
  await renewed.next('history')
  expect(old.closed).toBe(null)
  lookAfter(2)
  expect(await old.next('error')).toMatchObject({ code: 'session-expired' })
  expect(await old.end()).toBe(4410)
  expect(renewed.closed).toBe(null)
})

test('a session lasts no longer where the clock is set back', async () => {
  const { hello, lookAfter } = await setUp()
  const { client } = await hello()
  lookAfter(-3_600_000)
  lookAfter(SESSION_LIFETIME_MS)
  expect(client.closed).toBe(null)
  lookAfter(1)
  expect(await client.end()).toBe(4410)
})

test.each([6_000, -6_000])('gadgets are told the time anew where the clock is set by %i ms', async (ms) => {
  const { hello, lookAfter, setClock, now } = await setUp()
  const { client } = await hello()
  lookAfter(60_000)
  setClock(ms / 2)
  lookAfter(60_000)
  expect(client.closed).toBe(null)
  setClock(ms / 2)
  lookAfter(60_000)
  expect(await client.next('error')).toMatchObject({ code: 'going-away' })
  expect(await client.end()).toBe(1001)
  const { client: back, welcome } = await hello()
  expect(Date.parse(String(welcome['now']))).toBe(now())
  lookAfter(60_000)
  expect(back.closed).toBe(null)
})

test.each([
  ['a ticket nobody issued', async () => ({ type: 'renew', ticket: 'invented' }), 4404],
  [
    'the ticket of another user',
    (renewal: (of: SupervisorSession) => Promise<object>) => renewal({ agentId: 'b', teams: [] }),
    4401,
  ],
])('a renewal with %s ends the socket', async (_, message, code) => {
  const { hello, renewal } = await setUp()
  const { client } = await hello()
  client.send(await message(renewal))
  expect(await client.end()).toBe(code)
})

test('a team that is not supervised any more is out of sight from the renewal on', async () => {
  const { hello, renewal, say, journal } = await setUp()
  const { client } = await hello()
  const { client: asked } = await hello({ teams: ['4'] })
  const [team3] = SUPERVISOR.teams
  const less = { agentId: 'super1', teams: team3 ? [team3] : [] }
  client.send(await renewal(less))
  expect(await client.next('agents')).toEqual({
    type: 'agents',
    agents: [
      { agentId: 'a', teamId: '3' },
      { agentId: 'b', teamId: '3' },
    ],
  })
  say('c', 1)
  say('a', 2)
  await journal.flush()
  await client.next('observations')
  expect(client.observations).toMatchObject([{ agentId: 'a' }])
  client.send({ type: 'history', id: 1, agentId: 'c', from: instant(MORNING), to: null })
  expect(await client.next('error')).toMatchObject({ id: 1, code: 'agent-out-of-scope' })

  asked.send(await renewal(less))
  expect(await asked.end()).toBe(4407)
})

test('a renewal that changes nothing says nothing', async () => {
  const { hello, renewal, say, journal } = await setUp()
  const { client } = await hello()
  client.send(await renewal())
  client.send({ type: 'history', id: 1, agentId: 'a', from: instant(MORNING), to: null })
  await client.next('history')
  say('a', 1)
  await journal.flush()
  await client.next('observations')
  expect(client.received.map(({ type }) => type)).not.toContain('agents')
})

test('who leaves a team is not heard any more, who joins it is, with what he did before', async () => {
  const { hello, say, journal, events } = await setUp()
  for (const [second, agentId] of ['d', 'a', 'd', 'b'].entries()) say(agentId, second)
  await journal.flush()
  const { client } = await hello({ since: instant(MORNING + 1000) })
  await vi.waitFor(() => expect(client.seqs).toEqual([2, 4]), PATIENCE)
  const { client: other } = await hello({ teams: ['4'] })
  expect(events.teams).toEqual(new Set(['3', '4']))

  events.setMembers('3', ['b', 'd'])
  say('a', 10)
  say('b', 11)
  say('d', 12)
  await journal.flush()
  expect((await client.next('agents'))['agents']).toEqual([
    { agentId: 'b', teamId: '3' },
    { agentId: 'd', teamId: '3' },
    { agentId: 'c', teamId: '4' },
  ])
  await vi.waitFor(() => expect(client.seqs.toSorted((one, two) => one - two)).toEqual([2, 3, 4, 6, 7]), PATIENCE)
  expect(other.received.map(({ type }) => type)).not.toContain('agents')
})

test('members who are told again, as they were, are not worked out anew: each sign-in tells them to everybody', async () => {
  const { hello, events, described } = await setUp()
  await hello()
  const before = described.length
  events.setMembers('3', ['a', 'b'])
  events.setMembers('5', ['a', 'b', 'c'])
  expect(described).toHaveLength(before)
  events.setMembers('3', ['a'])
  expect(described.length).toBeGreaterThan(before)
})

test('a change while the past is still being sent neither leaks nor loses anything', async () => {
  const { hello, say, journal, events, store } = await setUp()
  for (let n = 0; n < 6_000; n++) say(['a', 'd'][n % 2] ?? '', n)
  await journal.flush()
  const { client } = await hello({ resume: { epoch: store.epoch, seq: 0 }, since: instant(MORNING) })
  events.setMembers('3', ['d'])
  say('a', 7_000)
  say('d', 7_001)
  await journal.flush()
  await vi.waitFor(
    () => expect(new Set(client.observations.filter(({ agentId }) => agentId === 'd')).size).toBe(3_001),
    PATIENCE,
  )
  expect(client.seqs).not.toContain(6_001)
})

test('whom Finesse calls no supervisor any more is cut off at once, nobody else', async () => {
  const { hello, events } = await setUp()
  const { client } = await hello()
  const { client: other } = await hello({}, { agentId: 'super2', teams: [] })
  events.endSessionsOf('super1')
  expect(await client.end()).toBe(4410)
  expect(other.closed).toBe(null)
})
