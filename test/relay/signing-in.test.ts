import { describe, expect, it } from 'vitest'
import { basicAuthorization } from '../../src/finesse/credential.ts'
import type { SystemCode } from '../../src/history/catalogue.ts'
import { SYSTEM_CODES } from '../../src/history/system-codes.ts'
import { ORIGIN, postSession, runFloor, signIn } from '../support/floor.ts'
import { SocketClient } from '../support/socket-client.ts'

describe('signing in', () => {
  it('gives a supervisor a ticket of his teams, which opens one socket', async () => {
    const { address, finesse } = await runFloor()
    const { status, body, headers } = await signIn(address, 'super1')
    expect(status).toBe(200)
    expect(body).toEqual({
      ticket: expect.stringMatching(/^[\w-]{43}$/) as string,
      expiresAt: expect.stringMatching(/Z$/) as string,
      agentId: 'super1',
      teams: [{ id: '3', name: 'MN Team 1' }],
    })
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('access-control-allow-origin')).toBe(ORIGIN)
    const asked = finesse.http.asked.filter(({ path }) => !path.includes('ReasonCodes'))
    expect(asked.map(({ path }) => path.split('?')[0])).toEqual(['/finesse/api/User/super1', '/finesse/api/Team/3'])

    const open = () => SocketClient.open(address, { origin: ORIGIN })
    const first = await open()
    first.send({ type: 'hello', ticket: body['ticket'] })
    const welcome = await first.next('welcome')
    expect(welcome).toMatchObject({
      resumed: false,
      feeds: [{ site: 'ccx1', dialect: 'uccx', status: 'open' }],
      agents: [
        { agentId: 'cons8510', teamId: '3' },
        { agentId: 'cons8511', teamId: '3' },
      ],
    })
    const told = welcome['systemCodes'] as readonly SystemCode[]
    expect(told, 'those of its own contact centre').toEqual(
      SYSTEM_CODES.filter(({ deployment }) => deployment === 'uccx'),
    )
    const second = await open()
    second.send({ type: 'hello', ticket: body['ticket'] })
    expect(await second.next('error')).toMatchObject({ code: 'ticket-used' })
    expect(await second.end()).toBe(4405)
    first.close()
  })

  it.each([{ origin: 'https://elsewhere.example.com' }, { origin: 'null' }, { origin: `${ORIGIN}.example.com` }])(
    'is for pages of allowed origins only, not for %j',
    async ({ origin }) => {
      const { address, finesse } = await runFloor()
      const authorization = basicAuthorization('super1', 'super1')
      expect(await postSession(address, { authorization, origin })).toMatchObject({
        status: 403,
        body: { code: 'origin-refused' },
      })
      expect(finesse.http.asked).toEqual([])
      await expect(SocketClient.open(address, { origin })).rejects.toThrow('403')
      await expect(SocketClient.open(address)).rejects.toThrow('403')
    },
  )

  it('refuses who is no supervisor', async () => {
    const { address } = await runFloor()
    expect(await signIn(address, 'cons8510')).toMatchObject({ status: 403, body: { code: 'not-a-supervisor' } })
  })

  it('asks Finesse once about a wrong credential, also in parallel, and still takes the right one', async () => {
    const { address, finesse } = await runFloor()
    const answers = await Promise.all(Array.from({ length: 10 }, () => signIn(address, 'super1', 'wrong')))
    for (const answer of answers) expect(answer).toMatchObject({ status: 401, body: { code: 'credential-refused' } })
    expect((await signIn(address, 'super1', 'wrong')).status).toBe(401)
    expect(finesse.http.asked).toHaveLength(1)
    expect((await signIn(address, 'super1')).status).toBe(200)
  })

  it('tries few wrong credentials of one user, then none', async () => {
    const { address, finesse } = await runFloor()
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => signIn(address, 'super1', `wrong${index}`)),
    )
    expect(finesse.http.asked.length).toBeLessThan(5)
    const tooMany = answers.filter(({ status }) => status === 429)
    expect(tooMany.length + finesse.http.asked.length).toBe(8)
    expect(Number(tooMany[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('says so where Finesse is away, and remembers nothing of it', async () => {
    const { address, finesse } = await runFloor()
    finesse.away = 503
    const answer = await signIn(address, 'super1')
    expect(answer).toMatchObject({ status: 503, body: { code: 'finesse-away' } })
    expect(answer.headers.get('retry-after')).toBe('10')
    finesse.away = null
    expect((await signIn(address, 'super1')).status).toBe(200)
  })

  it('needs a credential, and with a token the user’s id', async () => {
    const { address, finesse } = await runFloor()
    expect(await postSession(address, {})).toMatchObject({ status: 401, body: { code: 'credential-missing' } })
    for (const authorization of ['Basic', 'Basic !!!', 'Digest abc']) {
      expect((await postSession(address, { authorization })).status).toBe(401)
    }
    expect(await postSession(address, { authorization: 'Bearer token' })).toMatchObject({
      status: 400,
      body: { code: 'bad-request' },
    })
    expect(finesse.http.asked).toEqual([])
    await postSession(address, { authorization: 'Bearer token' }, { id: 'super1' })
    expect(finesse.http.asked).toMatchObject([
      { path: '/finesse/api/User/super1', headers: { authorization: 'Bearer token' } },
    ])
  })
})
