import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Dialect } from '../../cti/dialect.ts'
import { type ReasonCodeId, toReasonCodeId } from '../../finesse/reason-code-id.ts'
import { FINESSE_CATEGORIES } from '../../finesse/reason-codes.ts'
import { writeXml, type XmlTree } from '../../finesse/xml-writer.ts'
import { isAgent, type Person, TEAMS, type Team, teamsSupervisedBy } from '../people.ts'
import {
  ApiRefusal,
  badRequest,
  invalidInput,
  notFound,
  notYours,
  parameterMissing,
  unauthorized,
  unavailable,
  userNotFound,
} from './api-refusal.ts'
import { reasonCodesTree, reasonTree, summaryTree, teamTree, userTree } from './documents.ts'
import { FAULTY_ANSWERS, type FinesseFault } from './faults.ts'
import type { ReasonCodeBook, ReasonRecord } from './reason-code-book.ts'
import { type AllowedChange, readStateChange } from './state-change.ts'
import type { UserState } from './user-states.ts'

/** What the API stands on. */
export type ApiParts = {
  readonly dialect: Dialect
  readonly people: readonly Person[]
  readonly reasons: ReasonCodeBook
  /** What becomes of a document before it is sent. */
  readonly rewrite: (tree: XmlTree) => XmlTree
  /** May supervisors read the User of others? Real servers are not known to allow it. */
  readonly openUsers: boolean
  readonly fault: () => FinesseFault
  readonly isInService: () => boolean
  readonly authenticate: (authorization: string | undefined) => Person | null
  readonly stateOf: (id: string) => UserState
  readonly systemInfo: () => XmlTree
  /** @throws {ApiRefusal} */
  readonly change: (target: Person, change: AllowedChange, requestId: string) => void
}

type Params = { readonly id: string; readonly reason: string }
type Query = { readonly category?: string; readonly includeLoggedOutAgents?: string }
type Asked = { readonly caller: Person; readonly id: string; readonly query: Query; readonly request: FastifyRequest }

/** A user can choose from the codes of one category; elsewhere ALL is one as well. */
const ALL = 'ALL'

const isAdministrator = ({ roles }: Person): boolean => roles.includes('Administrator')
const supervises = ({ id }: Person, teamId: string): boolean => teamsSupervisedBy(id).some((team) => team.id === teamId)

/** Adds Finesse's REST API to a scope of a server, with the rules of who may do what. */
export function addApi(api: FastifyInstance, parts: ApiParts): void {
  answerFaultily(api, parts)
  const { reasons } = parts
  /** A GET, with what it answers. */
  const get = (path: string, answer: (asked: Asked) => XmlTree): void => {
    api.get(path, (request, reply) => {
      const caller = callerOf(parts, request)
      const { id = '' } = request.params as Partial<Params>
      return sendXml(reply, parts.rewrite(answer({ caller, id, query: request.query as Query, request })))
    })
  }
  /** Those of his own team's, and administrators. */
  const ownReasons = ({ caller, id }: Asked): readonly ReasonRecord[] => {
    if (caller.id !== id && !isAdministrator(caller)) throw notYours(id)
    requireUser(parts, id)
    return reasons.chosen
  }

  get('/SystemInfo', () => ({ SystemInfo: parts.systemInfo() }))
  get('/User/:id', ({ caller, id }) => {
    const isOpen = parts.openUsers && caller.roles.includes('Supervisor')
    if (caller.id !== id && !isAdministrator(caller) && !isOpen) throw notYours(id)
    return { User: userTree(requireUser(parts, id), parts.stateOf(id)) }
  })
  get('/User/:id/ReasonCodes', (asked) => {
    const category = requireCategory(asked.query, FINESSE_CATEGORIES)
    return listOf(category, ownReasons(asked))
  })
  get('/User/:id/ReasonCode/:reason', (asked) => oneOf(ownReasons(asked), asked.request))
  get('/Team/:id', ({ caller, id, query }) => {
    if (!supervises(caller, id)) throw unauthorized()
    return teamOf(parts, requireTeam(id), query.includeLoggedOutAgents === 'true')
  })
  get('/TeamResource/:id/ReasonCodes', ({ caller, id, query }) => {
    if (caller.teamId !== id && !supervises(caller, id) && !isAdministrator(caller)) throw unauthorized()
    requireTeam(id)
    return listOf(requireCategory(query, [...FINESSE_CATEGORIES, ALL]), reasons.chosen)
  })
  get('/ReasonCodes', ({ caller, query }) => {
    if (!isAdministrator(caller)) throw unauthorized()
    return listOf(requireCategory(query, [...FINESSE_CATEGORIES, ALL]), reasons.all)
  })
  get('/ReasonCode/:reason', ({ request }) => oneOf(reasons.all, request))

  api.put('/User/:id', (request, reply) => {
    const caller = callerOf(parts, request)
    const { id } = request.params as Params
    if (caller.id !== id && !caller.roles.includes('Supervisor')) throw notYours(id)
    const target = requireUser(parts, id)
    const change = readStateChange(parts, caller, target, request.body)
    parts.change(target, change, String(request.headers['requestid'] ?? ''))
    return reply.code(202).send()
  })
}

