import type { FinesseClient } from '../../finesse/client.ts'
import type { FinesseError } from '../../finesse/errors.ts'
import type { FinesseAs } from './finesse-gateway.ts'

/**
 * Finesse as the witness's administrator. Once it has refused him nothing is asked as him any more, by whatever part of the relay:
 * five failures would lock the account.
 */
export class WitnessAccount implements FinesseAs {
  readonly #finesse: FinesseAs
  #refusal: FinesseError | null = null

  constructor(finesse: FinesseAs) {
    this.#finesse = finesse
  }

  get isRefused(): boolean {
    return this.#refusal !== null
  }

  /** Finesse refused a question that every administrator may put: the credential is not good. */
  refuse(error: FinesseError): void {
    this.#refusal ??= error
  }

  /** @throws {FinesseError} of the last node that was asked, or why nothing is asked. */
  async call<T>(ask: (client: FinesseClient) => Promise<T>): Promise<T> {
    if (this.#refusal) throw this.#refusal
    return this.#finesse.call(ask)
  }
}
