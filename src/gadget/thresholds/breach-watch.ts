import type { AgentRow } from '../selectors/agent-row.ts'

/** After an announcement the next waits this long, with all that comes meanwhile. Milliseconds. */
export const QUIET_MS = 15_000

/** Finds out who goes over a threshold, and when to say so: not of what was so before, and not too often. */
export class BreachWatch {
  #known: ReadonlySet<string> | null = null
  #waiting: AgentRow[] = []
  #saidAt = -Infinity

  /**
   * Looks at everybody. Returns whose breach is to be announced now; none while an announcement is fresh.
   * @param now Milliseconds on any clock that goes on evenly.
   */
  look(rows: readonly AgentRow[], now: number): readonly AgentRow[] {
    const over = rows.filter(({ level }) => level === 'breach')
    const keys = new Map(over.map((row) => [`${row.agent.agentId} ${row.entry?.from ?? ''}`, row]))
    const before = this.#known
    this.#known = new Set(keys.keys())
    // What is over when the watch begins is no news.
    if (before === null) return []
    const current = new Set(over.map(({ agent }) => agent.agentId))
    for (const [key, row] of keys) if (!before.has(key)) this.#waiting.push(row)
    this.#waiting = this.#waiting.filter(({ agent }) => current.has(agent.agentId))
    if (this.#waiting.length === 0 || now - this.#saidAt < QUIET_MS) return []
    const said = this.#waiting
    this.#waiting = []
    this.#saidAt = now
    return said
  }
}
