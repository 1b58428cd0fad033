import { describe, expect, it } from 'vitest'
import { parseApiErrors } from '../../src/finesse/api-errors.ts'
import { parseReasonCode, parseReasonCodes } from '../../src/finesse/reason-codes.ts'
import { parseSystemInfo } from '../../src/finesse/system-info.ts'
import { parseTeam } from '../../src/finesse/team.ts'
import { parseHubPayload, parseUpdate } from '../../src/finesse/update.ts'
import { writeXml } from '../../src/finesse/xml-writer.ts'
import {
  apiErrorsXml,
  reasonCodesXml,
  reasonTree,
  systemInfoXml,
  teamXml,
  updateXml,
  userTree,
} from '../support/finesse-documents.ts'

const idsOf = (xml: string) => parseTeam(xml).users.map(({ loginId }) => loginId)

describe('a Team', () => {
  it('has its members in order, one, many or none', () => {
    expect(idsOf(teamXml([]))).toEqual([])
    expect(idsOf(teamXml([userTree()]))).toEqual(['cons8510'])
    expect(idsOf(teamXml([userTree(), userTree({ loginId: 'cons8511' })]))).toEqual(['cons8510', 'cons8511'])
    expect(parseTeam(writeXml({ Team: { uri: '/finesse/api/Team/3', name: 'T', users: null } }))).toEqual({
      uri: '/finesse/api/Team/3',
      id: '3',
      name: 'T',
      users: [],
    })
  })

  it('leaves out a member without a name, with a report, and keeps the rest', () => {
    const faults: string[] = []
    const nameless = { state: 'READY' }
    const team = parseTeam(teamXml([nameless, userTree()]), (fault) => faults.push(fault))
    expect(team.users.map(({ loginId }) => loginId)).toEqual(['cons8510'])
    expect(faults).toEqual([expect.stringContaining('team 3: ')])
  })

  it('without an id is no Team', () => {
    expect(() => parseTeam('<Team><name>x</name></Team>')).toThrow(expect.objectContaining({ code: 'xml-unexpected' }))
  })
})

describe('ReasonCodes', () => {
  it('are a list also where there is one, or none', () => {
    expect(parseReasonCodes(reasonCodesXml([]))).toEqual([])
    expect(parseReasonCodes(reasonCodesXml([reasonTree()]))).toEqual([
      { id: 1, category: 'NOT_READY', code: 71, label: 'LUNCH', forAll: false, systemCode: false },
    ])
  })

  it('take the list’s category where they have none of their own', () => {
    expect(parseReasonCodes(reasonCodesXml([reasonTree({ category: undefined })], 'LOGOUT'))).toMatchObject([
      { category: 'LOGOUT', code: 71 },
    ])
  })

  it('leave out, with a report, what is no code, and keep the rest', () => {
    const faults: string[] = []
    const trees = [{ code: '0' }, { code: '70000' }, { category: 'WRAP_UP' }, { code: '72' }].map(reasonTree)
    const codes = parseReasonCodes(reasonCodesXml(trees), (fault) => faults.push(fault))
    expect(codes.map(({ code }) => code)).toEqual([72])
    expect(faults).toEqual([
      'reason code “0” of category “NOT_READY” is left out',
      'reason code “70000” of category “NOT_READY” is left out',
      'reason code “71” of category “WRAP_UP” is left out',
    ])
  })

  it('have labels that are cut where they are too long, not within a character', () => {
    const label = `${'x'.repeat(254)}😀`
    expect(parseReasonCodes(reasonCodesXml([reasonTree({ label })]))[0]?.label).toBe(`${'x'.repeat(254)}\ufffd`)
  })

  it('have labels that are text, markup and all', () => {
    for (const label of ['<b>LUNCH</b>', '&lt;', ']]>', `"'`, '71', 'Pause déjeuner', '<!-- x -->']) {
      expect(parseReasonCodes(reasonCodesXml([reasonTree({ label })]))[0]?.label).toBe(label)
    }
  })

  it('can be asked for one at a time', () => {
    expect(parseReasonCode(writeXml({ ReasonCode: reasonTree({ id: undefined }) }))).toMatchObject({ id: 1, code: 71 })
    expect(parseReasonCode(writeXml({ ReasonCode: reasonTree({ code: '0' }) }))).toBeNull()
  })
})

