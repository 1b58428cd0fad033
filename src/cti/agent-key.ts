/** The id fields by which messages name an agent. */
type AgentIds = { readonly agentIdLong?: string | undefined; readonly agentId?: string | undefined }

/**
 * The id by which an agent is known: tag 194 (UCCX), else tag 5 (UCCE); null where the message names no agent.
 * UCCX reserves tag 5, so what may stand there counts only where 194 is missing.
 */
export const agentIdOf = (message: AgentIds): string | null => message.agentIdLong || message.agentId || null

/** The id in the field where the dialect wants it. */
export const agentIdFields = (dialect: 'uccx' | 'ucce', agentId: string): AgentIds =>
  dialect === 'uccx' ? { agentIdLong: agentId } : { agentId }
