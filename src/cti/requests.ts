import { agentIdFields } from './agent-key.ts'
import type { CtiAgentState } from './agent-state.ts'
import type { Dialect } from './dialect.ts'
import type { Message, MessageInput, MessageName } from './messages.ts'
import { CtiRequestError, refusalOf } from './request-error.ts'

/** Requests whose confirmation has a layout, so that both can be told by their names. */
export type RequestName = Extract<
  MessageName,
  'SET_AGENT_STATE_REQ' | 'QUERY_AGENT_STATE_REQ' | 'TEAM_CONFIG_REQ' | 'CLIENT_EVENT_REPORT_REQ' | 'USER_MESSAGE_REQ'
> &
  `${string}_REQ`

/** The confirmation that answers a request. */
export type ConfirmationName<N extends RequestName> = N extends `${infer B}_REQ`
  ? Extract<MessageName, `${B}_CONF`>
  : never

/** A request as its sender gives it: the InvokeID is the client's to choose. */
export type Request<N extends RequestName = RequestName> = N extends RequestName
  ? Omit<MessageInput<N>, 'invokeId'>
  : never

/** What SET_AGENT_STATE_REQ needs to know. */
export type AgentStateRequest = {
  readonly agentId: string
  /** The agent's device: its extension on UCCX, its instrument on UCCE. */
  readonly instrument: string
  readonly state: CtiAgentState
  /** EventReasonCode; default 0, none. */
  readonly reason?: number | undefined
  /** For signing in. */
  readonly password?: string | undefined
  /** Default 0, no. 1: whatever the agent does now. 2: check the password only. */
  readonly forcedFlag?: number | undefined
}

/** Whose state to ask for. */
export type AgentQuery = { readonly agentId: string } | { readonly extension: string }

const peripheral = (peripheralId: number | undefined): { readonly peripheralId?: number } =>
  peripheralId === undefined ? {} : { peripheralId }

/** The request that puts an agent into a state. */
export const setAgentStateRequest = (
  dialect: Dialect,
  peripheralId: number | undefined,
  request: AgentStateRequest,
): Request<'SET_AGENT_STATE_REQ'> => ({
  type: 'SET_AGENT_STATE_REQ',
  ...peripheral(peripheralId),
  ...agentIdFields(dialect, request.agentId),
  agentInstrument: request.instrument,
  agentState: request.state,
  eventReasonCode: request.reason ?? 0,
  agentPassword: request.password,
  forcedFlag: request.forcedFlag,
})

/** The request for an agent's present state, which comes without a reason. */
export const queryAgentStateRequest = (
  dialect: Dialect,
  peripheralId: number | undefined,
  query: AgentQuery,
): Request<'QUERY_AGENT_STATE_REQ'> => ({
  type: 'QUERY_AGENT_STATE_REQ',
  ...peripheral(peripheralId),
  ...('agentId' in query ? agentIdFields(dialect, query.agentId) : { agentExtension: query.extension }),
})

/** A request that waits for its confirmation. */
type Pending = {
  readonly request: RequestName
  readonly confirmation: string
  readonly deadline: number
  readonly resolve: (confirmation: Message) => void
  readonly reject: (error: CtiRequestError) => void
}

/** Requests that wait for their confirmation, by InvokeID. Pure: times are passed in. */
export class PendingRequests {
  readonly #pending = new Map<number, Pending>()

  /** When the first of them has waited too long; Infinity where there is none. */
  get deadline(): number {
    let first = Infinity
    for (const { deadline } of this.#pending.values()) first = Math.min(first, deadline)
    return first
  }

  /** The confirmation of a request that was just sent. */
  add<N extends RequestName>(
    request: RequestName,
    invokeId: number,
    deadline: number,
  ): Promise<Message<ConfirmationName<N>>> {
    const confirmation = request.replace(/_REQ$/, '_CONF')
    return new Promise((resolve, reject) => {
      /** What comes is of the confirmation's type: `heard` sees to it. */
      const confirmed = (message: Message) => resolve(message as never)
      this.#pending.set(invokeId, { request, confirmation, deadline, resolve: confirmed, reject })
    })
  }

  /** A message came: perhaps an answer. */
  heard(message: Message): void {
    if (this.#pending.size === 0 || !('invokeId' in message)) return
    const pending = this.#pending.get(message.invokeId)
    if (pending === undefined) return
    const isRefusal = message.type === 'FAILURE_CONF' || message.type === 'CONTROL_FAILURE_CONF'
    if (!isRefusal && message.type !== pending.confirmation) return
    this.#pending.delete(message.invokeId)
    if (isRefusal) pending.reject(refusalOf(pending.request, message))
    else pending.resolve(message)
  }

  /** Gives up those that have waited too long. */
  expire(now: number): void {
    for (const [invokeId, { request, deadline, reject }] of this.#pending) {
      if (now < deadline) continue
      this.#pending.delete(invokeId)
      reject(new CtiRequestError('timeout', `The CTI server did not answer ${request} in time.`))
    }
  }

  /** The session ended: nothing will be answered. */
  abandon(): void {
    for (const { request, reject } of this.#pending.values()) {
      reject(new CtiRequestError('link-lost', `The link to the CTI server was lost before it answered ${request}.`))
    }
    this.#pending.clear()
  }
}
