import * as v from 'valibot'
import { MAX_AGENTS, toAgentId } from '../../cti/agent-key.ts'
import { FinesseError } from '../../finesse/errors.ts'
import { parseAuthorization } from '../../finesse/credential.ts'
import { sessionRequestSchema } from '../../wire/schemas.ts'
import type { Session } from '../../wire/session.ts'
import type { FinesseAs, FinesseGateway } from '../finesse/finesse-gateway.ts'
import { HistoryError } from '../history/history-error.ts'
import { RequestError } from '../http/http-error.ts'
import type { SupervisedTeam, SupervisorSession, TicketOffice } from '../live/tickets.ts'
import { CredentialMemory } from './credential-memory.ts'
import { OneAtATime } from './one-at-a-time.ts'
import { readMembers } from './team-members.ts'

/** Answers of Finesse that mean that these credentials are not good. */
const REFUSALS: ReadonlySet<string> = new Set(['finesse-unauthorized', 'finesse-forbidden', 'finesse-not-found'])

/** Supervised teams that are read at the same time. */
const TEAMS_AT_A_TIME = 4

/** What is believed of Finesse about one supervisor; several times what it allows. */
const MAX_TEAMS = 1_000

/**
 * Sign-ins of one user that may wait while Finesse is asked: as many as come at once where many gadgets of an account that is
 * shared, as on a wall of screens, come back after an outage.
 */
export const MAX_WAITING = 1_000

export type SignIn = { readonly authorization: string | undefined; readonly body: unknown }

export type SessionDeskOptions = {
  /** null where no Finesse server is configured. */
  readonly gateway: FinesseGateway | null
  readonly tickets: TicketOffice
  readonly now: () => number
  readonly onOutcome: (outcome: string) => void
  /** Finesse, asked as this person himself, says that he is no supervisor. */
  readonly onNotSupervisor?: (agentId: string) => void
  /** Finesse has told a supervisor who signed in who is in one of his teams. */
  readonly onMembers?: (teamId: string, memberIds: readonly string[]) => void
  /** A supervisor has signed in; his credential may be used for this call only. */
  readonly onSignedIn?: (session: SupervisorSession, authorization: string) => void
}

/**
 * Signs supervisors in: asks Finesse as the person himself who he is and whom he supervises, and forgets the credential.
 * A credential that Finesse refused is not tried again, and one person's credentials are tried in turn, because five
 * failures lock the person out of Finesse.
 */
export class SessionDesk {
  readonly #options: SessionDeskOptions
  readonly #memory = new CredentialMemory()
  readonly #turns = new OneAtATime()

  constructor(options: SessionDeskOptions) {
    this.#options = options
  }

  /** @throws {RequestError} 4xx where the person is refused, 503 where Finesse is away. */
  async signIn({ authorization, body }: SignIn): Promise<Session> {
    try {
      const session = await this.#signIn(authorization, body)
      this.#options.onOutcome('accepted')
      return session
    } catch (error) {
      this.#options.onOutcome(error instanceof RequestError ? error.code : 'internal')
      throw error
    }
  }

