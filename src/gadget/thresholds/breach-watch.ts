import type { AgentRow } from '../selectors/agent-row.ts'
import { thresholdOf, type Thresholds } from './thresholds.ts'

/** After an announcement the next waits this long, with all that comes meanwhile. Milliseconds. */
export const QUIET_MS = 15_000

/** Finds out who goes over a threshold, and when to say so: not of what was so before, and not too often. */
export class BreachWatch {
  #over: ReadonlyMap<string, AgentRow> = new Map()
  #waiting: AgentRow[] = []
  #saidAt = -Infinity

  /**
   * Looks at everybody. Returns whose breach is to be announced now; none while an announcement is fresh.
   * @param now Milliseconds on the clock of the rows.
   * @param began When the watch began, on that clock. Who was over a threshold by then is no news, also where it is only heard of
   *   later: the gadget is loaded before the relay tells what happened.
   */
  look(rows: readonly AgentRow[], thresholds: Thresholds, now: number, began: number): readonly AgentRow[] {
    const before = this.#over
    this.#over = new Map(rows.flatMap((row) => (row.level === 'breach' ? [[row.agent.agentId, row]] : [])))
    const isNews = ({ entry }: AgentRow): boolean =>
      entry !== null && entry.from + (thresholdOf(thresholds, entry)?.breachMs ?? 0) >= began
    this.#waiting = this.#waiting.filter(({ agent }) => this.#over.has(agent.agentId))
    for (const [agentId, row] of this.#over) if (!before.has(agentId) && isNews(row)) this.#waiting.push(row)
    if (this.#waiting.length === 0 || now - this.#saidAt < QUIET_MS) return []
    const said = this.#waiting
    this.#waiting = []
    this.#saidAt = now
    return said
  }
}
