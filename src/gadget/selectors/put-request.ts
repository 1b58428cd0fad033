import { writeXml } from '../../finesse/xml-writer.ts'
import type { ReasonCodeId } from '../../finesse/reason-code-id.ts'

/** The request that gives a state its reason through Finesse's User API, as a person can send it. */
export const putRequest = (
  agentId: string,
  state: string,
  reasonCodeId: ReasonCodeId,
): { readonly line: string; readonly body: string } => ({
  line: `PUT /finesse/api/User/${encodeURIComponent(agentId)}`,
  body: writeXml({ User: { state, reasonCodeId } }),
})
