import { FinesseError, FinesseXmlError } from './errors.ts'
import { type FinesseTeam, parseTeam } from './team.ts'
import { type ApiRequest, exchange, type FinesseFetch, type TransportOptions } from './transport.ts'
import { type FinesseUser, parseUser } from './user.ts'
import type { Report } from './xml-node.ts'
import { MAX_XML_LENGTH } from './xml.ts'

export type FinesseOptions = {
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

const DEFAULT_TIMEOUT_MS = 10_000

/**
 * Finesse's REST API as one user, as far as a supervisor's own desktop needs it. Every call asks once and throws FinesseError: whether to try again is the caller's
 * decision, and never after `finesse-unauthorized`, because five failures lock the user out.
 */
export class FinesseReader {
  readonly #root: string
  readonly #transport: TransportOptions
  readonly #onFault: Report | undefined

  /** @throws {TypeError} where baseUrl is no URL */
  constructor(options: FinesseOptions) {
    const { baseUrl, fetch = globalThis.fetch, authorization, timeoutMs = DEFAULT_TIMEOUT_MS } = options
    this.#root = `${baseUrl === '' ? '' : new URL(baseUrl).origin}/finesse/api`
    this.#transport = { fetch, authorization, timeoutMs, maxBytes: options.maxBytes ?? MAX_XML_LENGTH }
    this.#onFault = options.onFault
  }

  /** A person: everybody may read himself, administrators may read everybody. */
  async getUser(id: string): Promise<FinesseUser> {
    return this.get(parseUser, ['User', id])
  }

  /** A team with its members, for the team's supervisors. */
  async getTeam(id: string, { includeLoggedOut = false }: { includeLoggedOut?: boolean } = {}): Promise<FinesseTeam> {
    return this.get(parseTeam, ['Team', id], includeLoggedOut ? '?includeLoggedOutAgents=true' : '')
  }

  /** Asks for an object and reads it. */
  protected async get<T>(parse: (xml: string, report?: Report) => T, path: readonly string[], query = ''): Promise<T> {
    const text = await this.ask('GET', path, { query })
    try {
      return parse(text, this.#onFault)
    } catch (cause) {
      if (!(cause instanceof FinesseXmlError)) throw cause
      const message = `GET ${this.#root}/${path.join('/')}: the answer cannot be read. ${cause.message}`
      throw new FinesseError('finesse-malformed', message, { status: 200, cause })
    }
  }

  /** Sends one request; comes back with the body of its answer. */
  protected async ask(
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
