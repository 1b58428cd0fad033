import { toAgentId } from '../../cti/agent-key.ts'
import { FinesseError } from '../../finesse/errors.ts'
import type { FinesseAs } from '../finesse/finesse-gateway.ts'

/** How a Finesse that does not know the option answers. */
const OPTION_UNKNOWN: ReadonlySet<string> = new Set(['finesse-refused', 'finesse-not-found'])

/**
 * The login ids of a team's members. Those who are signed out are among them: they belong to the team's history, and nobody
 * leaves a supervisor's sight by signing out.
 * @throws {FinesseError}
 */
export async function readMembers(finesse: FinesseAs, teamId: string): Promise<readonly string[]> {
  const read = async (includeLoggedOut: boolean): Promise<readonly string[]> => {
    const { users } = await finesse.call((client) => client.getTeam(teamId, { includeLoggedOut }))
    return users.map(({ loginId }) => toAgentId(loginId)).filter((agentId) => agentId !== null)
  }
  try {
    return await read(true)
  } catch (error) {
    if (error instanceof FinesseError && OPTION_UNKNOWN.has(error.code)) return read(false)
    throw error
  }
}
