import type { Window } from '../../history/window.ts'
import { fitsRequest } from '../reports/relay-reports.ts'

const DAY_MS = 24 * 3_600_000

/** An agent's busy day has some hundred entries: so many days of agents are some megabytes while they are written. */
const AGENT_DAYS = 60

/** Agents and a stretch of time that are asked for at once. */
export type ExportPiece = {
  readonly agentIds: readonly string[]
  readonly window: Window
  /** Not the first of its agents: what began before it was in another one. */
  readonly isLater: boolean
}

/**
 * Cuts an export into pieces, each small enough to be held in memory while it is written: agents in their order, each with
 * the whole of the time.
 */
export function exportPieces(agentIds: readonly string[], { from, to }: Window): readonly ExportPiece[] {
  const days = Math.max(1, Math.ceil((to - from) / DAY_MS))
  const atOnce = Math.max(1, Math.floor(AGENT_DAYS / days))
  const pieces: ExportPiece[] = []
  for (let start = 0; start < agentIds.length;) {
    let count = Math.min(atOnce, agentIds.length - start)
    while (count > 1 && !fitsRequest(agentIds.slice(start, start + count))) count -= 1
    const group = agentIds.slice(start, start + count)
    start += count
    for (let begin = from; begin < to; begin += AGENT_DAYS * DAY_MS) {
      const window = { from: begin, to: Math.min(to, begin + AGENT_DAYS * DAY_MS) }
      pieces.push({ agentIds: group, window, isLater: begin > from })
    }
  }
  return pieces
}
