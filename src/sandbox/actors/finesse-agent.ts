import type { Dialect } from '../../cti/dialect.ts'
import type { StateChange } from '../../finesse/actor.ts'
import { FinesseClient } from '../../finesse/client.ts'
import { basicAuthorization } from '../../finesse/credential.ts'
import type { Person } from '../people.ts'

/** Somebody who uses Finesse properly: his own account, and reasons by their ids. */
export class FinesseAgent {
  readonly #id: string
  readonly #client: FinesseClient

  constructor({ id, password }: Pick<Person, 'id' | 'password'>, finesseUrl: string) {
    this.#id = id
    this.#client = new FinesseClient({ baseUrl: finesseUrl, authorization: () => basicAuthorization(id, password) })
  }

  /** His present state as Finesse tells it. */
  async state(): Promise<string> {
    return (await this.#client.getUser(this.#id)).state
  }

  /** The dialect of the CTI server that his Finesse is a client of. @throws {Error} where it does not tell */
  async dialect(): Promise<Dialect> {
    const { deployment } = await this.#client.getSystemInfo()
    if (deployment === null) throw new Error('Finesse does not tell whether it is of UCCX or of UCCE.')
    return deployment
  }

  /** Asks for a state; the change itself follows as an event. A supervisor may ask for the state of an agent, without a reason. */
  async go(change: StateChange, agentId = this.#id): Promise<void> {
    await this.#client.setUserState(agentId, change)
  }
}
