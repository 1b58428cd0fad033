import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { FinesseClient } from '../../../src/finesse/client.ts'
import { createLog } from '../../../src/relay/log.ts'
import { REFUSED_MS } from '../../../src/relay/finesse/witness-account.ts'
import { HINT_DELAY_MS, REFRESH_MS, TeamKeeper } from '../../../src/relay/sessions/team-keeper.ts'
import { apiErrorsXml, teamXml, userTree } from '../../support/finesse-documents.ts'

type Asked = { readonly teamId: string; readonly at: number; readonly query: string }

beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
  onTestFinished(() => void vi.useRealTimers())
})

const setUp = (teamIds: string[], members: Record<string, string[]>) => {
  const asked: Asked[] = []
  const told: [string, readonly string[]][] = []
  const finesse = { status: 200, refusesOption: false, gate: Promise.resolve() }
  const client = new FinesseClient({
    baseUrl: 'http://finesse.test',
    authorization: () => 'Basic YTpi',
    fetch: async (address) => {
      const { pathname, search } = new URL(address)
      const teamId = pathname.slice('/finesse/api/Team/'.length)
      asked.push({ teamId, at: Date.now(), query: search })
      await finesse.gate
      const status = finesse.refusesOption && search !== '' ? 400 : finesse.status
      const users = (members[teamId] ?? []).map((loginId) => userTree({ loginId }))
      const body = status === 200 ? teamXml(users, teamId) : apiErrorsXml('Error', 'id', 'ERROR')
      return new Response(body, { status })
    },
  })
  const log = createLog('silent')
  const keeper = new TeamKeeper({
    finesse: { call: async (ask) => ask(client) },
    teams: () => new Set(teamIds),
    onMembers: (teamId, memberIds) => told.push([teamId, memberIds]),
    log,
    now: () => Date.now(),
  })
  onTestFinished(() => keeper.close())
  return { asked, told, finesse, keeper, log }
}

test('reads the teams that are looked at every few minutes, those who are signed out included', async () => {
  const { keeper, told, asked } = setUp(['3', '4'], { 3: ['a', 'b'], 4: [] })
  keeper.start()
  await vi.advanceTimersByTimeAsync(REFRESH_MS - 1)
  expect(asked).toEqual([])
  await vi.advanceTimersByTimeAsync(2_000)
  expect(told).toEqual([
    ['3', ['a', 'b']],
    ['4', []],
  ])
  expect(asked.map(({ query }) => query)).toEqual(Array(2).fill('?includeLoggedOutAgents=true'))
  await vi.advanceTimersByTimeAsync(REFRESH_MS)
  expect(asked).toHaveLength(4)
})

test('reads them soon after a hint, once for many, and at a gentle pace', async () => {
  const { keeper, asked } = setUp(['1', '2', '3', '4', '5'], {})
  for (let n = 0; n < 100; n++) keeper.hint()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(asked.map(({ teamId }) => teamId)).toEqual(['1', '2', '3', '4', '5'])
  expect(asked.map(({ at }) => at)).toEqual([0, 500, 1000, 1500, 2000].map((ms) => HINT_DELAY_MS + ms))
})

test('hears a hint also after the clock was set back', async () => {
  const { keeper, asked } = setUp(['3'], {})
  vi.setSystemTime(86_400_000)
  keeper.hint()
  await vi.advanceTimersByTimeAsync(HINT_DELAY_MS)
  expect(asked).toHaveLength(1)
  vi.setSystemTime(0)
  keeper.hint()
  await vi.advanceTimersByTimeAsync(HINT_DELAY_MS)
  expect(asked).toHaveLength(2)
})

test('does without the option where Finesse does not know it', async () => {
  const { keeper, told, finesse } = setUp(['3'], { 3: ['a'] })
  finesse.refusesOption = true
  keeper.hint()
  await vi.advanceTimersByTimeAsync(HINT_DELAY_MS)
  expect(told).toEqual([['3', ['a']]])
})

