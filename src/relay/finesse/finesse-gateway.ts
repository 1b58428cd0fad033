import { readFileSync } from 'node:fs'
import { Agent, fetch } from 'undici'
import { FinesseClient } from '../../finesse/client.ts'
import { FinesseError } from '../../finesse/errors.ts'
import type { FinesseConfig } from '../config-schema.ts'

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
  #preferred = 0

  constructor(config: FinesseConfig) {
    this.#servers = config.servers
    this.#agent = new Agent({
      connections: 32,
      connect: config.caFile === undefined ? {} : { ca: readFileSync(config.caFile) },
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
                fetch: (url, init) => fetch(url, { ...init, dispatcher: this.#agent }),
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

  async close(): Promise<void> {
    await this.#agent.close()
  }
}
