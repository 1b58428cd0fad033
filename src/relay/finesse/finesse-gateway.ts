import { Agent, buildConnector, fetch } from 'undici'
import { withoutAdvice } from '../../cti/certificate-fault.ts'
import { FinesseClient } from '../../finesse/client.ts'
import { FinesseError } from '../../finesse/errors.ts'
import type { ConfigError } from '../config.ts'
import type { FinesseConfig } from '../config-schema.ts'
import { authority, renewable } from '../tls-files.ts'

/** After these the other node may do better; every other answer is Finesse's word. */
const TRY_OTHER_NODE: ReadonlySet<string> = new Set([
  'finesse-unavailable',
  'finesse-server-error',
  'finesse-timeout',
  'finesse-unreachable',
])

const REQUEST_TIMEOUT_MS = 5_000

/** Finesse as one user: asks the node that answered last, then the others. */
export type FinesseAs = {
  /** @throws {FinesseError} of the last node that was asked. */
  call<T>(ask: (client: FinesseClient) => Promise<T>): Promise<T>
}

/** The relay's way to the Finesse nodes, with their own certificate authority and connections that are kept open. */
export class FinesseGateway {
  readonly #servers: readonly string[]
  readonly #agent: Agent
  readonly #onClock: (server: string, moment: number) => void
  #preferred = 0

  /**
   * @param onUnusable Told of a `caFile` that cannot be used any more; what was read before stays in use.
   * @param onClock Told, with each answer, what a server's clock says: milliseconds, in whole seconds.
   * @throws {ConfigError} where `caFile` cannot be read, or has no certificate.
   */
  constructor(
    { servers, caFile }: FinesseConfig,
    onUnusable?: (error: ConfigError) => void,
    onClock: (server: string, moment: number) => void = () => undefined,
  ) {
    this.#servers = servers
    this.#onClock = onClock
    const isEncrypted = caFile !== undefined || servers.some((server) => server.startsWith('https:'))
    const trusted = isEncrypted ? renewable(() => authority(caFile, 'finesse.caFile'), onUnusable) : () => ({})
    this.#agent = new Agent({
      connections: 32,
      connect: (options, callback) => buildConnector(trusted())(options, callback),
    })
  }

  /** @param authorization The value of the header; it is kept for the calls of this object only. */
  as(authorization: string): FinesseAs {
    return {
      call: async (ask) => {
        let last: unknown
        for (let step = 0; step < this.#servers.length; step++) {
          const index = (this.#preferred + step) % this.#servers.length
          const baseUrl = this.#servers[index] ?? ''
          try {
            const answer = await ask(
              new FinesseClient({
                baseUrl,
                authorization: () => authorization,
                timeoutMs: REQUEST_TIMEOUT_MS,
                fetch: async (url, init) => {
                  const response = await fetch(url, { ...init, dispatcher: this.#agent })
                  this.#onClock(baseUrl, Date.parse(response.headers.get('date') ?? ''))
                  return response
                },
              }),
            )
            this.#preferred = index
            return answer
          } catch (error) {
            last = error
            if (!(error instanceof FinesseError) || !TRY_OTHER_NODE.has(error.code)) throw error
          }
        }
        throw last
      },
    }
  }

  /**
   * Asks the first node without being anybody: does it answer, with a certificate that is trusted?
   * @returns The status of its answer, whatever that is.
   * @throws {FinesseError} `finesse-unreachable`
   */
  async knock(): Promise<number> {
    const url = `${new URL(this.#servers[0] ?? '').origin}/finesse/api/SystemInfo`
    try {
      const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS)
      const response = await fetch(url, { dispatcher: this.#agent, redirect: 'manual', signal })
      await response.body?.cancel()
      return response.status
    } catch (error) {
      const { cause } = error as Error
      const reason = withoutAdvice(cause instanceof Error ? cause.message : String(error))
      throw new FinesseError('finesse-unreachable', `${url} cannot be reached (${reason}).`, { cause: error })
    }
  }

  /** Gives up what has not been answered. */
  async close(): Promise<void> {
    await this.#agent.destroy()
  }
}
