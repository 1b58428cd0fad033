import type { AgentRow } from './agent-row.ts'

/**
 * Which row letters that were typed lead to: the next one whose name begins with them, from the present one on and around
 * the end; null where none does. One letter again and again goes from one such row to the next.
 */
export function typedAhead(rows: readonly AgentRow[], typed: string, at: number): number | null {
  const text = typed.toLocaleLowerCase()
  const first = text.slice(0, 1)
  const isRepeated = text.length > 1 && text === first.repeat(text.length)
  const sought = isRepeated ? first : text
  // A word that grows may stay where it is; a letter alone goes on.
  const start = sought.length > 1 ? at : at + 1
  for (let step = 0; step < rows.length; step++) {
    const place = (start + step) % rows.length
    if (rows[place]?.agent.name.toLocaleLowerCase().startsWith(sought) === true) return place
  }
  return null
}
