import type { Entry } from '../../../../src/history/entry.ts'
import type { AgentInfo } from '../../../../src/gadget/floor/roster.ts'
import { elapsedText } from '../../../../src/gadget/words/formats.ts'
import { openFloor } from './fed-floor.ts'

/** A row as a plain table has it. */
export type RivalRow = {
  readonly id: string
  readonly name: string
  readonly extension: string
  readonly state: string
  readonly reason: string
  readonly since: number
}

const rowOf = ({ agentId, name, extension }: AgentInfo, entry: Entry | null): RivalRow => ({
  id: agentId,
  name,
  extension,
  state: entry?.state ?? '',
  reason: entry?.reason?.label ?? '',
  since: entry?.from ?? Date.now(),
})

/**
 * The rows of the gadget's own floor for another table: what is compared are the lists, with the same work before them.
 * Resolves once there are rows, with what takes in the relay's frames.
 * @param show Called with everybody's rows, and with those that have changed, after each change.
 */
export async function followRows(
  show: (rows: readonly RivalRow[], changed: readonly RivalRow[]) => void,
): Promise<(frame: string) => void> {
  const { floor, take } = openFloor({ keptSince: new Date().toISOString(), history: () => '[]' })
  const rows: RivalRow[] = []
  const places = new Map<string, number>()
  return new Promise((resolve) => {
    floor.onChange((change) => {
      const now = floor.clock.now()
      const agents = floor.roster.agents.filter(({ agentId }) => change === null || change.has(agentId))
      const changed = agents.map((agent) => rowOf(agent, floor.history.current(agent.agentId, now)))
      for (const row of changed) {
        const place = places.get(row.id) ?? rows.length
        places.set(row.id, place)
        rows[place] = row
      }
      show(rows, changed)
      if (rows.length > 0) resolve(take)
    })
  })
}

/** The time in a state as the tables show it. */
export const elapsed = (since: number): string => elapsedText(Math.max(0, Date.now() - since))
