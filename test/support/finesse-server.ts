import { parseAuthorization } from '../../src/finesse/credential.ts'
import { writeXml, type XmlTree } from '../../src/finesse/xml-writer.ts'
import { apiErrorsXml, reasonCodesXml, reasonTree, systemInfoXml, teamXml, userTree } from './finesse-documents.ts'
import { type LoopbackHttpServer, startHttp } from './http-server.ts'

/** Somebody who may sign in to Finesse. */
export type Person = {
  readonly password: string
  readonly role: 'agent' | 'supervisor' | 'administrator'
  /** Teams that a supervisor has. */
  readonly supervises?: readonly string[]
  /** What his User says over what every User says. */
  user: XmlTree
}

/** A Finesse server that knows a few people and teams, and has Finesse's rules of who may read what. */
type LoopbackFinesse = {
  readonly http: LoopbackHttpServer
  readonly people: Map<string, Person>
  /** Members by team id. */
  readonly teams: Map<string, readonly string[]>
  /** Set: every request is answered with this status and nothing else. */
  away: number | null
  /** What somebody's User says from now on, over what every User says. */
  change(id: string, user: XmlTree): void
}

const TEAM_NAMES: Readonly<Record<string, string>> = { 3: 'MN Team 1', 4: 'MN Team 2' }

const CODES = reasonCodesXml(
  ['LUNCH', 'IN MEETING', 'TRAINING'].map((label, index) =>
    reasonTree({ id: String(index + 1), code: String(71 + index), label, uri: `/finesse/api/ReasonCode/${index + 1}` }),
  ),
)

const NO_CREDENTIAL = apiErrorsXml('Authorization Failure', 'user', 'UNAUTHORIZED')
const NOT_FOUND = apiErrorsXml('Not Found', 'id', 'NOT_FOUND')

export async function startFinesse(people: Record<string, Person>, teams: Record<string, readonly string[]>) {
  const finesse = {
    people: new Map(Object.entries(people)),
    teams: new Map(Object.entries(teams)),
    away: null as number | null,
  }
  const http = await startHttp((response, { method, path, headers }) => {
    const [status, body] =
      finesse.away === null ? answer(finesse, method, path, headers.authorization ?? '') : ([finesse.away, ''] as const)
    response.writeHead(status, { 'content-type': 'application/xml' }).end(body)
  })
  const change = (id: string, user: XmlTree): void => {
    const person = finesse.people.get(id)
    if (person) person.user = user
  }
  return Object.assign(finesse, { http, change }) satisfies LoopbackFinesse
}

function answer(
  finesse: Pick<LoopbackFinesse, 'people' | 'teams'>,
  method: string,
  path: string,
  authorization: string,
): readonly [number, string] {
  const credential = parseAuthorization(authorization)
  if (credential?.scheme !== 'basic') return [401, NO_CREDENTIAL]
  const caller = finesse.people.get(credential.id)
  if (caller?.password !== credential.password) return [401, NO_CREDENTIAL]
  const isAdministrator = caller.role === 'administrator'
  const [kind, id = '', part] = (path.split('?')[0] ?? '').slice('/finesse/api/'.length).split('/')
  if (kind === 'SystemInfo') return [200, systemInfoXml({ currentTimestamp: new Date().toISOString() })]
  // That it took the request is all that Finesse says; `http.asked` has what it was.
  if (method === 'PUT') return credential.id === id ? [202, ''] : [401, NO_CREDENTIAL]
  if (kind === 'User' && part === undefined) {
    const person = finesse.people.get(id)
    if (credential.id !== id && !isAdministrator) return [401, NO_CREDENTIAL]
    return person ? [200, writeXml({ User: userOf(id, person) })] : [404, NOT_FOUND]
  }
  if (kind === 'Team') {
    if (caller.supervises?.includes(id) !== true) return [401, NO_CREDENTIAL]
    const members = finesse.teams.get(id) ?? []
    return [
      200,
      teamXml(
        members.map((member) => userTree({ loginId: member, ...finesse.people.get(member)?.user })),
        id,
      ),
    ]
  }
  const isCodes = part === 'ReasonCodes' || (kind === 'ReasonCodes' && isAdministrator)
  return isCodes
    ? [200, CODES]
    : [kind === 'ReasonCodes' ? 401 : 404, kind === 'ReasonCodes' ? NO_CREDENTIAL : NOT_FOUND]
}

const userOf = (id: string, { role, supervises = [], user }: Person): XmlTree =>
  userTree({
    loginId: id,
    loginName: id,
    uri: `/finesse/api/User/${id}`,
    roles: { role: role === 'supervisor' ? ['Agent', 'Supervisor'] : ['Agent'] },
    teams: {
      Team: supervises.map((team) => ({ id: team, name: TEAM_NAMES[team] ?? '', uri: `/finesse/api/Team/${team}` })),
    },
    ...user,
  })
