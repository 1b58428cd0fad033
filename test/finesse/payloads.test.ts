import { describe, expect, it } from 'vitest'
import { parseApiErrors } from '../../src/finesse/api-errors.ts'
import { observeUser } from '../../src/finesse/observe.ts'
import { parseReasonCodes } from '../../src/finesse/reason-codes.ts'
import { parseSystemInfo } from '../../src/finesse/system-info.ts'
import { parseTeam } from '../../src/finesse/team.ts'
import { parseHubPayload, parseUpdate } from '../../src/finesse/update.ts'
import { type FinesseUser, parseUser } from '../../src/finesse/user.ts'
import { notificationIn, payload, PAYLOADS_FOLDER, PAYLOADS_PRESENT } from '../support/finesse-payloads.ts'

const at = '2026-11-23T18:00:00.000Z'
const LUNCH = { id: 1, category: 'NOT_READY', code: 71, label: 'LUNCH' }

const inStanza = (name: string): FinesseUser | null => parseUpdate(notificationIn(payload(name))).user
const inUpdate = (name: string): FinesseUser | null => parseUpdate(payload(name)).user
const inDocument = (name: string): FinesseUser => parseUser(payload(name))
const inHub = (name: string): FinesseUser | null => parseHubPayload(JSON.parse(payload(name))).user

const skipped = PAYLOADS_PRESENT ? '' : ` (skipped: ${PAYLOADS_FOLDER} is not there)`

