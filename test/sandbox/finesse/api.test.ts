import { describe, expect, it } from 'vitest'
import { DIALECTS } from '../../../src/cti/dialect.ts'
import { FinesseClient } from '../../../src/finesse/client.ts'
import { basicAuthorization } from '../../../src/finesse/credential.ts'
import type { ReasonCodeId } from '../../../src/finesse/reason-code-id.ts'
import { SYSTEM_CODES } from '../../../src/history/system-codes.ts'
import { runCentre } from './running-finesse.ts'

const ID = 'cons8510'
const put = (body: string) => ({ method: 'PUT', body: `<User>${body}</User>` })
const refusal = (status: number, errorType: string, errorData: unknown = expect.any(String)) => ({
  status,
  apiErrors: [expect.objectContaining({ errorType, errorData })],
})

describe('who may read what', () => {
  it('everybody his own User; administrators everybody’s; supervisors nobody else’s', async () => {
    const { as } = await runCentre('uccx')
    expect(await as(ID).getUser(ID)).toMatchObject({
      loginId: ID,
      firstName: 'Console',
      extension: '8510',
      teamId: '3',
    })
    expect(await as('admin').getUser(ID)).toMatchObject({ loginName: ID, teamName: 'MN Team 1', roles: ['Agent'] })
    expect(await as('super1').getUser('super1')).toMatchObject({
      roles: ['Agent', 'Supervisor'],
      teams: [
        { id: '3', name: 'MN Team 1' },
        { id: '4', name: 'MN Team 2' },
      ],
    })
    for (const stranger of ['super1', 'cons8511']) {
      await expect(as(stranger).getUser(ID)).rejects.toMatchObject(refusal(401, 'Invalid Authorization User Specified'))
    }
    await expect(as('admin').getUser('nobody')).rejects.toMatchObject(refusal(404, 'User Not Found'))
    await expect(as('admin').getUser('admin')).rejects.toMatchObject(refusal(404, 'User Not Found'))
  })

  it('supervisors the User of others as well, where the server is open', async () => {
    const { as } = await runCentre('uccx', { openUsers: true })
    expect(await as('super1').getUser(ID)).toMatchObject({ loginId: ID })
    await expect(as('cons8511').getUser(ID)).rejects.toMatchObject({ status: 401 })
  })

  it('supervisors their teams, in the short form, without and with who is logged out', async () => {
    const { cti, as } = await runCentre('uccx')
    cti.setState('cons8511', 'LOGOUT', 32765)
    cti.setState('cons8512', 'NOT_READY', 71)
    const team = async (includeLoggedOut: boolean) => as('super1').getTeam('3', { includeLoggedOut })
    await expect.poll(async () => (await team(false)).users.some(({ loginId }) => loginId === 'cons8511')).toBe(false)
    const whole = await team(true)
    expect(whole).toMatchObject({ id: '3', name: 'MN Team 1' })
    expect(whole.users).toHaveLength(26)
    expect(whole.users.find(({ loginId }) => loginId === 'cons8511')).toMatchObject({ state: 'LOGOUT' })
    expect(whole.users.find(({ loginId }) => loginId === 'cons8512')).toMatchObject({
      state: 'NOT_READY',
      rawReasonCodeId: null,
      reasonCode: null,
      roles: [],
      teamId: '',
    })
    for (const stranger of ['super2', ID, 'admin']) {
      await expect(as(stranger).getTeam('3')).rejects.toMatchObject({ status: 401 })
    }
  })

  it('agents the reasons they may choose, administrators all', async () => {
    const { as, send } = await runCentre('uccx')
    const chosen = [
      { id: 1, code: 71, label: 'LUNCH', forAll: false, systemCode: false },
      { id: 2, code: 72, label: 'IN MEETING' },
      { id: 3, code: 73, label: 'TRAINING' },
      { id: 6, code: 74, label: 'COACHING' },
      { id: 7, code: 74, label: 'ONE TO ONE' },
    ]
    expect(await as(ID).getUserReasonCodes(ID, 'NOT_READY')).toMatchObject(chosen)
    expect(await as('admin').getUserReasonCodes(ID, 'LOGOUT')).toMatchObject([{ code: 91 }, { code: 92 }])
    for (const member of [ID, 'super1', 'admin']) {
      expect(await as(member).getTeamReasonCodes('3')).toHaveLength(7)
    }
    expect(await as(ID).getReasonCode(1 as ReasonCodeId)).toMatchObject(chosen[0]!)
    expect((await send(`User/${ID}/ReasonCode/2`, ID)).body).toContain('<label>IN MEETING</label>')
    await expect(as('cons8511').getUserReasonCodes(ID, 'NOT_READY')).rejects.toMatchObject({ status: 401 })
    await expect(as('super2').getTeamReasonCodes('3')).rejects.toMatchObject({ status: 401 })
    await expect(as('super1').getReasonCodes('ALL')).rejects.toMatchObject({ status: 401 })
    await expect(as(ID).getReasonCode(999 as ReasonCodeId)).rejects.toMatchObject(refusal(404, 'Not Found'))
  })

  it.each([
    [`User/${ID}/ReasonCodes`, 'Parameter Missing'],
    [`User/${ID}/ReasonCodes?category=ALL`, 'Invalid Input'],
    ['TeamResource/3/ReasonCodes?category=WORK', 'Invalid Input'],
  ])('nobody %s: it needs a category that there is', async (path, errorType) => {
    const { send } = await runCentre('uccx')
    const { status, body } = await send(path, ID)
    expect(status).toBe(400)
    expect(body).toContain(errorType)
  })

  it('nobody who is not signed in', async () => {
    const { as, finesse, send } = await runCentre('uccx')
    await expect(as('super1', 'wrong').getSystemInfo()).rejects.toMatchObject(refusal(401, 'Authorization Failure'))
    expect((await fetch(`${finesse.url}/finesse/api/User/${ID}`)).status).toBe(401)
    const nothing = await send('Nothing', ID)
    expect(nothing.status).toBe(404)
    expect(nothing.body).toContain('<ApiErrors>')
  })

  it('an account only until it is locked, after five wrong passwords', async () => {
    const { as, finesse } = await runCentre('uccx')
    const wrong = as('super1', 'wrong')
    for (let count = 0; count < 5; count += 1) {
      await expect(wrong.getSystemInfo()).rejects.toMatchObject({ status: 401 })
    }
    await expect(as('super1').getSystemInfo()).rejects.toMatchObject({ status: 401 })
    expect(finesse.authenticate(basicAuthorization('super1', 'super1'))).toBeNull()
    expect(await as('super2').getSystemInfo()).toMatchObject({ status: 'IN_SERVICE' })
  })
})

