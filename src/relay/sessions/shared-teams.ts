import * as v from 'valibot'
import type { SharedDocuments } from '../history/history-store.ts'

const PREFIX = 'team:'

/** How often they are let go: they tell of changes, and of a team that is gone nobody learns any more. Milliseconds. */
const LET_GO_MS = 3_600_000

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
  readonly #lettingGo: NodeJS.Timeout

  constructor(options: SharedTeamsOptions) {
    this.#options = options
    this.#unfollow = options.documents.follow((key, body) => {
      if (!key.startsWith(PREFIX) || body === null) return
      const members = v.safeParse(membersSchema, body)
      if (members.success) options.onMembers(key.slice(PREFIX.length), members.output)
    })
    this.#lettingGo = setInterval(() => {
      for (const key of options.documents.all.keys()) if (key.startsWith(PREFIX)) this.#put(key, null)
    }, LET_GO_MS).unref()
  }

  /** Finesse told this relay who is in a team. */
  learned(teamId: string, memberIds: readonly string[]): void {
    // Also where the document stays: somebody may have signed in with an older reading.
    this.#options.onMembers(teamId, memberIds)
    // In one order, so that the same members are the same document.
    this.#put(PREFIX + teamId, JSON.stringify(memberIds.toSorted()))
  }

  close(): void {
    clearInterval(this.#lettingGo)
    this.#unfollow()
  }

  #put(key: string, body: string | null): void {
    const { documents, onFault } = this.#options
    documents.put(key, body).catch((error: unknown) => onFault('a team could not be told to the other relays', error))
  }
}
