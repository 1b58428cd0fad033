import { setTimeout as pause } from 'node:timers/promises'
import type { AddressInfo } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import { CONTROL_FAILURE_CODES } from '../../cti/control-failure-codes.ts'
import type { Dialect } from '../../cti/dialect.ts'
import type { XmlTree } from '../../finesse/xml-writer.ts'
import type { CtiRequestError } from '../../cti/request-error.ts'
import type { Person } from '../people.ts'
import { Accounts } from './accounts.ts'
import { addApi } from './api-routes.ts'
import { CtiLinks, type LinkedSite } from './cti-links.ts'
import { SYSTEM_INFO_URI, summaryTree, systemInfoTree, updateXml, userTree, userUri } from './documents.ts'
import type { FinesseFault } from './faults.ts'
import { HostileLabels } from './hostile-labels.ts'
import { type Notification, Notifier, teamUsersNode } from './notifier.ts'
import { ReasonCodeBook } from './reason-code-book.ts'
import type { UserChange } from './user-states.ts'

/** The start waits at most so long for the CTI server; without it Finesse runs, out of service. */
const CTI_PATIENCE_MS = 30_000

const MAX_BODY_BYTES = 64 * 1024

/** The sandbox's Finesse server. */
export type FinesseServer = {
  /** `http://host:port`; empty until it listens. */
  readonly url: string
  /**
   * What every request is answered with from now on: 503 and no notifications (`away`), nothing at all (`silent`), a document that
   * breaks off (`malformed`), one with a DOCTYPE (`doctype`).
   */
  setFault(fault: FinesseFault): void
  /** Who an Authorization header speaks for; counts wrong passwords as the API does. */
  authenticate(authorization: string | undefined): Person | null
  /** An access token of single sign-on for the person. */
  issueToken(person: Person): string
  /** No token that was given out so far is good any more, as when it has run out. */
  revokeTokens(): void
  /** Tells what happens on the nodes that the person may hear. @returns What ends it. */
  hear(person: Person, listener: (notification: Notification) => void): () => void
  stop(): Promise<void>
}

export type FinesseServerOptions = {
  /** The CTI servers whose people it serves. */
  readonly sites: readonly LinkedSite[]
  readonly dialect: Dialect
  /** Default 127.0.0.1 */
  readonly host?: string
  /** 0 for any free one. */
  readonly port: number
  readonly people: readonly Person[]
  /** Lets supervisors read the User object of others. Default false. */
  readonly openUsers?: boolean
  /** Puts hostile texts in place of every label and name. Default false. */
  readonly hostileLabels?: boolean
  /** Adds more to the same web server before it listens. */
  readonly mount?: (app: FastifyInstance, finesse: FinesseServer) => void
}

/** Starts it. @throws {Error} with the code EADDRINUSE where the port is taken */
export async function startFinesseServer(options: FinesseServerOptions): Promise<FinesseServer> {
  const { dialect, host = '127.0.0.1', people } = options
  const app = Fastify({ forceCloseConnections: true, bodyLimit: MAX_BODY_BYTES })
  const accounts = new Accounts(people)
  const notifier = new Notifier()
  const reasons = new ReasonCodeBook(dialect)
  const persons = new Map(people.map((person) => [person.id, person]))
  const rewrite = options.hostileLabels === true ? new HostileLabels().rewrite : (tree: XmlTree): XmlTree => tree
  let fault: FinesseFault = 'none'
  let url = ''

  const publish = (node: string, write: () => string): void => {
    if (fault !== 'away') notifier.publish(node, write)
  }
  const links = new CtiLinks(
    options.sites,
    { dialect, reasons },
    {
      onChange: ({ id, requestId }) => {
        const person = persons.get(id)
        if (person === undefined) return
        const state = links.stateOf(id)
        publish(userUri(id), () => updateXml(rewrite({ user: userTree(person, state) }), userUri(id), requestId))
        const summary = (): string =>
          updateXml(rewrite({ user: summaryTree(dialect, person, state) }), userUri(id), requestId)
        publish(teamUsersNode(person.teamId), summary)
      },
      onRefused: (change, error) => {
        // On which node the supervisor who asked hears it is not documented: here on the team's as well.
        const nodes = [userUri(change.id), teamUsersNode(persons.get(change.id)?.teamId ?? '')]
        for (const node of nodes) publish(node, () => refusalXml(change, error))
      },
      onService: () => publish(SYSTEM_INFO_URI, () => updateXml({ systemInfo: systemInfo() }, SYSTEM_INFO_URI, '')),
    },
  )
  const systemInfo = () => systemInfoTree({ dialect, host, isInService: links.isInService, now: Date.now() })
  const authenticate = (authorization: string | undefined): Person | null =>
    accounts.authenticate(authorization, Date.now())

  const finesse: FinesseServer = {
    get url() {
      return url
    },
    setFault: (wanted) => {
      fault = wanted
    },
    authenticate,
    issueToken: (person) => accounts.issueToken(person, Date.now()),
    revokeTokens: () => accounts.revokeTokens(),
    hear: (person, listener) => notifier.hear(person, listener),
    stop: async () => {
      await app.close()
      await links.stop()
    },
  }

  await app.register(
    async (api) =>
      addApi(api, {
        dialect,
        people,
        reasons,
        rewrite,
        openUsers: options.openUsers ?? false,
        fault: () => fault,
        isInService: () => links.isInService,
        authenticate,
        stateOf: (id) => links.stateOf(id),
        systemInfo,
        change: (target, change, requestId) => links.change(target, change, requestId),
      }),
    { prefix: '/finesse/api' },
  )
  options.mount?.(app, finesse)
  await app.listen({ host, port: options.port })
  url = `http://${host}:${(app.server.address() as AddressInfo).port}`
  links.start()
  await Promise.race([links.firstService, pause(CTI_PATIENCE_MS, undefined, { ref: false })])
  return finesse
}

/** How Finesse tells that a change it had taken was refused after all. */
function refusalXml({ id, requestId }: UserChange, { failureCode, statusCode, message }: CtiRequestError): string {
  const name = Object.entries(CONTROL_FAILURE_CODES).find(([, code]) => code === failureCode)?.[0]
  const apiError = {
    errorType: name === undefined ? 'Generic Error' : 'Invalid State',
    errorMessage: name === undefined ? message : `CF_${name}`,
    errorData: failureCode ?? statusCode ?? '',
  }
  return updateXml({ apiErrors: { apiError } }, userUri(id), requestId, 'put')
}
