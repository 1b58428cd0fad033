import { FinesseError, FinesseXmlError } from './errors.ts'
import type { ReasonCodeId } from './reason-code-id.ts'
import { type FinesseCategory, parseReasonCode, parseReasonCodes, type ReasonCodeRecord } from './reason-codes.ts'
import { type FinesseSystemInfo, parseSystemInfo } from './system-info.ts'
import { type FinesseTeam, parseTeam } from './team.ts'
import { type ApiRequest, exchange, type FinesseFetch, type TransportOptions } from './transport.ts'
import { type FinesseUser, parseUser } from './user.ts'
import type { Report } from './xml-node.ts'
import { MAX_XML_LENGTH } from './xml.ts'
import { writeXml } from './xml-writer.ts'

export type FinesseClientOptions = {
  /** Scheme, host and port, e.g. `https://finesse1.example.com:8445`; '' for the page's own origin. */
  readonly baseUrl: string
  /** Default: the environment's own. */
  readonly fetch?: FinesseFetch
  /** The Authorization header, asked for at each request. */
  readonly authorization: () => string | Promise<string>
  /** For a request with its whole answer. Default 10,000. */
  readonly timeoutMs?: number
  /** Longest answer that is read. Default 4 MiB. */
  readonly maxBytes?: number
  /** Told of what in an answer cannot be read and is left out. Default: nobody. */
  readonly onFault?: Report
}

/** What a user may be put into. Supervisors who change somebody else may give no reason. */
export type StateChange = {
  readonly state: 'LOGIN' | 'LOGOUT' | 'NOT_READY' | 'READY'
  /** With NOT_READY and LOGOUT: the database id, not the code. Required where codes are configured. */
  readonly reasonCodeId?: ReasonCodeId
  /** With LOGIN. */
  readonly extension?: string
}

const DEFAULT_TIMEOUT_MS = 10_000

/**
 * Finesse's REST API as one user. Every call asks once and throws FinesseError: whether to try again is the caller's
 * decision, and never after `finesse-unauthorized`, because five failures lock the user out.
 */
export class FinesseClient {
  readonly #root: string
  readonly #transport: TransportOptions
  readonly #onFault: Report | undefined

  /** @throws {TypeError} where baseUrl is no URL */
  constructor(options: FinesseClientOptions) {
    const { baseUrl, fetch = globalThis.fetch, authorization, timeoutMs = DEFAULT_TIMEOUT_MS } = options
    this.#root = `${baseUrl === '' ? '' : new URL(baseUrl).origin}/finesse/api`
    this.#transport = { fetch, authorization, timeoutMs, maxBytes: options.maxBytes ?? MAX_XML_LENGTH }
    this.#onFault = options.onFault
  }

  /** A person: everybody may read himself, administrators may read everybody. */
  async getUser(id: string): Promise<FinesseUser> {
    return this.#get(parseUser, ['User', id])
  }

  /** A team with its members, for the team's supervisors. */
  async getTeam(id: string, { includeLoggedOut = false }: { includeLoggedOut?: boolean } = {}): Promise<FinesseTeam> {
    return this.#get(parseTeam, ['Team', id], includeLoggedOut ? '?includeLoggedOutAgents=true' : '')
  }

  /** All reason codes of a category, for administrators. */
  async getReasonCodes(category: FinesseCategory | 'ALL'): Promise<readonly ReasonCodeRecord[]> {
    return this.#get(parseReasonCodes, ['ReasonCodes'], `?category=${category}`)
  }

  /** The codes that a user may choose: for himself and for administrators. */
  async getUserReasonCodes(id: string, category: FinesseCategory): Promise<readonly ReasonCodeRecord[]> {
    return this.#get(parseReasonCodes, ['User', id, 'ReasonCodes'], `?category=${category}`)
  }

  /** The codes of a team, for its agents and supervisors; from Finesse 12.5 on. */
  async getTeamReasonCodes(teamId: string): Promise<readonly ReasonCodeRecord[]> {
    return this.#get(parseReasonCodes, ['TeamResource', teamId, 'ReasonCodes'], '?category=ALL')
  }

  /** One reason code; null where its code or category is none. */
  async getReasonCode(id: ReasonCodeId): Promise<ReasonCodeRecord | null> {
    return this.#get(parseReasonCode, ['ReasonCode', String(id)])
  }

  /** What the server says of itself. */
  async getSystemInfo(): Promise<FinesseSystemInfo> {
    return this.#get(parseSystemInfo, ['SystemInfo'])
  }

  /**
   * Asks for another state. Finesse only says that it took the request: the change, or a refusal, comes as a notification.
   * @param requestId Comes back in that notification.
   */
  async setUserState(id: string, { state, reasonCodeId, extension }: StateChange, requestId?: string): Promise<void> {
    await this.#ask('PUT', ['User', id], {
      headers: { 'content-type': 'application/xml', ...(requestId === undefined ? {} : { requestId }) },
      body: writeXml({ User: { state, reasonCodeId, extension } }),
    })
  }

  async #get<T>(parse: (xml: string, report?: Report) => T, path: readonly string[], query = ''): Promise<T> {
    const text = await this.#ask('GET', path, { query })
    try {
      return parse(text, this.#onFault)
    } catch (cause) {
      if (!(cause instanceof FinesseXmlError)) throw cause
      const message = `GET ${this.#root}/${path.join('/')}: the answer cannot be read. ${cause.message}`
      throw new FinesseError('finesse-malformed', message, { status: 200, cause })
    }
  }

  async #ask(
    method: 'GET' | 'PUT',
    path: readonly string[],
    rest: Pick<ApiRequest, 'query' | 'headers' | 'body'>,
  ): Promise<string> {
    const url = [this.#root, ...path.map(encodeSegment)].join('/')
    return exchange({ method, url, ...rest }, this.#transport)
  }
}

/** The segment of a path. What a URL would not keep as one segment is never asked for. */
function encodeSegment(segment: string): string {
  if (segment === '' || segment === '.' || segment === '..' || !segment.isWellFormed()) {
    throw new FinesseError('finesse-not-found', `“${segment.toWellFormed()}” cannot be the id of anything in Finesse.`)
  }
  return encodeURIComponent(segment)
}
