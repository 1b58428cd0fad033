import { writeXml, type XmlTree } from '../../src/finesse/xml-writer.ts'

/** A reason code as Finesse writes it, thread's case by default. */
export const reasonTree = (fields: XmlTree = {}): XmlTree => ({
  category: 'NOT_READY',
  code: '71',
  forAll: 'false',
  id: '1',
  label: 'LUNCH',
  systemCode: 'false',
  uri: '/finesse/api/ReasonCode/1',
  ...fields,
})

/** A User as Finesse writes it; `fields` go over it, undefined leaves an element out. */
export const userTree = (fields: XmlTree = {}): XmlTree => ({
  dialogs: '/finesse/api/User/cons8510/Dialogs',
  extension: '8510',
  firstName: 'Connie',
  lastName: 'Sample',
  loginId: 'cons8510',
  loginName: 'cons8510',
  mediaType: '1',
  pendingState: null,
  reasonCodeId: '-1',
  roles: { role: ['Agent', 'Supervisor'] },
  settings: { wrapUpOnIncoming: 'OPTIONAL' },
  state: 'NOT_READY',
  stateChangeTime: '2026-11-23T18:00:00.000Z',
  teamId: '3',
  teamName: 'MN Team 1',
  teams: { Team: [{ id: '3', name: 'MN Team 1', uri: '/finesse/api/Team/3' }] },
  uri: '/finesse/api/User/cons8510',
  ...fields,
})

export const userXml = (fields: XmlTree = {}): string => writeXml({ User: userTree(fields) })

export const teamXml = (users: readonly XmlTree[], id = '3'): string =>
  writeXml({ Team: { uri: `/finesse/api/Team/${id}`, id, name: 'MN Team 1', users: { User: users } } })

export const reasonCodesXml = (codes: readonly XmlTree[], category = 'NOT_READY'): string =>
  writeXml({ ReasonCodes: { '@category': category, ReasonCode: codes } })

export const apiErrorsXml = (errorType: string, errorData: string, errorMessage: string): string =>
  writeXml({ ApiErrors: { ApiError: [{ ErrorType: errorType, ErrorData: errorData, ErrorMessage: errorMessage }] } })

export const updateXml = (data: XmlTree, fields: XmlTree = {}): string =>
  writeXml({ Update: { data, event: 'PUT', requestId: null, source: '/finesse/api/User/cons8510', ...fields } })

export const systemInfoXml = (fields: XmlTree = {}): string =>
  writeXml({
    SystemInfo: {
      currentTimestamp: '2026-11-23T18:00:00.000Z',
      deploymentType: 'UCCX',
      primaryNode: { host: 'finesse-a.example.com' },
      secondaryNode: { host: 'finesse-b.example.com' },
      status: 'IN_SERVICE',
      statusReason: null,
      systemAuthMode: 'NON_SSO',
      timezoneOffset: '0',
      xmppDomain: 'finesse-a.example.com',
      xmppPubSubDomain: 'pubsub.finesse-a.example.com',
      ...fields,
    },
  })
