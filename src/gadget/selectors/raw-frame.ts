import type { Dialect } from '../../cti/dialect.ts'
import { frameFields, type FrameReading } from '../../cti/frame-fields.ts'
import { AGENT_MESSAGES } from '../../cti/tables/agent.ts'

/** The messages that tell an agent's state, by their MessageType. An upload's frames are about many things; they stay bytes. */
const TABLES = {
  30: { name: 'AGENT_STATE_EVENT', table: AGENT_MESSAGES.AGENT_STATE_EVENT },
  37: { name: 'QUERY_AGENT_STATE_CONF', table: AGENT_MESSAGES.QUERY_AGENT_STATE_CONF },
} as const

/** The bytes of a kept frame by twos, e.g. `00`. */
export const bytesOf = (raw: string): readonly string[] => raw.match(/../g) ?? []

/** What the bytes of a kept frame say, field by field; null where they are none that is known here. */
export const readRaw = (raw: string, dialect: Dialect, agentId: string): FrameReading | null =>
  frameFields(
    Uint8Array.from(bytesOf(raw), (byte) => Number.parseInt(byte, 16)),
    dialect,
    TABLES,
    agentId,
  )