describe('SystemInfo', () => {
  it('tells the deployment, the nodes and the clock', () => {
    expect(parseSystemInfo(systemInfoXml())).toEqual({
      status: 'IN_SERVICE',
      statusReason: '',
      deployment: 'uccx',
      currentTimestamp: '2026-11-23T18:00:00.000Z',
      authMode: 'NON_SSO',
      primaryHost: 'finesse-a.example.com',
      secondaryHost: 'finesse-b.example.com',
      ctiVersion: '',
      lastCtiHeartbeatStatus: '',
      timezoneOffset: '0',
      xmppDomain: 'finesse-a.example.com',
      xmppPubSubDomain: 'pubsub.finesse-a.example.com',
    })
  })

  it.each([
    ['NON_SSO', 'NON_SSO'],
    ['NON-SSO', 'NON_SSO'],
    ['non_sso', 'NON_SSO'],
    ['SSO', 'SSO'],
    ['HYBRID', 'HYBRID'],
    ['', null],
    ['something', null],
  ])('of mode %j is %j', (text, authMode) => {
    expect(parseSystemInfo(systemInfoXml({ systemAuthMode: text })).authMode).toBe(authMode)
  })

  it('of a server that says little has little', () => {
    expect(parseSystemInfo('<SystemInfo><status>OUT_OF_SERVICE</status></SystemInfo>')).toMatchObject({
      status: 'OUT_OF_SERVICE',
      deployment: null,
      currentTimestamp: null,
      authMode: null,
      secondaryHost: '',
    })
  })
})

describe('ApiErrors', () => {
  it('are a list also where there is one, or none', () => {
    expect(parseApiErrors('<ApiErrors/>')).toEqual([])
    expect(parseApiErrors(apiErrorsXml('Authorization Failure', 'jones', 'UNAUTHORIZED'))).toEqual([
      {
        errorType: 'Authorization Failure',
        errorData: 'jones',
        errorMessage: 'UNAUTHORIZED',
        peripheralErrorCode: null,
        peripheralErrorText: null,
      },
    ])
  })

  it('carry what the contact centre behind Finesse said', () => {
    const xml = writeXml({
      Update: { data: { apiErrors: { apiError: { peripheralErrorCode: 70, peripheralErrorMsg: 'NO' } } } },
    })
    expect(parseUpdate(xml).apiErrors).toMatchObject([{ peripheralErrorCode: '70', peripheralErrorText: 'NO' }])
  })
})

describe('an Update', () => {
  it('has a user, and who asked for it', () => {
    expect(parseUpdate(updateXml({ user: userTree() }, { requestId: 'r1', event: 'put' }))).toMatchObject({
      event: 'PUT',
      source: '/finesse/api/User/cons8510',
      requestId: 'r1',
      user: { loginId: 'cons8510', reasonCodeId: null, rawReasonCodeId: '-1' },
      systemStatus: null,
      apiErrors: [],
    })
  })

  it('may be about something else', () => {
    expect(parseUpdate(updateXml({ dialog: { id: '7' } }))).toMatchObject({ user: null, systemStatus: null })
    expect(parseUpdate(updateXml({ systemInfo: { status: 'IN_SERVICE' } })).systemStatus).toBe('IN_SERVICE')
  })

  it('comes from the hub as an object or as text after the node’s path', () => {
    const user = { ...userTree(), pendingState: null, reasonCodeId: null }
    const object = { Update: { data: { user }, event: 'PUT', requestId: null, source: '/finesse/api/User/cons8510' } }
    const content = `/finesse/api/User/cons8510${updateXml({ user })}`
    const expected = parseUpdate(updateXml({ user }))
    expect(parseHubPayload({ content: '', object })).toEqual(expected)
    expect(parseHubPayload({ content, object: {} })).toEqual(expected)
    expect(parseHubPayload({ content, object: null })).toEqual(expected)
  })

  it.each([null, undefined, 7, 'text', {}, { content: '/finesse/api/User/1' }, { object: [] }, { content: {} }])(
    'is not in %j',
    (payload) => {
      expect(() => parseHubPayload(payload)).toThrow(expect.objectContaining({ code: 'xml-unexpected' }))
    },
  )
})
