import { describe, expect, it } from 'vitest'
import { DIALECTS } from '../../../src/cti/dialect.ts'
import type { ReasonCodeId } from '../../../src/finesse/reason-code-id.ts'
import { basicAuthorization } from '../../../src/finesse/credential.ts'
import { until } from '../../support/cti-server.ts'
import { connectClient } from '../cti/running-cti.ts'
import { runCentre } from './running-finesse.ts'

const ID = 'cons8510'
const TO_LUNCH = { state: 'NOT_READY', reasonCodeId: 1 as ReasonCodeId } as const

describe.each(DIALECTS)('the notifications on %s', (dialect) => {
  it('tell the agent of himself in full, and his supervisor in short, with the id of the request', async () => {
    const { as, hears } = await runCentre(dialect)
    const [own, team, others] = [hears(ID), hears('super1'), hears('super2')]
    await as(ID).setUserState(ID, TO_LUNCH, 'request-1')
    await until(() => own.length > 0 && team.length > 0)
    expect(own).toMatchObject([
      {
        node: '/finesse/api/User/cons8510',
        update: {
          event: 'PUT',
          source: '/finesse/api/User/cons8510',
          requestId: 'request-1',
          user: { state: 'NOT_READY', rawReasonCodeId: '1', reasonCode: { code: 71 }, teamId: '3' },
        },
      },
    ])
    expect(team).toMatchObject([
      {
        node: '/finesse/api/Team/3/Users',
        update: {
          source: '/finesse/api/User/cons8510',
          user: { state: 'NOT_READY', rawReasonCodeId: null, reasonCode: { code: 71, label: 'LUNCH' }, teamId: '' },
        },
      },
    ])
    expect(others).toEqual([])
  })

  it('tell of a change that came from elsewhere without a request, and without a reason', async () => {
    const { cti, hears } = await runCentre(dialect)
    const [own, team] = [hears(ID), hears('super1')]
    cti.setState(ID, 'NOT_READY', 71)
    await until(() => own.length > 0)
    expect(own[0]?.update).toMatchObject({ requestId: '', user: { rawReasonCodeId: '-1', reasonCode: null } })
    expect(team[0]?.update.user).toMatchObject({ state: 'NOT_READY', reasonCode: null })
  })

  it('tell why the CTI server refused what Finesse had taken', async () => {
    const { cti, as, hears } = await runCentre(dialect)
    const own = hears(ID)
    cti.setState(ID, 'LOGOUT', 0)
    await until(() => own.length === 1)
    await as(ID).setUserState(ID, { state: 'READY' }, 'request-2')
    await until(() => own.length === 2)
    const [errorMessage, errorData] =
      dialect === 'uccx' ? ['CF_INVALID_AGENT_WORKMODE', '265'] : ['CF_INVALID_OBJECT_STATE', '22']
    expect(own[1]?.update).toMatchObject({
      requestId: 'request-2',
      user: null,
      apiErrors: [{ errorType: 'Invalid State', errorMessage, errorData }],
    })
  })

  it('tell a supervisor that what he asked for was refused, on a node that he hears', async () => {
    const { cti, as, hears } = await runCentre(dialect)
    cti.setRefusing(true)
    const heard = hears('super1')
    await as('super1').setUserState(ID, { state: 'NOT_READY' }, 'request-3')
    await until(() => heard.length > 0)
    expect(heard[0]).toMatchObject({
      node: '/finesse/api/Team/3/Users',
      update: { requestId: 'request-3', apiErrors: [{ errorMessage: 'CF_INVALID_OBJECT_STATE' }] },
    })
    cti.setRefusing(false)
    await as('super1').setUserState(ID, { state: 'NOT_READY' }, 'request-4')
    await until(() => heard.length > 1)
    expect(heard[1]?.update).toMatchObject({ requestId: 'request-4', user: { state: 'NOT_READY' } })
  })

  it('tell everybody when the system goes out of service', async () => {
    const { cti, hears } = await runCentre(dialect)
    const heard = [hears('super1'), hears(ID), hears('admin')]
    cti.setStandby(true)
    await until(() => heard.every(({ length }) => length > 0))
    for (const [first] of heard) expect(first?.update.systemStatus).toBe('OUT_OF_SERVICE')
  })

  it('stop while Finesse is away, and what happened then is never told', async () => {
    const { cti, finesse, hears } = await runCentre(dialect)
    const own = hears(ID)
    finesse.setFault('away')
    cti.setState(ID, 'NOT_READY', 71)
    // Connected after Finesse, so that an answer to this client comes when Finesse has had its event.
    const { client } = await connectClient(cti)
    await client.queryAgentState({ agentId: ID })
    finesse.setFault('none')
    cti.setState(ID, 'AVAILABLE', 0)
    await until(() => own.length > 0)
    expect(own.map(({ update }) => update.user?.state)).toEqual(['READY'])
  })

  it('stop for who does not listen any more', async () => {
    const { cti, finesse, hears } = await runCentre(dialect)
    const never: unknown[] = []
    const super1 = finesse.authenticate(basicAuthorization('super1', 'super1'))!
    finesse.hear(super1, (one) => never.push(one))()
    const team = hears('super1')
    cti.setState(ID, 'NOT_READY', 71)
    await until(() => team.length > 0)
    expect(never).toEqual([])
  })
})
