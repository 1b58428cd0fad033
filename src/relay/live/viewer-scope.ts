import type { Agent } from '../../wire/relay-messages.ts'
import type { Audience } from './publisher.ts'
import type { SupervisedTeam, SupervisorSession } from './tickets.ts'

/** Whom a client sees, since its hello. */
export type ViewerScope = {
  /** The supervisor. */
  readonly agentId: string
  /** The teams that the hello named; undefined: all. */
  readonly asked: readonly string[] | undefined
  readonly teams: readonly SupervisedTeam[]
  readonly agents: readonly Agent[]
  readonly audience: Audience
}

/** Who an agent is, as a CTI server has it; null where none has told. */
export type DescribeAgent = (agentId: string) => { readonly name: string; readonly extension: string } | null

/** The scope of some teams. */
export function scopeOf(
  { agentId, asked, teams }: Pick<ViewerScope, 'agentId' | 'asked' | 'teams'>,
  kinds: Audience['kinds'],
  describe: DescribeAgent,
): ViewerScope {
  const agents = teams.flatMap(({ id, memberIds }) =>
    memberIds.map((memberId) => {
      const { name = '', extension = '' } = describe(memberId) ?? {}
      return { agentId: memberId, teamId: id, ...(name && { name }), ...(extension && { extension }) }
    }),
  )
  return { agentId, asked, teams, agents, audience: { agentIds: new Set(agents.map((agent) => agent.agentId)), kinds } }
}

/** The session's teams, or those asked for; null when one asked for is not among them. */
export function teamsOf(
  session: SupervisorSession,
  asked: readonly string[] | undefined,
): readonly SupervisedTeam[] | null {
  if (!asked) return session.teams
  const teams = session.teams.filter(({ id }) => asked.includes(id))
  return asked.every((id) => teams.some((team) => team.id === id)) ? teams : null
}

/** Are the same ids in both, in the same order? */
export const isSameList = (one: readonly string[], other: readonly string[]): boolean =>
  one === other || (one.length === other.length && one.every((id, index) => id === other[index]))

/** The same scope, with the agents as they are described now; the scope itself where that is nothing new. */
export function describedAnew(scope: ViewerScope, describe: DescribeAgent): ViewerScope {
  const { agents } = scopeOf(scope, scope.audience.kinds, describe)
  const isSame = agents.every(({ name, extension }, index) => {
    const before = scope.agents[index]
    return name === before?.name && extension === before?.extension
  })
  return isSame ? scope : { ...scope, agents }
}

/** Is the same agent in the same team in both? */
export const isSameMembership = (one: ViewerScope, other: ViewerScope): boolean => membership(one) === membership(other)

const membership = ({ agents }: ViewerScope): string =>
  agents
    .map(({ agentId, teamId }) => JSON.stringify([teamId, agentId]))
    .toSorted()
    .join()
