import type { FinesseUser } from '../../finesse/user.ts'
import type { Agent } from '../../wire/relay-messages.ts'

/** Whom the floor has: as Finesse names them, or by the id alone while only the relay has told of them. */
export type AgentInfo = {
  readonly agentId: string
  /** The id where no name is known. */
  readonly name: string
  /** Empty where none is known. */
  readonly extension: string
  readonly teamIds: readonly string[]
}

/** The agents of the supervised teams, from what Finesse's teams and the relay list. It never changes; `with…` makes another. */
export class Roster {
  /** By name, then by id. */
  readonly agents: readonly AgentInfo[]
  readonly #byId: ReadonlyMap<string, AgentInfo>
  readonly #teams: ReadonlyMap<string, readonly FinesseUser[]>
  readonly #relayAgents: readonly Agent[]

  constructor(teams: ReadonlyMap<string, readonly FinesseUser[]> = new Map(), relayAgents: readonly Agent[] = []) {
    this.#teams = teams
    this.#relayAgents = relayAgents
    const byId = new Map<string, AgentInfo>()
    const file = (agentId: string, teamId: string, name: string, extension: string): void => {
      const known = byId.get(agentId)
      byId.set(agentId, {
        agentId,
        name: name || known?.name || agentId,
        extension: extension || known?.extension || '',
        teamIds: [...new Set([...(known?.teamIds ?? []), teamId])],
      })
    }
    for (const { agentId, teamId, name, extension } of relayAgents) file(agentId, teamId, name ?? '', extension ?? '')
    for (const [teamId, users] of teams) {
      for (const { loginId, firstName, lastName, extension } of users) {
        const name = `${firstName} ${lastName}`.trim()
        file(loginId, teamId, name, extension)
      }
    }
    this.#byId = byId
    this.agents = [...byId.values()].toSorted(
      (a, b) => a.name.localeCompare(b.name) || (a.agentId < b.agentId ? -1 : 1),
    )
  }

  get(agentId: string): AgentInfo | null {
    return this.#byId.get(agentId) ?? null
  }

  /** What an agent is called: his name where it is known, else his id. */
  nameOf(agentId: string): string {
    return this.#byId.get(agentId)?.name ?? agentId
  }

  /** A team as it was just read: it replaces what was known of that team. */
  withTeam(teamId: string, users: readonly FinesseUser[]): Roster {
    return new Roster(new Map([...this.#teams, [teamId, users]]), this.#relayAgents)
  }

  /** A member of whom a notification told; the same roster where it says nothing new of the person. */
  withMember(teamId: string, user: FinesseUser): Roster {
    const users = this.#teams.get(teamId) ?? []
    const known = users.find(({ loginId }) => loginId === user.loginId)
    const isSame =
      known?.firstName === user.firstName && known.lastName === user.lastName && known.extension === user.extension
    if (isSame) return this
    return this.withTeam(teamId, [...users.filter((other) => other !== known), user])
  }

  /** What the relay lists; it replaces the list before. */
  withRelayAgents(agents: readonly Agent[]): Roster {
    return new Roster(this.#teams, agents)
  }
}
