import type { Dialect } from '../../cti/dialect.ts'
import type { Person } from '../people.ts'
import { unavailable } from './api-refusal.ts'
import { CtiLink, type CtiLinkHandlers } from './cti-link.ts'
import type { ReasonCodeBook } from './reason-code-book.ts'
import type { AllowedChange } from './state-change.ts'
import { UNKNOWN_STATE, type UserState } from './user-states.ts'

/** A CTI server that Finesse is a client of, and whose people they are. */
export type LinkedSite = { readonly address: string; readonly people: readonly Person[] }

/** Finesse's sessions with the CTI servers of all sites, one each; every person belongs to one of them. */
export class CtiLinks {
  readonly #links: readonly CtiLink[]
  readonly #byPerson = new Map<string, CtiLink>()
  #wasInService = false

  constructor(
    sites: readonly LinkedSite[],
    finesse: { readonly dialect: Dialect; readonly reasons: ReasonCodeBook },
    handlers: CtiLinkHandlers,
  ) {
    const onService = (): void => {
      if (this.isInService === this.#wasInService) return
      this.#wasInService = this.isInService
      handlers.onService(this.isInService)
    }
    this.#links = sites.map(({ address, people }) => {
      const link = new CtiLink({ address, people, ...finesse }, { ...handlers, onService })
      for (const { id } of people) this.#byPerson.set(id, link)
      return link
    })
  }

  /** Are all CTI servers there, and every state known? */
  get isInService(): boolean {
    return this.#links.every((link) => link.isInService)
  }

  /** What Finesse knows of a person. */
  stateOf(personId: string): UserState {
    return this.#byPerson.get(personId)?.states.of(personId) ?? UNKNOWN_STATE
  }

  /** Asks the person's CTI server for a change. @throws {ApiRefusal} where it cannot be asked */
  change(target: Person, change: AllowedChange, requestId: string): void {
    const link = this.#byPerson.get(target.id)
    if (!link) throw unavailable()
    link.change(target, change, requestId)
  }

  start(): void {
    for (const link of this.#links) link.start()
  }

  /** Resolves as soon as every first session is there and every state known. */
  get firstService(): Promise<unknown> {
    return Promise.all(this.#links.map((link) => link.firstService))
  }

  async stop(): Promise<void> {
    await Promise.all(this.#links.map((link) => link.stop()))
  }
}
