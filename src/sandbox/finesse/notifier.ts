import { type Person, teamsSupervisedBy } from '../people.ts'
import { SYSTEM_INFO_URI, teamUri, userUri } from './documents.ts'

/** What was published on a node. */
export type Notification = { readonly node: string; readonly xml: string }

/** The node on which a team's members are told of. */
export const teamUsersNode = (teamId: string): string => `${teamUri(teamId)}/Users`

/** Finesse's publish and subscribe: tells what happens, and never again what has happened. */
export class Notifier {
  readonly #subscriptions = new Set<{ nodes: ReadonlySet<string>; listener: (notification: Notification) => void }>()

  /**
   * Subscribes a person to every node that he may hear: his own user, the teams that he supervises, the system.
   * @returns What ends it.
   */
  hear(person: Person, listener: (notification: Notification) => void): () => void {
    const teams = teamsSupervisedBy(person.id).map(({ id }) => teamUsersNode(id))
    const subscription = { nodes: new Set([userUri(person.id), SYSTEM_INFO_URI, ...teams]), listener }
    this.#subscriptions.add(subscription)
    return () => void this.#subscriptions.delete(subscription)
  }

  /** @param write Gives the XML; called only where somebody listens. */
  publish(node: string, write: () => string): void {
    let xml: string | null = null
    for (const { nodes, listener } of this.#subscriptions) {
      if (nodes.has(node)) listener({ node, xml: (xml ??= write()) })
    }
  }
}