describe.skipIf(!PAYLOADS_PRESENT)(`what real servers sent${skipped}`, () => {
  it.each([
    ['user-notification-login-minus1.stanza.xml', inStanza, '1001', 'NOT_READY', '2023-01-13T11:07:11.466Z', '-1'],
    ['user-notification-ready.stanza.xml', inStanza, '1001', 'READY', '2023-01-13T11:14:47.981Z', null],
    ['user-notification-not-ready-minus1.stanza.xml', inStanza, '1001', 'NOT_READY', '2023-01-13T11:21:47.026Z', '-1'],
    ['user-update-logout-minus1.xml', inUpdate, '1002', 'LOGOUT', '2017-12-20T19:25:13.593Z', '-1'],
    ['hub-user-update-reserved-supervisor.json', inHub, '1003', 'RESERVED', '2017-11-15T09:57:21.426Z', null],
    ['reconstructed/user-get-thread-set-by-cti.xml', inDocument, '1004', 'NOT_READY', '2016-12-29T18:00:00.000Z', '-1'],
  ])('%s has no reason', (name, read, loginId, state, stateChangeTime, rawReasonCodeId) => {
    const user = read(name)
    expect(user).toMatchObject({
      loginId,
      state,
      stateChangeTime,
      reasonCodeId: null,
      rawReasonCodeId,
      reasonCode: null,
    })
    expect(user && observeUser(user, { via: 'notification', at })).toEqual({
      kind: 'finesse',
      agentId: loginId,
      state,
      reasonCodeId: null,
      reason: null,
      stateChangeTime,
      at,
      via: 'notification',
    })
  })

  it('a User talking keeps the id of its last reason, which counts for nothing there', () => {
    const user = inDocument('user-get-talking-stale-reasoncodeid.xml')
    expect(user).toMatchObject({ state: 'TALKING', reasonCodeId: 49, rawReasonCodeId: '49', reasonCode: null })
    expect(observeUser(user, { via: 'witness', at })).toMatchObject({ reasonCodeId: null, reason: null })
  })

  it('a User whose reason was set through Finesse has id, code and label', () => {
    const user = inDocument('reconstructed/user-get-thread-set-by-rest.xml')
    expect(user).toMatchObject({ state: 'NOT_READY', reasonCodeId: 1, reasonCode: { ...LUNCH, forAll: false } })
    expect(observeUser(user, { via: 'witness', at })).toMatchObject({
      reasonCodeId: 1,
      reason: { code: 71, label: 'LUNCH' },
    })
  })

  it('a Team has its members, each with its reason element', () => {
    const { id, name, users } = parseTeam(payload('doc-shape/team-get.xml'))
    expect({ id, name }).toEqual({ id: '5001', name: 'TeamA' })
    expect(users).toMatchObject([
      { loginId: '1001', state: 'NOT_READY', rawReasonCodeId: null, reasonCode: LUNCH },
      { loginId: '1002', state: 'LOGOUT', reasonCode: null },
    ])
  })

  it('a team’s notification spells the element ReasonCode', () => {
    expect(inUpdate('doc-shape/team-users-notification.xml')).toMatchObject({
      loginId: '1001',
      state: 'NOT_READY',
      reasonCode: LUNCH,
    })
  })

  it('supervised teams and roles come from XML and from the hub’s object alike', () => {
    expect(inStanza('user-notification-not-ready-minus1.stanza.xml')).toMatchObject({
      roles: ['Agent', 'Supervisor'],
      teams: [{ id: '5001', name: 'TeamA' }],
    })
    expect(inHub('hub-user-update-reserved-supervisor.json')).toMatchObject({
      roles: ['Agent', 'Supervisor'],
      teams: [{ id: '5032', name: 'TeamC' }],
      pendingState: null,
    })
  })

  it('lists of reason codes, with the id from the uri where the server is old', () => {
    const team = parseReasonCodes(payload('reasoncodes-not-ready-thread-uccx.xml'))
    expect(team.map(({ id, code, label, systemCode }) => [id, code, label, systemCode])).toEqual([
      [1, 71, 'LUNCH', null],
      [2, 72, 'IN MEETING', null],
      [3, 73, 'TRAINING', null],
    ])
    const system = parseReasonCodes(payload('reasoncodes-all-system-uccx-12.5.xml'))
    expect(system).toHaveLength(26)
    expect(system.every(({ systemCode, forAll, id }) => systemCode === true && forAll === true && id !== null)).toBe(
      true,
    )
    expect(system.find(({ code }) => code === 32760)).toMatchObject({ category: 'NOT_READY', label: 'Agent Logon' })
    expect(system.find(({ code }) => code === 32767)).toMatchObject({ category: 'LOGOUT', label: 'Device Conflict' })
    const tail = parseReasonCodes(`<ReasonCodes>${payload('reasoncodes-logout-tail-cce.fragment.xml')}`)
    expect(tail.map(({ category, code, label }) => [category, code, label])).toEqual([
      ['LOGOUT', 222, 'End of Shift'],
      ['LOGOUT', 223, 'Lunch'],
    ])
  })

  it('errors, of a request and in a notification', () => {
    expect(parseApiErrors(payload('apierrors-reasoncode-not-allowed.xml'))).toEqual([
      {
        errorType: 'Invalid Input',
        errorMessage: 'For this operation, Reason Codes are not allowed.',
        errorData: 'finesse.api.reasoncode.not_allowed',
        peripheralErrorCode: null,
        peripheralErrorText: null,
      },
    ])
    expect(parseUpdate(notificationIn(payload('error-notification-invalid-state.stanza.xml')))).toMatchObject({
      event: 'PUT',
      source: '/finesse/api/User/1001',
      user: null,
      apiErrors: [{ errorType: 'Invalid State', errorMessage: 'CF_INVALID_OBJECT_STATE', errorData: '22' }],
    })
  })

  it('what a server says of itself', () => {
    expect(parseSystemInfo(payload('doc-shape/systeminfo.xml'))).toMatchObject({
      status: 'IN_SERVICE',
      deployment: 'uccx',
      authMode: 'NON_SSO',
      primaryHost: 'finesse-a.example.invalid',
      secondaryHost: 'finesse-b.example.invalid',
      currentTimestamp: '2023-01-13T11:21:47.026Z',
    })
  })
})
