import { FinesseReader } from './reader.ts'
import type { ReasonCodeId } from './reason-code-id.ts'
import { writeXml } from './xml-writer.ts'

/** What a user may be put into. Supervisors who change somebody else may give no reason. */
export type StateChange = {
  readonly state: 'LOGIN' | 'LOGOUT' | 'NOT_READY' | 'READY'
  /** With NOT_READY and LOGOUT: the database id, not the code. Required where codes are configured. */
  readonly reasonCodeId?: ReasonCodeId
  /** With LOGIN. */
  readonly extension?: string
}

/** Finesse's REST API as one user who also changes states: what a gadget and an agent need, and no more. */
export class FinesseActor extends FinesseReader {
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
