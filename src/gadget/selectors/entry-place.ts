import type { OpenedEntry } from '../components/gadget-event.ts'

/** The words by which an entry is found again, here and at a colleague's: `cons8510 2026-11-20T13:34:05.123Z`. */
export const placeText = ({ agentId, from }: OpenedEntry): string => `${agentId} ${new Date(from).toISOString()}`

/** The entry that a text ends with the words of; null where it does not. */
export function placeIn(text: string): OpenedEntry | null {
  const [, agentId = '', instant = ''] = /(\S+) (\d{4}-\d\d-\d\dT[\d:.]+Z)"?\s*$/.exec(text) ?? []
  const from = Date.parse(instant)
  return Number.isNaN(from) ? null : { agentId, from }
}