/** XML in and out, refusals as ApiErrors, and the faults that are wanted. */
function answerFaultily(api: FastifyInstance, { fault }: ApiParts): void {
  api.addContentTypeParser(['application/xml', 'text/xml'], { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  )
  api.addHook('onRequest', async (_request, reply) => {
    const wanted = fault()
    if (wanted === 'away') throw unavailable()
    // The client's patience ends this, or the server's end.
    if (wanted === 'silent') await new Promise(() => {})
    if (wanted === 'malformed' || wanted === 'doctype') reply.type('application/xml').send(FAULTY_ANSWERS[wanted])
    return reply.sent ? reply : undefined
  })
  api.setNotFoundHandler((request) => {
    throw notFound(request.url)
  })
  api.setErrorHandler((error, _request, reply) => {
    const { status, errorType, message, errorData } = toRefusal(error)
    const ApiError = { ErrorType: errorType, ErrorMessage: message, ErrorData: errorData }
    return sendXml(reply.code(status), { ApiErrors: { ApiError } })
  })
}

/** What is no refusal of ours is the web server's word about a request that it could not read, or a fault of this program. */
function toRefusal(error: unknown): ApiRefusal {
  if (error instanceof ApiRefusal) return error
  const { statusCode = 500, message } = error as { statusCode?: number; message: string }
  if (statusCode < 500) return badRequest(message)
  process.stderr.write(`${String(error)}\n`)
  return new ApiRefusal(500, 'Internal Server Error', 'Something went wrong in the sandbox.', 'INTERNAL')
}

const sendXml = (reply: FastifyReply, tree: XmlTree): FastifyReply =>
  reply.type('application/xml').header('cache-control', 'no-store').send(writeXml(tree))

function callerOf(parts: ApiParts, request: FastifyRequest): Person {
  const caller = parts.authenticate(request.headers.authorization)
  if (caller === null) throw unauthorized()
  if (!parts.isInService() && !request.url.includes('/SystemInfo')) throw unavailable()
  return caller
}

function requireUser({ people }: ApiParts, id: string): Person {
  const person = people.find((one) => one.id === id && isAgent(one))
  if (person === undefined) throw userNotFound(id)
  return person
}

function requireTeam(id: string): Team {
  const team = TEAMS.find((one) => one.id === id)
  if (team === undefined) throw notFound(id)
  return team
}

function requireCategory({ category }: Query, allowed: readonly string[]): string {
  if (category === undefined) throw parameterMissing('category')
  if (!allowed.includes(category)) throw invalidInput('category')
  return category
}

function teamOf(parts: ApiParts, team: Team, includesLoggedOut: boolean): XmlTree {
  const members = parts.people.filter((person) => isAgent(person) && person.teamId === team.id)
  const present = members.filter(({ id }) => includesLoggedOut || parts.stateOf(id).state !== 'LOGOUT')
  return teamTree(
    team,
    present.map((person) => summaryTree(parts.dialect, person, parts.stateOf(person.id))),
  )
}

const listOf = (category: string, reasons: readonly ReasonRecord[]): XmlTree =>
  reasonCodesTree(
    category,
    reasons.filter((reason) => category === ALL || reason.category === category),
  )

function oneOf(reasons: readonly ReasonRecord[], { params }: FastifyRequest): XmlTree {
  const { reason: segment } = params as Params
  const id: ReasonCodeId | null = toReasonCodeId(segment)
  const reason = reasons.find((record) => record.id === id)
  if (reason === undefined) throw notFound(segment)
  return { ReasonCode: reasonTree(reason) }
}
