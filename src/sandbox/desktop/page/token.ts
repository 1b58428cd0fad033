import { askToken } from './desk-client.ts'

/** A token is renewed after this part of its life, as Cisco asks of everybody who has one. */
const RENEW_AFTER = 0.75

/** A token of single sign-on, renewed before it runs out as a desktop does it. */
export class FreshToken {
  readonly #password: string
  readonly #onRenewed: (token: string) => void
  #token = ''
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param password The Authorization header with which tokens are asked for. */
  constructor(password: string, onRenewed: (token: string) => void) {
    this.#password = password
    this.#onRenewed = onRenewed
  }

  /** Empty before the first renewal. */
  get value(): string {
    return this.#token
  }

  /** Gets a new one at once; the next one follows by itself. */
  async renew(): Promise<void> {
    clearTimeout(this.#timer)
    const { token, lifetimeMs } = await askToken(this.#password)
    this.#token = token
    this.#timer = setTimeout(() => void this.renew().catch(reportError), lifetimeMs * RENEW_AFTER)
    this.#onRenewed(token)
  }
}
