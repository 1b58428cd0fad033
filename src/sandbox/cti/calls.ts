import { EVENT_CAUSES } from '../../cti/call-constants.ts'
import type { CtiAgentState } from '../../cti/agent-state.ts'
import type { MessageInput } from '../../cti/messages.ts'
import type { Transition } from './acd.ts'

/** The messages that tell of calls here. */
export type CallEventName =
  | 'CALL_DELIVERED_EVENT'
  | 'CALL_ESTABLISHED_EVENT'
  | 'CALL_HELD_EVENT'
  | 'CALL_RETRIEVED_EVENT'
  | 'CALL_DIVERTED_EVENT'
  | 'CALL_CONNECTION_CLEARED_EVENT'
  | 'END_CALL_EVENT'

const NOT_ANSWERED = Number(
  Object.keys(EVENT_CAUSES).find((cause) => EVENT_CAUSES[Number(cause)] === 'CALL_NOT_ANSWERED'),
)

const ON_CALL: ReadonlySet<CtiAgentState> = new Set(['TALKING', 'HOLD'])

type Call = { readonly id: number; state: CtiAgentState }

/** The calls that agents' states are about: one rings where he is reserved, and ends where he is in no call any more. */
export class Calls {
  readonly #calls = new Map<string, Call>()
  #lastId = 0

  /** What is told of an agent's call when he goes into a state: before the state itself. */
  follow({ agent, state }: Transition): readonly MessageInput<CallEventName>[] {
    const device = agent.extension
    const call = this.#calls.get(agent.id)
    const connectionCallId = call?.id ?? this.#lastId + 1
    // A number that is nobody's.
    const callingDeviceId = `0300${String(connectionCallId % 10_000).padStart(4, '0')}`
    const here = { connectionCallId, connectionDeviceId: device }
    const delivered = { ...here, type: 'CALL_DELIVERED_EVENT', alertingDeviceId: device, callingDeviceId } as const
    const established = { ...here, type: 'CALL_ESTABLISHED_EVENT', answeringDeviceId: device, callingDeviceId } as const
    if (!call) {
      if (state !== 'RESERVED' && !ON_CALL.has(state)) return []
      this.#lastId = connectionCallId
      this.#calls.set(agent.id, { id: connectionCallId, state })
      return state === 'RESERVED' ? [delivered] : [delivered, established]
    }
    const before = call.state
    call.state = state
    if (state === 'HOLD') return [{ ...here, type: 'CALL_HELD_EVENT', holdingDeviceId: device }]
    if (state === 'TALKING') {
      return [before === 'HOLD' ? { ...here, type: 'CALL_RETRIEVED_EVENT', retrievingDeviceId: device } : established]
    }
    if (state === 'RESERVED') return []
    this.#calls.delete(agent.id)
    const end = { type: 'END_CALL_EVENT', ...here } as const
    return before === 'RESERVED'
      ? [{ ...here, type: 'CALL_DIVERTED_EVENT', divertingDeviceId: device, eventCause: NOT_ANSWERED }, end]
      : [{ ...here, type: 'CALL_CONNECTION_CLEARED_EVENT', releasingDeviceId: device }, end]
  }
}
