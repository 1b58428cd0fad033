import type { Dialect } from '../../cti/dialect.ts'
import { writeXml, type XmlTree } from '../../finesse/xml-writer.ts'
import { carriesReason } from '../../history/agent-state.ts'
import { type Person, TEAMS, type Team, teamsSupervisedBy } from '../people.ts'
import type { ReasonRecord } from './reason-code-book.ts'
import type { UserState } from './user-states.ts'

/** How Finesse writes that it has no reason code id. */
const NO_REASON = -1

const API = '/finesse/api'
export const userUri = (id: string): string => `${API}/User/${id}`
export const teamUri = (id: string): string => `${API}/Team/${id}`
export const SYSTEM_INFO_URI = `${API}/SystemInfo`

/** What both forms of a user have. Real documents have their elements in alphabetical order. */
const commonFields = ({ id, firstName, lastName, extension }: Person, { state, since, pendingState }: UserState) => ({
  dialogs: `${userUri(id)}/Dialogs`,
  extension: state === 'LOGOUT' ? '' : extension,
  firstName,
  lastName,
  loginId: id,
  pendingState,
  state,
  stateChangeTime: since,
  uri: userUri(id),
})

/** The User object. */
export function userTree(person: Person, known: UserState): XmlTree {
  const { state, reason } = known
  const supervised = teamsSupervisedBy(person.id)
  return inOrder({
    ...commonFields(person, known),
    loginName: person.id,
    mediaType: 1,
    reasonCode: carriesReason(state) && reason !== null ? reasonTree(reason) : undefined,
    reasonCodeId: carriesReason(state) ? (reason?.id ?? NO_REASON) : reason?.id,
    roles: { role: person.roles.filter((role) => role !== 'Administrator') },
    settings: { wrapUpOnIncoming: 'OPTIONAL' },
    teamId: person.teamId,
    teamName: TEAMS.find(({ id }) => id === person.teamId)?.name,
    teams: supervised.length === 0 ? undefined : { Team: supervised.map(teamReference) },
    wrapUpTimer: 7200,
  })
}

/** The short form of a user, inside a Team and its notifications: it has no reasonCodeId. */
export function summaryTree(dialect: Dialect, person: Person, known: UserState): XmlTree {
  const { state, reason } = known
  return inOrder({
    ...commonFields(person, known),
    mediaState: dialect === 'uccx' ? 'IDLE' : undefined,
    reasonCode: carriesReason(state) && reason !== null ? shortReasonTree(reason) : undefined,
  })
}

export const teamTree = ({ id, name }: Team, users: readonly XmlTree[]): XmlTree => ({
  Team: { uri: teamUri(id), id, name, users: { User: users } },
})

const teamReference = ({ id, name }: Team): XmlTree => ({ id, name, uri: teamUri(id) })

const reasonUri = (id: number): string => `${API}/ReasonCode/${id}`

const shortReasonTree = ({ id, category, code, label }: ReasonRecord): XmlTree => ({
  category,
  code,
  label,
  id,
  uri: reasonUri(id),
})

/** A ReasonCode with everything. */
export const reasonTree = ({ id, category, code, label, forAll, systemCode }: ReasonRecord): XmlTree => ({
  uri: reasonUri(id),
  id,
  category,
  code,
  label,
  forAll,
  systemCode,
})

export const reasonCodesTree = (category: string, reasons: readonly ReasonRecord[]): XmlTree => ({
  ReasonCodes: { '@category': category, ReasonCode: reasons.map(reasonTree) },
})

/** What SystemInfo says. */
export type SystemStatus = {
  readonly dialect: Dialect
  readonly host: string
  readonly isInService: boolean
  /** Milliseconds since 1970. */
  readonly now: number
}

/** What is inside SystemInfo. */
export const systemInfoTree = ({ dialect, host, isInService, now }: SystemStatus): XmlTree => ({
  currentTimestamp: new Date(now).toISOString(),
  deploymentType: dialect.toUpperCase(),
  lastCTIHeartbeatStatus: isInService ? 'success' : 'failure',
  primaryNode: { host },
  secondaryNode: { host: '' },
  status: isInService ? 'IN_SERVICE' : 'OUT_OF_SERVICE',
  statusReason: isInService ? '' : 'CTI',
  systemAuthMode: 'HYBRID',
  timezoneOffset: 0,
  uri: SYSTEM_INFO_URI,
  xmppDomain: host,
  xmppPubSubDomain: `pubsub.${host}`,
})

/** A notification. The root of its data is in lower case. */
export const updateXml = (data: XmlTree, source: string, requestId: string, event = 'PUT'): string =>
  writeXml({ Update: { data, event, requestId, source } })

const inOrder = (tree: XmlTree): XmlTree =>
  Object.fromEntries(Object.entries(tree).toSorted(([one], [other]) => (one < other ? -1 : 1)))
