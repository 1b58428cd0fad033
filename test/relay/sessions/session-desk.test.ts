import { expect, it, vi } from 'vitest'
import type { FinesseClient } from '../../../src/finesse/client.ts'
import { basicAuthorization, bearerAuthorization } from '../../../src/finesse/credential.ts'
import { FinesseError } from '../../../src/finesse/errors.ts'
import { parseTeam } from '../../../src/finesse/team.ts'
import { parseUser } from '../../../src/finesse/user.ts'
import { writeXml } from '../../../src/finesse/xml-writer.ts'
import type { FinesseGateway } from '../../../src/relay/finesse/finesse-gateway.ts'
import { HistoryError } from '../../../src/relay/history/history-error.ts'
import { MemoryTickets } from '../../../src/relay/history/memory-shelves.ts'
import { TicketOffice } from '../../../src/relay/live/tickets.ts'
import { MAX_WAITING, SessionDesk } from '../../../src/relay/sessions/session-desk.ts'
import { teamXml, userTree } from '../../support/finesse-documents.ts'

/** A supervisor of teams 3 and 4, of which Finesse lets him read what is given. */
function setUp(members: Record<string, readonly string[]>) {
  const asked: string[] = []
  const finesse = { answers: Promise.resolve(), refuses: new Set<string>() }
  const client: Partial<FinesseClient> = {
    getUser: async (id) => {
      asked.push(id)
      await finesse.answers
      const teams = { Team: ['3', '4'].map((team) => ({ id: team, name: `Team ${team}`, uri: '' })) }
      return parseUser(writeXml({ User: userTree({ loginId: id, roles: { role: ['Supervisor'] }, teams }) }))
    },
    getTeam: async (id) => {
      const logins = members[id]
      if (!logins) throw new FinesseError('finesse-unauthorized', 'not yours')
      return parseTeam(
        teamXml(
          logins.map((loginId) => userTree({ loginId })),
          id,
        ),
      )
    },
  }
  const gateway: Partial<FinesseGateway> = {
    as: (authorization) => ({
      call: async (ask) => {
        if (finesse.refuses.has(authorization)) throw new FinesseError('finesse-unauthorized', 'wrong')
        return ask(client as FinesseClient)
      },
    }),
  }
  const onMembers = vi.fn<(teamId: string, memberIds: readonly string[]) => void>()
  const outcomes: string[] = []
  const shelf = new MemoryTickets()
  const desk = new SessionDesk({
    gateway: gateway as FinesseGateway,
    tickets: new TicketOffice(shelf),
    now: () => 0,
    onOutcome: (outcome) => outcomes.push(outcome),
    onMembers,
  })
  const signIn = (id: string) => desk.signIn({ authorization: basicAuthorization(id, 'password'), body: undefined })
  return { asked, finesse, onMembers, outcomes, shelf, signIn, desk }
}

it('tells who is in a team that a supervisor could read; that he may not read one says nothing of who is in it', async () => {
  const { onMembers, signIn } = setUp({ 4: ['anna'] })
  expect((await signIn('super1')).teams.map(({ id }) => id)).toEqual(['3', '4'])
  expect(onMembers.mock.calls).toEqual([['4', ['anna']]])
})

it('lets no more sign-ins of one user wait for a Finesse that does not answer than it has room for, and others go on', async () => {
  const { asked, finesse, signIn } = setUp({ 3: [], 4: [] })
  const { promise, resolve } = Promise.withResolvers<void>()
  finesse.answers = promise
  const signIns = Array.from({ length: MAX_WAITING + 68 }, () => signIn('super1'))
  const refused = await Promise.allSettled(signIns.slice(MAX_WAITING))
  const busy = expect.objectContaining({ code: 'too-many-requests', retryAfter: 10 }) as unknown
  expect(refused).toEqual(Array.from({ length: 68 }, () => ({ status: 'rejected', reason: busy })))
  const other = signIn('super2')
  resolve()
  await Promise.all([...signIns.slice(0, MAX_WAITING), other])
  await signIn('super1')
  expect(asked.filter((id) => id === 'super1')).toHaveLength(MAX_WAITING + 1)
})

it('holds up no supervisor with a good token because others guess tokens in his name', async () => {
  const { finesse, desk, signIn } = setUp({ 3: [], 4: [] })
  const withToken = (token: string) => {
    const authorization = bearerAuthorization(token)
    if (token !== 'good') finesse.refuses.add(authorization)
    return desk.signIn({ authorization, body: { id: 'super1' } })
  }
  for (let n = 0; n < 10; n++) {
    await expect(withToken(`guess${n}`)).rejects.toMatchObject({ code: 'credential-refused' })
  }
  expect((await withToken('good')).agentId).toBe('super1')
  expect((await signIn('super1')).agentId).toBe('super1')
})

it('asks nobody about an id that is longer than any can be, and remembers nothing of it', async () => {
  const { asked, signIn } = setUp({})
  await expect(signIn('x'.repeat(129))).rejects.toMatchObject({ code: 'credential-refused' })
  expect(asked).toEqual([])
})

it('asks who signs in while no ticket can be kept to come again, and calls nothing else so', async () => {
  const { outcomes, shelf, signIn } = setUp({ 3: [], 4: [] })
  await signIn('super1')
  const put = vi.spyOn(shelf, 'put')
  put.mockRejectedValueOnce(new HistoryError('history-unreachable', 'No primary answers.'))
  await expect(signIn('super1')).rejects.toMatchObject({ code: 'relay-not-ready', retryAfter: 10 })
  put.mockRejectedValueOnce(new RangeError('a fault of the program'))
  await expect(signIn('super1')).rejects.toThrow('a fault of the program')
  expect(outcomes).toEqual(['accepted', 'relay-not-ready', 'internal'])
})