test('a team that is gone has nobody in it', async () => {
  const { keeper, told, finesse } = setUp(['3'], {})
  finesse.status = 404
  keeper.hint()
  await vi.advanceTimersByTimeAsync(HINT_DELAY_MS)
  expect(told).toEqual([['3', []]])
})

test('is asked no more after a refusal, and changes nothing while Finesse is away', async () => {
  const { keeper, told, asked, finesse, log } = setUp(['3', '4'], { 3: ['a'] })
  const warn = vi.spyOn(log, 'warn')
  finesse.status = 503
  keeper.start()
  keeper.hint()
  await vi.advanceTimersByTimeAsync(HINT_DELAY_MS + 20_000)
  expect([asked.length, told.length]).toEqual([1, 0])
  await vi.advanceTimersByTimeAsync(3 * REFRESH_MS)
  expect(warn, 'it is told once').toHaveBeenCalledTimes(1)
  const { length } = asked
  finesse.status = 401
  await vi.advanceTimersByTimeAsync(10 * REFRESH_MS)
  expect([asked.length, told.length]).toEqual([length + 1, 0])
  finesse.status = 200
  keeper.start()
  keeper.start()
  await vi.advanceTimersByTimeAsync(REFRESH_MS + 20_000)
  expect(new Set(told.map(([teamId]) => teamId))).toEqual(new Set(['3', '4']))
  expect(told).toHaveLength(2)
})

test('asks once an hour while it is refused, which it tells once, and goes on by itself', async () => {
  const { keeper, told, asked, finesse, log } = setUp(['3', '4'], { 3: ['a'] })
  const warn = vi.spyOn(log, 'warn')
  finesse.status = 403
  keeper.start()
  await vi.advanceTimersByTimeAsync(REFRESH_MS + 10 * REFUSED_MS)
  expect([asked.length, told.length, warn.mock.calls.length]).toEqual([11, 0, 1])
  finesse.status = 200
  await vi.advanceTimersByTimeAsync(REFUSED_MS + 20_000)
  expect(new Set(told.map(([teamId]) => teamId))).toEqual(new Set(['3', '4']))
  const { length } = asked
  keeper.close()
  await vi.advanceTimersByTimeAsync(10 * REFUSED_MS)
  expect(asked).toHaveLength(length)
})

test('asks one question at a time, however slow Finesse is, and nothing after its end', async () => {
  const { keeper, asked, told, finesse } = setUp(['3', '4', '5'], { 3: ['a'] })
  const { promise, resolve } = Promise.withResolvers<void>()
  finesse.gate = promise
  keeper.hint()
  await vi.advanceTimersByTimeAsync(60_000)
  keeper.hint()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toHaveLength(1)
  finesse.gate = Promise.resolve()
  resolve()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(asked.length).toBeGreaterThanOrEqual(3)
  keeper.start()
  keeper.hint()
  keeper.close()
  const [questions, answers] = [asked.length, told.length]
  await vi.advanceTimersByTimeAsync(HINT_DELAY_MS)
  keeper.hint()
  await vi.advanceTimersByTimeAsync(10 * REFRESH_MS)
  expect([asked.length, told.length]).toEqual([questions, answers])
})

test('a refusal, or a Finesse that is away, is told of another time when it comes another time', async () => {
  const { keeper, finesse, log } = setUp(['3'], { 3: ['a'] })
  const warn = vi.spyOn(log, 'warn')
  keeper.start()
  for (const [status, ms] of [
    [503, 2 * REFRESH_MS],
    [200, 2 * REFRESH_MS],
    [503, 2 * REFRESH_MS],
    [200, 2 * REFRESH_MS],
    [403, 2 * REFRESH_MS],
    [200, REFUSED_MS],
    [403, 2 * REFRESH_MS],
  ] as const) {
    finesse.status = status
    await vi.advanceTimersByTimeAsync(ms)
  }
  expect(warn).toHaveBeenCalledTimes(4)
})
