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

  /** Asks for a state; the change itself follows as an event. A supervisor may ask for the state of an agent, without a reason. */
  async go(change: StateChange, agentId = this.#id): Promise<void> {
    await this.#client.setUserState(agentId, change)
  }
}
