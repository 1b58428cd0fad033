import { agentsOf } from '../floor-feed.ts'
import type { StoredObservation } from '../../../../src/wire/observation-schema.ts'
import { AGENTS } from './driven-page.ts'

/** A row as a plain table has it: what was said last. */
export type RivalRow = {
  readonly id: string
  readonly name: string
  readonly extension: string
  readonly state: string
  readonly reason: string
  readonly since: number
}

/** Everybody's rows. */
export const rivalRows = (): RivalRow[] =>
  agentsOf(AGENTS).map(({ agentId, name = '', extension = '' }) => ({
    id: agentId,
    name,
    extension,
    state: '',
    reason: '',
    since: Date.now(),
  }))

/** The rows that a frame changes. */
export function changedRows(frame: string, rowOf: (id: string) => RivalRow | undefined): readonly RivalRow[] {
  const { observations } = JSON.parse(frame) as { readonly observations: readonly StoredObservation[] }
  return observations.flatMap((observation) => {
    if (observation.kind !== 'cti' && observation.kind !== 'finesse') return []
    const row = rowOf(observation.agentId)
    if (!row) return []
    const { reason } = observation
    const said = typeof reason === 'number' ? String(reason) : (reason?.label ?? '')
    return { ...row, state: observation.state, reason: said, since: Date.parse(observation.at) }
  })
}

/** The time in a state as the tables show it. */
export const elapsed = (since: number): string => {
  const seconds = Math.max(0, Math.floor((Date.now() - since) / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
