import type { FinesseClient } from '../../finesse/client.ts'
import type { FinesseError } from '../../finesse/errors.ts'
import type { FinesseAs } from './finesse-gateway.ts'

/** How long nothing is asked after a refusal: one failure more an hour locks no account. Milliseconds. */
export const REFUSED_MS = 3_600_000

export type WitnessAccountOptions = {
  /** Finesse with the credential as it is now: the password may be another one than before. @throws {ConfigError} */
  readonly signIn: () => FinesseAs
  /** Finesse accepts the credential again. */
  readonly onAccepted: () => void
  /** It was tried again, in vain. */
  readonly onTriedInVain: (cause: unknown) => void
}

/**
 * Finesse as the witness's administrator. Once it has refused him nothing is asked as him, by whatever part of the relay: five
 * failures within five minutes would lock the account. But a Finesse whose own servers are away refuses everybody, and passwords
 * are changed: once an hour a single question finds out.
 */
export class WitnessAccount implements FinesseAs {
  readonly #options: WitnessAccountOptions
  #finesse: FinesseAs
  #refusal: FinesseError | null = null
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  /** @throws {ConfigError} where there is no password. */
  constructor(options: WitnessAccountOptions) {
    this.#options = options
    this.#finesse = options.signIn()
  }

  get isRefused(): boolean {
    return this.#refusal !== null
  }

  /** Finesse refused a question that every administrator may put: the credential is not good. */
  refuse(error: FinesseError): void {
    if (this.#refusal) return
    this.#refusal = error
    this.#tryLater()
  }

  /** @throws {FinesseError} of the last node that was asked, or why nothing is asked. */
  async call<T>(ask: (client: FinesseClient) => Promise<T>): Promise<T> {
    if (this.#refusal) throw this.#refusal
    return this.#finesse.call(ask)
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
  }

  #tryLater(): void {
    if (!this.#isClosed) this.#timer = setTimeout(() => void this.#tryAgain(), REFUSED_MS)
  }

  async #tryAgain(): Promise<void> {
    const { signIn, onAccepted, onTriedInVain } = this.#options
    try {
      const finesse = signIn()
      await finesse.call((client) => client.getReasonCodes('ALL'))
      if (this.#isClosed) return
      this.#finesse = finesse
      this.#refusal = null
      onAccepted()
    } catch (error) {
      if (!this.#isClosed) onTriedInVain(error)
      this.#tryLater()
    }
  }
}
