import { EVENT_CAUSES, NULL_ID, NULL_ID_16 } from '../../cti/call-constants.ts'
import type { Message, MessageName } from '../../cti/messages.ts'
import type { CallEvent, CallObservation, CallRole } from '../../history/observation.ts'
import { shortText } from '../../wire/short-text.ts'
import type { AgentDevices } from './agent-devices.ts'
import { type Call, CallBook, joinCall } from './call-book.ts'
import { type CallerNumbers, keptNumber } from './caller-number.ts'

type Device = string | undefined

/** What an event of a call says, whichever message it came in. */
type Said = {
  readonly event: CallEvent
  readonly callId: number
  /** The phones it happens at. */
  readonly subjects: readonly Device[]
  /** Others that it names. */
  readonly parties?: readonly Device[]
  /** Who calls: a number of the outside, or a phone. */
  readonly caller?: Device
  /** The phone that is off the call from now on. */
  readonly leaves?: Device
  /** The second call, which has become one with this. */
  readonly joined?: number
  readonly eventCause?: number
}

/** How each message says it; messages that are not here say nothing of a call of an agent. */
const READERS: { readonly [N in MessageName]?: (message: Message<N>) => Said } = {
  BEGIN_CALL_EVENT: ({ connectionCallId: callId, connectionDeviceId, ani }) => ({
    event: 'BEGIN_CALL',
    callId,
    subjects: [connectionDeviceId],
    caller: ani,
  }),
  CALL_DELIVERED_EVENT: ({ connectionCallId: callId, alertingDeviceId, callingDeviceId, ani, eventCause }) => ({
    event: 'DELIVERED',
    callId,
    subjects: [alertingDeviceId],
    parties: [callingDeviceId],
    caller: ani || callingDeviceId,
    eventCause,
  }),
  CALL_ESTABLISHED_EVENT: ({ connectionCallId: callId, answeringDeviceId, callingDeviceId: caller, eventCause }) => ({
    event: 'ESTABLISHED',
    callId,
    subjects: [answeringDeviceId],
    caller,
    eventCause,
  }),
  CALL_HELD_EVENT: ({ connectionCallId: callId, holdingDeviceId, eventCause }) => ({
    event: 'HELD',
    callId,
    subjects: [holdingDeviceId],
    eventCause,
  }),
  CALL_RETRIEVED_EVENT: ({ connectionCallId: callId, retrievingDeviceId, eventCause }) => ({
    event: 'RETRIEVED',
    callId,
    subjects: [retrievingDeviceId],
    eventCause,
  }),
  CALL_DIVERTED_EVENT: ({ connectionCallId: callId, divertingDeviceId: leaves, eventCause }) => ({
    event: 'DIVERTED',
    callId,
    subjects: [leaves],
    leaves,
    eventCause,
  }),
  CALL_CONFERENCED_EVENT: ({ primaryCallId: callId, secondaryCallId: joined, eventCause, ...message }) => ({
    event: 'CONFERENCED',
    callId,
    joined,
    subjects: [message.controllerDeviceId],
    parties: [message.addedPartyDeviceId, ...message.parties.map(({ partyDeviceId }) => partyDeviceId)],
    eventCause,
  }),
  CALL_TRANSFERRED_EVENT: ({ primaryCallId: callId, secondaryCallId: joined, eventCause, ...message }) => ({
    event: 'TRANSFERRED',
    callId,
    joined,
    subjects: [message.transferringDeviceId],
    leaves: message.transferringDeviceId,
    parties: [message.transferredDeviceId, ...message.parties.map(({ partyDeviceId }) => partyDeviceId)],
    eventCause,
  }),
  CALL_CONNECTION_CLEARED_EVENT: ({ connectionCallId: callId, releasingDeviceId: leaves, eventCause }) => ({
    event: 'CONNECTION_CLEARED',
    callId,
    subjects: [leaves],
    leaves,
    eventCause,
  }),
  CALL_CLEARED_EVENT: ({ connectionCallId: callId, eventCause }) => ({
    event: 'CLEARED',
    callId,
    subjects: [],
    eventCause,
  }),
  END_CALL_EVENT: ({ connectionCallId: callId }) => ({ event: 'END_CALL', callId, subjects: [] }),
}

/** What a message says of a call; null for nothing. */
function read(message: Message): Said | null {
  // A reader stands under the type of the messages that it reads.
  const reader = READERS[message.type] as ((message: Message) => Said) | undefined
  return reader?.(message) ?? null
}

/**
 * Turns the call events of one site into observations, one for each agent concerned: whose phone the event names, and who was
 * on the call before. The order between these and agent state events is not guaranteed (GED-188). Pure: the moment is passed in.
 */
export class CallEvents {
  readonly #site: string
  readonly #devices: AgentDevices
  readonly #numbers: CallerNumbers
  readonly #calls = new CallBook()

  constructor(site: string, devices: AgentDevices, numbers: CallerNumbers) {
    this.#site = site
    this.#devices = devices
    this.#numbers = numbers
  }

  /** After a gap: calls may have ended unheard. */
  reset(): void {
    this.#calls.clear()
  }

  /** @param at Milliseconds, the relay's clock. */
  hear(message: Message, at: number): readonly CallObservation[] {
    const said = read(message)
    if (said === null || said.callId === NULL_ID) return []
    const { event, callId } = said
    const call = this.#callOf(said)
    const told = new Map<string, { readonly role: CallRole; readonly extension: string | null }>()
    const tell = (role: CallRole, devices: readonly Device[]): void => {
      for (const device of devices) {
        const agentId = this.#devices.agentAt(device)
        if (agentId === null || !joinCall(call, agentId)) continue
        if (!told.has(agentId)) told.set(agentId, { role, extension: shortText(device) })
      }
    }
    tell('subject', said.subjects)
    tell('caller', [said.caller])
    tell('party', said.parties ?? [])
    const isOver = event === 'CLEARED' || event === 'END_CALL'
    for (const agentId of isOver ? call.ever : call.present) {
      if (!told.has(agentId)) told.set(agentId, { role: 'party', extension: null })
    }
    const leaving = this.#devices.agentAt(said.leaves)
    if (leaving !== null) call.present.delete(leaving)
    if (event === 'END_CALL') this.#calls.end(callId)
    const common = { site: this.#site, event, callId, at: new Date(at).toISOString() }
    const { caller } = call
    const { eventCause = NULL_ID_16 } = said
    const cause = eventCause === NULL_ID_16 ? null : (EVENT_CAUSES[eventCause] ?? String(eventCause))
    return [...told].map(([agentId, { role, extension }]) => ({
      kind: 'call',
      agentId,
      role,
      extension,
      caller,
      cause,
      ...common,
    }))
  }

  #callOf({ event, callId, joined = NULL_ID, caller }: Said): Call {
    let call = event === 'BEGIN_CALL' ? this.#calls.begin(callId) : this.#calls.open(callId)
    if (joined !== NULL_ID) call = this.#calls.join(callId, joined)
    call.caller ??= this.#kept(caller)
    return call
  }

  /** A colleague's extension is nobody's private number. */
  #kept(caller: Device): string | null {
    const isAgent = this.#devices.agentAt(caller) !== null
    return keptNumber(caller, isAgent && this.#numbers === 'masked' ? 'full' : this.#numbers)
  }
}
