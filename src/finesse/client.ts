import { FinesseActor } from './actor.ts'
import type { ReasonCodeId } from './reason-code-id.ts'
import { type FinesseCategory, parseReasonCode, parseReasonCodes, type ReasonCodeRecord } from './reason-codes.ts'
import { type FinesseSystemInfo, parseSystemInfo } from './system-info.ts'

/** The whole of the REST API that this project uses, as one user; what holds of FinesseReader holds here. */
export class FinesseClient extends FinesseActor {
  /** All reason codes of a category, for administrators. */
  async getReasonCodes(category: FinesseCategory | 'ALL'): Promise<readonly ReasonCodeRecord[]> {
    return this.get(parseReasonCodes, ['ReasonCodes'], `?category=${category}`)
  }

  /** The codes that a user may choose: for himself and for administrators. */
  async getUserReasonCodes(id: string, category: FinesseCategory): Promise<readonly ReasonCodeRecord[]> {
    return this.get(parseReasonCodes, ['User', id, 'ReasonCodes'], `?category=${category}`)
  }

  /** The codes of a team, for its agents and supervisors; from Finesse 12.5 on. */
  async getTeamReasonCodes(teamId: string): Promise<readonly ReasonCodeRecord[]> {
    return this.get(parseReasonCodes, ['TeamResource', teamId, 'ReasonCodes'], '?category=ALL')
  }

  /** One reason code; null where its code or category is none. */
  async getReasonCode(id: ReasonCodeId): Promise<ReasonCodeRecord | null> {
    return this.get(parseReasonCode, ['ReasonCode', String(id)])
  }

  /** What the server says of itself. */
  async getSystemInfo(): Promise<FinesseSystemInfo> {
    return this.get(parseSystemInfo, ['SystemInfo'])
  }
}
