import type { AgentState } from '../../history/agent-state.ts'
import type { ShownReason } from '../../history/entry.ts'
import { texts } from '../words/texts.ts'
import { reasonName } from './entry-words.ts'

/** A stay in a few words: its reason's name, or its state where it has none. */
export const stayName = ({
  state,
  reason,
}: {
  readonly state: AgentState
  readonly reason: ShownReason | null
}): string => (reason === null ? texts.states[state] : reasonName(reason))
