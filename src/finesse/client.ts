import { FinesseReader } from './reader.ts'
import type { ReasonCodeId } from './reason-code-id.ts'
import { type FinesseCategory, parseReasonCode, parseReasonCodes, type ReasonCodeRecord } from './reason-codes.ts'
import { type FinesseSystemInfo, parseSystemInfo } from './system-info.ts'
import { writeXml } from './xml-writer.ts'

/** What a user may be put into. Supervisors who change somebody else may give no reason. */
export type StateChange = {
  readonly state: 'LOGIN' | 'LOGOUT' | 'NOT_READY' | 'READY'
  /** With NOT_READY and LOGOUT: the database id, not the code. Required where codes are configured. */
  readonly reasonCodeId?: ReasonCodeId
  /** With LOGIN. */
  readonly extension?: string
}

/** The whole of the REST API that this project uses, as one user; what holds of FinesseReader holds here. */
export class FinesseClient extends FinesseReader {
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

  /**
   * Asks for another state. Finesse only says that it took the request: the change, or a refusal, comes as a notification.
   * @param requestId Comes back in that notification.
   */
  async setUserState(id: string, { state, reasonCodeId, extension }: StateChange, requestId?: string): Promise<void> {
    await this.ask('PUT', ['User', id], {
      headers: { 'content-type': 'application/xml', ...(requestId === undefined ? {} : { requestId }) },
      body: writeXml({ User: { state, reasonCodeId, extension } }),
    })
  }
}