describe.each(DIALECTS)('the %s server', (dialect) => {
  it('says which deployment it is, and lists its system codes for administrators', async () => {
    const { as } = await runCentre(dialect)
    expect(await as(ID).getSystemInfo()).toMatchObject({ deployment: dialect, authMode: 'HYBRID' })
    const all = await as('admin').getReasonCodes('ALL')
    const system = SYSTEM_CODES.filter(
      ({ deployment, category }) => deployment === dialect && (category === 'NOT_READY' || category === 'LOGOUT'),
    )
    expect(all.filter(({ systemCode }) => systemCode).map(({ code }) => code)).toEqual(system.map(({ code }) => code))
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    const notReady = await as('admin').getReasonCodes('NOT_READY')
    expect(notReady.every(({ category }) => category === 'NOT_READY')).toBe(true)
  })
})

describe('a change of state is refused at once', () => {
  it.each([
    ['no XML', ID, { method: 'PUT', body: 'READY' }, 400, 'Bad Request', 'xml-malformed'],
    ['a DOCTYPE', ID, { method: 'PUT', body: '<!DOCTYPE a><User/>' }, 400, 'Bad Request', 'xml-doctype'],
    ['no state', ID, put('<extension>8510</extension>'), 400, 'Parameter Missing', 'state'],
    ['a state of a call', ID, put('<state>TALKING</state>'), 400, 'Invalid Input', 'state'],
    [
      'no reason where one is required',
      ID,
      put('<state>NOT_READY</state>'),
      400,
      'Parameter Missing',
      'finesse.api.reasoncode.require_reasoncode',
    ],
    [
      'the code in place of the id',
      ID,
      put('<state>NOT_READY</state><reasonCodeId>71</reasonCodeId>'),
      400,
      'Invalid Input',
      'reasonCodeId',
    ],
    [
      'a reason of the other category',
      ID,
      put('<state>LOGOUT</state><reasonCodeId>1</reasonCodeId>'),
      400,
      'Invalid Input',
      'reasonCodeId',
    ],
    [
      'a reason for Ready',
      ID,
      put('<state>READY</state><reasonCodeId>1</reasonCodeId>'),
      400,
      'Invalid Input',
      'finesse.api.reasoncode.not_allowed',
    ],
    ['a sign-in without an extension', ID, put('<state>LOGIN</state>'), 400, 'Parameter Missing', 'extension'],
    [
      'a supervisor who says why',
      'super1',
      put('<state>NOT_READY</state><reasonCodeId>1</reasonCodeId>'),
      400,
      'Invalid Input',
      'finesse.api.reasoncode.not_allowed',
    ],
    [
      'a supervisor who signs somebody in',
      'super1',
      put('<state>LOGIN</state><extension>8510</extension>'),
      400,
      'Invalid Input',
      'state',
    ],
    ['a supervisor of other teams', 'super2', put('<state>READY</state>'), 401, 'Invalid Supervisor', ID],
    ['another agent', 'cons8511', put('<state>READY</state>'), 401, 'Invalid Authorization User Specified', ID],
    [
      'another type of content',
      ID,
      { ...put('<state>READY</state>'), headers: { 'content-type': 'text/csv' } },
      400,
      'Bad Request',
      '',
    ],
    ['a body that is too long', ID, put('x'.repeat(70_000)), 400, 'Bad Request', ''],
  ])('for %s', async (_what, id, init, status, errorType, errorData) => {
    const { cti, send } = await runCentre('uccx')
    const answer = await send(`User/${ID}`, id, init)
    expect(answer.status).toBe(status)
    expect(answer.body).toContain(`<ErrorType>${errorType}</ErrorType>`)
    expect(answer.body).toContain(`<ErrorData>${errorData}`)
    expect(cti.stateOf(ID)).toBe('AVAILABLE')
  })
})