  async #signIn(authorization: string | undefined, body: unknown): Promise<Session> {
    const { gateway } = this.#options
    const user = userOf(authorization, body)
    if (!gateway) {
      throw new RequestError('finesse-away', 'No Finesse server is configured, so nobody can be signed in.')
    }
    const key = user.id.toLowerCase()
    if (this.#turns.waiting(key) >= MAX_WAITING) {
      const message = 'Too many sign-ins of this user wait for Finesse, which is slow to answer. Wait a little.'
      throw new RequestError('too-many-requests', message, { retryAfter: 10 })
    }
    const session = await this.#turns.run(key, () => this.#askFinesse(gateway, user))
    this.#options.onSignedIn?.(session, user.authorization)
    const { ticket, expiresAt } = await this.#issue(session)
    return {
      ticket,
      expiresAt: new Date(expiresAt).toISOString(),
      agentId: session.agentId,
      teams: session.teams.map(({ id, name }) => ({ id, name })),
    }
  }

  async #issue(session: SupervisorSession): Promise<{ ticket: string; expiresAt: number }> {
    const { tickets, now } = this.#options
    try {
      return await tickets.issue(session, now())
    } catch (cause) {
      if (!(cause instanceof HistoryError)) throw cause
      const message = 'No ticket can be given: the history that the relays share cannot be written at the moment.'
      throw new RequestError('relay-not-ready', message, { cause, retryAfter: 10 })
    }
  }

  async #askFinesse(gateway: FinesseGateway, { id, authorization, isToken }: User): Promise<SupervisorSession> {
    const { now } = this.#options
    const key = `${isToken ? 'token' : 'password'} ${id.toLowerCase()}`
    const known = this.#memory.look(key, authorization, now())
    if (known.verdict === 'refused') throw refused()
    // Nobody is locked out for a token, which names nobody: whoever guesses holds up none but himself.
    if (known.verdict === 'too-many' && !isToken) {
      const message = 'Too many credentials of this user were refused. Wait, or Finesse would lock the user out.'
      throw new RequestError('too-many-requests', message, { retryAfter: known.retryAfterMs / 1000 })
    }
    const finesse = gateway.as(authorization)
    try {
      const user = await finesse.call((client) => client.getUser(id))
      this.#memory.accept(key, authorization)
      if (!user.roles.includes('Supervisor')) {
        this.#options.onNotSupervisor?.(user.loginId)
        throw new RequestError('not-a-supervisor', `${user.loginId} is no supervisor in Finesse.`)
      }
      const teams: ReadTeam[] = []
      if (user.teams.length > MAX_TEAMS) throw absurd(`${user.teams.length} teams`)
      for (let start = 0; start < user.teams.length; start += TEAMS_AT_A_TIME) {
        const some = user.teams.slice(start, start + TEAMS_AT_A_TIME)
        teams.push(...(await Promise.all(some.map((team) => this.#readTeam(finesse, team)))))
        const members = teams.reduce((sum, { memberIds }) => sum + (memberIds?.length ?? 0), 0)
        if (members > MAX_AGENTS) throw absurd(`more than ${MAX_AGENTS} agents`)
      }
      for (const { id: teamId, memberIds } of teams) if (memberIds) this.#options.onMembers?.(teamId, memberIds)
      return { agentId: user.loginId, teams: teams.map((team) => ({ ...team, memberIds: team.memberIds ?? [] })) }
    } catch (error) {
      throw this.#explain(error, key, authorization)
    }
  }

  /** A team that this supervisor may not read, or that is gone, has nobody in it for him; the others are not held up by it. */
  async #readTeam(finesse: FinesseAs, { id, name }: { id: string; name: string }): Promise<ReadTeam> {
    try {
      return { id, name, memberIds: await readMembers(finesse, id) }
    } catch (error) {
      if (!(error instanceof FinesseError && REFUSALS.has(error.code))) throw error
      this.#options.onOutcome('team-refused')
      return { id, name, memberIds: null }
    }
  }

  /** Finesse's refusal is remembered; everything else it fails with means that it is away. */
  #explain(error: unknown, key: string, authorization: string): unknown {
    if (!(error instanceof FinesseError)) return error
    if (REFUSALS.has(error.code)) {
      this.#memory.refuse(key, authorization, this.#options.now())
      return refused(error)
    }
    return new RequestError('finesse-away', `Finesse cannot be asked who this is: ${error.message}`, {
      cause: error,
      retryAfter: 10,
    })
  }
}

type User = {
  readonly id: string
  readonly authorization: string
  /** Of single sign-on; otherwise a password. */
  readonly isToken: boolean
}

/** `memberIds` null: Finesse does not tell this supervisor, which says nothing of who is in the team. */
type ReadTeam = Omit<SupervisedTeam, 'memberIds'> & { readonly memberIds: readonly string[] | null }

const refused = (cause?: unknown): RequestError =>
  new RequestError('credential-refused', 'Finesse refuses this credential. Sign in to the Finesse desktop again.', {
    cause,
  })

const absurd = (what: string): RequestError =>
  new RequestError('finesse-away', `Finesse names ${what} of this supervisor, which cannot be.`)

/** Who is asking: a Basic credential names its user, a Bearer token does not, so the body must. */
function userOf(authorization: string | undefined, body: unknown): User {
  if (authorization === undefined) {
    throw new RequestError('credential-missing', 'Send the Authorization header that the gadget holds for Finesse.')
  }
  const credential = parseAuthorization(authorization)
  if (!credential) {
    throw new RequestError('credential-missing', 'The Authorization header is neither Basic nor Bearer.')
  }
  if (credential.scheme === 'basic') {
    // Nobody has such an id; it would only be remembered.
    if (toAgentId(credential.id) === null) throw refused()
    return { id: credential.id, authorization, isToken: false }
  }
  const request = v.safeParse(sessionRequestSchema, body)
  if (!request.success) {
    throw new RequestError('bad-request', 'With a Bearer credential the body must be {"id": "<Finesse login id>"}.')
  }
  return { id: request.output.id, authorization, isToken: true }
}
