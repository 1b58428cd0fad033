import * as v from 'valibot'
import type { SharedDocuments } from '../history/history-store.ts'

const PREFIX = 'team:'

const membersSchema = v.pipe(v.string(), v.parseJson(), v.array(v.string()))

export type SharedTeamsOptions = {
  readonly documents: SharedDocuments
  /** A team's members, as this relay or another one has learned. */
  readonly onMembers: (teamId: string, memberIds: readonly string[]) => void
  readonly onFault: (message: string, cause: unknown) => void
}

/** Who is in which team, as the relays that share a history tell each other. */
export class SharedTeams {
  readonly #options: SharedTeamsOptions
  readonly #unfollow: () => void

  constructor(options: SharedTeamsOptions) {
    this.#options = options
    this.#unfollow = options.documents.follow((key, body) => {
      if (!key.startsWith(PREFIX) || body === null) return
      const members = v.safeParse(membersSchema, body)
      if (members.success) options.onMembers(key.slice(PREFIX.length), members.output)
    })
  }

  /** Finesse told this relay who is in a team. */
  learned(teamId: string, memberIds: readonly string[]): void {
    const { documents, onMembers, onFault } = this.#options
    // Also where the document stays: somebody may have signed in with an older reading.
    onMembers(teamId, memberIds)
    // In one order, so that the same members are the same document.
    const body = JSON.stringify(memberIds.toSorted())
    documents
      .put(PREFIX + teamId, body)
      .catch((error: unknown) => onFault('a team could not be told to the other relays', error))
  }

  close(): void {
    this.#unfollow()
  }
}