describe('a fault', () => {
  it('answers 503 while Finesse is away, and goes when it is taken back', async () => {
    const { finesse, as } = await runCentre('uccx')
    finesse.setFault('away')
    await expect(as('admin').getUser(ID)).rejects.toMatchObject({ code: 'finesse-unavailable', status: 503 })
    finesse.setFault('none')
    expect(await as('admin').getUser(ID)).toMatchObject({ loginId: ID })
  })

  it.each([
    ['malformed', 'xml-malformed'],
    ['doctype', 'xml-doctype'],
  ] as const)('sends a document that is %s', async (fault, code) => {
    const { finesse, as } = await runCentre('uccx')
    finesse.setFault(fault)
    await expect(as('admin').getUser(ID)).rejects.toMatchObject({ code: 'finesse-malformed', cause: { code } })
  })

  it('says nothing at all, and even then the server can be ended', async () => {
    const { finesse } = await runCentre('uccx')
    finesse.setFault('silent')
    const impatient = new FinesseClient({ baseUrl: finesse.url, authorization: () => 'Basic eDp4', timeoutMs: 50 })
    await expect(impatient.getSystemInfo()).rejects.toMatchObject({ code: 'finesse-timeout' })
    const ended = fetch(`${finesse.url}/finesse/api/SystemInfo`).catch(() => 'cut off')
    await finesse.stop()
    expect(await ended).toBe('cut off')
  })
})

describe('what is mounted beside the API', () => {
  it('shares its web server, and knows where that is once it listens', async () => {
    let known: { url: string } | undefined
    const { finesse } = await runCentre('uccx', {
      mount: (app, server) => {
        known = server
        app.get('/desktop', () => 'here')
      },
    })
    expect(known?.url).toBe(finesse.url)
    expect(await (await fetch(`${finesse.url}/desktop`)).text()).toBe('here')
  })
})
