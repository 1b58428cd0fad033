/** The id fields by which messages name an agent. */
type AgentIds = { readonly agentIdLong?: string | undefined; readonly agentId?: string | undefined }

/** Longest agent id: UCCX allows 129 bytes with the closing NUL. What is longer names nobody. */
export const MAX_AGENT_ID = 128

/** Of so many agents something is kept at a time: twice those of the largest contact centre, lest a broken server fills the memory. */
export const MAX_AGENTS = 50_000

/** A text where it can be an agent's id; null where there is none or it is too long. */
export const toAgentId = (text: string | null | undefined): string | null =>
  text && text.length <= MAX_AGENT_ID ? text : null

/**
 * The id by which an agent is known: tag 194 (UCCX), else tag 5 (UCCE); null where the message names no agent.
 * UCCX reserves tag 5, so what may stand there counts only where 194 is missing.
 */
export const agentIdOf = (message: AgentIds): string | null => toAgentId(message.agentIdLong || message.agentId)

/** The id in the field where the dialect wants it. */
export const agentIdFields = (dialect: 'uccx' | 'ucce', agentId: string): AgentIds =>
  dialect === 'uccx' ? { agentIdLong: agentId } : { agentId }
