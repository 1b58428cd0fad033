import { describe, expect, it } from 'vitest'
import { DIALECTS } from '../../../src/cti/dialect.ts'
import type { ReasonCodeId } from '../../../src/finesse/reason-code-id.ts'
import { until } from '../../support/cti-server.ts'
import { connectClient } from '../cti/running-cti.ts'
import { type RunningCentre, runCentre } from './running-finesse.ts'

const ID = 'cons8510'
const LUNCH_ID = 1 as ReasonCodeId
const LUNCH = { id: 1, category: 'NOT_READY', code: 71, label: 'LUNCH' }

/** Waits until Finesse shows the agent in a state; his User then. */
async function userIn({ as }: RunningCentre, state: string) {
  for (;;) {
    const user = await as('admin').getUser(ID)
    if (user.state === state) return user
  }
}

describe.each(DIALECTS)('where Finesse has a reason from, on %s', (dialect) => {
  it('shows a reason set through its API, and -1 for the same reason set through the CTI server', async () => {
    const centre = await runCentre(dialect)
    const { client, events } = await connectClient(centre.cti, { control: true, clientId: 'application' })
    const reasonsHeard = () => events().map(({ agentState, eventReasonCode }) => [agentState, eventReasonCode])

    await centre.as(ID).setUserState(ID, { state: 'NOT_READY', reasonCodeId: LUNCH_ID })
    expect(await userIn(centre, 'NOT_READY')).toMatchObject({ rawReasonCodeId: '1', reasonCode: LUNCH })
    await centre.as(ID).setUserState(ID, { state: 'READY' })
    expect(await userIn(centre, 'READY')).toMatchObject({ rawReasonCodeId: null, reasonCode: null })

    await client.setAgentState({ agentId: ID, instrument: '8510', state: 'NOT_READY', reason: 71 })
    expect(await userIn(centre, 'NOT_READY')).toMatchObject({ rawReasonCodeId: '-1', reasonCode: null })
    expect(reasonsHeard()).toEqual([
      ['NOT_READY', 71],
      ['AVAILABLE', 0],
      ['NOT_READY', 71],
    ])
    const answer = await client.queryAgentState({ agentId: ID })
    expect([answer.agentState, 'eventReasonCode' in answer]).toEqual(['NOT_READY', false])
  })

  it('knows a state only from the CTI server: what that does not confirm does not happen', async () => {
    const centre = await runCentre(dialect)
    centre.cti.setStandby(true)
    const own = centre.as(ID)
    await expect.poll(async () => (await own.getSystemInfo()).status).toBe('OUT_OF_SERVICE')
    await expect(own.getUser(ID)).rejects.toMatchObject({ status: 503 })
    await expect(own.setUserState(ID, { state: 'READY' })).rejects.toMatchObject({ status: 503 })
  })

  it('has lost every reason after it lost the CTI server, because a query does not tell one', async () => {
    const centre = await runCentre(dialect)
    await centre.as(ID).setUserState(ID, { state: 'NOT_READY', reasonCodeId: LUNCH_ID })
    const before = await userIn(centre, 'NOT_READY')
    const heard = centre.hears('admin')
    centre.cti.dropClients()
    await until(() => heard.length === 2)
    expect(heard.map(({ update }) => update.systemStatus)).toEqual(['OUT_OF_SERVICE', 'IN_SERVICE'])
    expect(await userIn(centre, 'NOT_READY')).toMatchObject({
      rawReasonCodeId: '-1',
      reasonCode: null,
      stateChangeTime: before.stateChangeTime,
    })
  })

  it('has no time for a state that it only asked for', async () => {
    const { as } = await runCentre(dialect)
    expect(await as('admin').getUser(ID)).toMatchObject({ state: 'READY', stateChangeTime: null })
  })

  it('takes an event of another client for what it is, also while it waits for its own', async () => {
    const centre = await runCentre(dialect)
    centre.cti.setState(ID, 'TALKING', 0)
    await userIn(centre, 'TALKING')
    await centre.as(ID).setUserState(ID, { state: 'NOT_READY', reasonCodeId: LUNCH_ID })
    await expect.poll(async () => (await userIn(centre, 'TALKING')).pendingState).toBe('NOT_READY')
    centre.cti.setState(ID, 'NOT_READY', 71, { client: 'another' })
    expect(await userIn(centre, 'NOT_READY')).toMatchObject({ rawReasonCodeId: '-1', pendingState: null })
  })

  it('puts the reason of a pending Not Ready to the event that comes at the end of the call', async () => {
    const centre = await runCentre(dialect)
    centre.cti.setState(ID, 'TALKING', 0)
    await userIn(centre, 'TALKING')
    await centre.as(ID).setUserState(ID, { state: 'NOT_READY', reasonCodeId: LUNCH_ID })
    await expect.poll(async () => (await userIn(centre, 'TALKING')).pendingState).toBe('NOT_READY')
    centre.cti.setState(ID, 'AVAILABLE', 0)
    expect(await userIn(centre, 'NOT_READY')).toMatchObject({ reasonCode: LUNCH, pendingState: null })
  })

  it('still shows the id of the last reason on a call, as real servers do, but no reason', async () => {
    const centre = await runCentre(dialect)
    await centre.as(ID).setUserState(ID, { state: 'NOT_READY', reasonCodeId: LUNCH_ID })
    await userIn(centre, 'NOT_READY')
    centre.cti.setState(ID, 'TALKING', 0)
    expect(await userIn(centre, 'TALKING')).toMatchObject({ rawReasonCodeId: '1', reasonCode: null })
  })

  it('signs in and out, with the reason of the contact centre for the one and the agent’s for the other', async () => {
    const centre = await runCentre(dialect)
    const { events } = await connectClient(centre.cti)
    centre.cti.setState(ID, 'NOT_READY', 0)
    await userIn(centre, 'NOT_READY')
    await centre.as(ID).setUserState(ID, { state: 'LOGOUT', reasonCodeId: 4 as ReasonCodeId })
    expect(await userIn(centre, 'LOGOUT')).toMatchObject({
      reasonCode: { code: 91, category: 'LOGOUT' },
      extension: '',
    })
    await centre.as(ID).setUserState(ID, { state: 'LOGIN', extension: '8510' })
    expect(await userIn(centre, 'NOT_READY')).toMatchObject({ rawReasonCodeId: '-1', extension: '8510' })
    await until(() => events().length === 3)
    expect(events().at(-1)?.eventReasonCode).toBe(dialect === 'uccx' ? 32760 : 0)
  })

  it('gives the system’s reason, and knows it, where a supervisor changes an agent', async () => {
    const centre = await runCentre(dialect)
    const { events } = await connectClient(centre.cti)
    await centre.as('super1').setUserState(ID, { state: 'NOT_READY' })
    const code = dialect === 'uccx' ? 33 : 999
    expect(await userIn(centre, 'NOT_READY')).toMatchObject({ reasonCode: { code, systemCode: true } })
    await until(() => events().at(-1)?.eventReasonCode === code)
    centre.cti.setState(ID, 'TALKING', 0)
    await userIn(centre, 'TALKING')
    await centre.as('super1').setUserState(ID, { state: 'LOGOUT' })
    const logoutCode = dialect === 'uccx' ? 22 : 999
    expect(await userIn(centre, 'LOGOUT')).toMatchObject({ reasonCode: { code: logoutCode, category: 'LOGOUT' } })
  })

  it('forwards the changes of one user one after the other', async () => {
    const centre = await runCentre(dialect)
    const { events } = await connectClient(centre.cti)
    const own = centre.as(ID)
    for (let round = 0; round < 5; round += 1) {
      await own.setUserState(ID, { state: 'NOT_READY', reasonCodeId: LUNCH_ID })
      await own.setUserState(ID, { state: 'READY' })
    }
    await until(() => events().length === 10)
    expect(events().map(({ eventReasonCode }) => eventReasonCode)).toEqual([71, 0, 71, 0, 71, 0, 71, 0, 71, 0])
  })
})
