import type { ReasonCode } from '../cti/reason-code.ts'
import type { ReasonCodeId } from '../finesse/reason-code-id.ts'
import type { AgentState } from './agent-state.ts'

/** A moment as text: UTC, ISO 8601 with milliseconds and `Z`. Whose clock it is, the field's comment says. */
export type Instant = string

/** The reason element of a Finesse User: the code, and the label its administrator gave it. */
export type FinesseReason = { readonly code: ReasonCode; readonly label: string }

/** How a Finesse observation came: the hub's notification, the relay's own reading, or a reading by the gadget. */
export const FINESSE_VIAS = ['notification', 'witness', 'read'] as const
export type FinesseVia = (typeof FINESSE_VIAS)[number]

/** What the CTI server said about an agent: an AGENT_STATE_EVENT, or a present state learned by asking. */
export type CtiObservation = {
  readonly kind: 'cti'
  readonly seq?: number | undefined
  /** The configured name of the CTI server (pair) that said it. */
  readonly site: string
  readonly agentId: string
  readonly state: AgentState
  /** EventReasonCode of this transition; null where the server gave none, and always where `seeded`. */
  readonly reason: ReasonCode | null
  /** When the relay received it, on the relay's clock: the event itself carries no time. */
  readonly at: Instant
  /** Seconds the agent had been in the state when the event was sent, as the event says; usually 0. */
  readonly stateDuration: number
  /** CTIClientSignature: the CTI client that asked for the state; null where the event names none. */
  readonly client: string | null
  readonly extension: string | null
  /** True for a query's or an upload's answer: neither carries a reason, so none may be inferred. */
  readonly seeded: boolean
  /** The whole frame with its 8-byte header, lower-case hex. */
  readonly raw: string
}

/** What Finesse said about an agent. */
export type FinesseObservation = {
  readonly kind: 'finesse'
  readonly seq?: number | undefined
  readonly agentId: string
  readonly state: AgentState
  /** null for Finesse's -1, an empty element and an absent one. */
  readonly reasonCodeId: ReasonCodeId | null
  readonly reason: FinesseReason | null
  /** Finesse's clock; null until its server has had a state notification for the agent. */
  readonly stateChangeTime: Instant | null
  /** When the reader (relay or gadget) received it, on the reader's clock. */
  readonly at: Instant
  readonly via: FinesseVia
}

/** A time in which a source was not heard. `to: null` while it lasts; the same `from` again when it closes. */
export type GapObservation = {
  readonly kind: 'gap'
  readonly seq?: number | undefined
  readonly source: 'cti' | 'finesse'
  /** The CTI site that was not heard, or `finesse`. */
  readonly site: string
  /** The listener's clock, both ends. */
  readonly from: Instant
  readonly to: Instant | null
  /** A stable word, e.g. `cti-link-lost`, `relay-restart`. */
  readonly why: string
  /** Whom alone it concerns; absent: everybody whom the source tells of. Only the gadget's own gaps have it. */
  readonly agentIds?: readonly string[] | undefined
}

/** What may happen to a call, as the CTI protocol names it without CALL_ and _EVENT. */
export const CALL_EVENTS = [
  'BEGIN_CALL',
  'DELIVERED',
  'ESTABLISHED',
  'HELD',
  'RETRIEVED',
  'DIVERTED',
  'CONFERENCED',
  'TRANSFERRED',
  'CONNECTION_CLEARED',
  'CLEARED',
  'END_CALL',
] as const
export type CallEvent = (typeof CALL_EVENTS)[number]

/** What an agent was in an event of a call: it happened at his phone, he is who calls, or he is on the call otherwise. */
export const CALL_ROLES = ['subject', 'caller', 'party'] as const
export type CallRole = (typeof CALL_ROLES)[number]

/** What the CTI server said about a call of an agent. Its frame is not kept: it holds numbers that are masked here. */
export type CallObservation = {
  readonly kind: 'call'
  readonly seq?: number | undefined
  readonly site: string
  readonly agentId: string
  readonly event: CallEvent
  readonly role: CallRole
  /** ConnectionCallID: names the call while it lasts, and another one later. */
  readonly callId: number
  /** The relay's clock. */
  readonly at: Instant
  /** The agent's phone in this event; null where the event names none of his. */
  readonly extension: string | null
  /** Who calls, masked as configured; null where it is not known or not to be kept. */
  readonly caller: string | null
  /** EventCause by its name, e.g. `CALL_NOT_ANSWERED`; null for none. */
  readonly cause: string | null
}

/** What the CTI server said about itself, its contact centre, or an agent's phone: a SYSTEM_EVENT. */
export type SystemObservation = {
  readonly kind: 'system'
  readonly seq?: number | undefined
  readonly site: string
  /** The agent whose phone is concerned; null: everybody. */
  readonly agentId: string | null
  /** SystemEventID by its name, e.g. `PERIPHERAL_OFFLINE`; `EVENT_` and its number where it has none. */
  readonly event: string
  /** The relay's clock. */
  readonly at: Instant
  /** The phone concerned; null where the event is about none. */
  readonly extension: string | null
  /** The server's own words; null for none. */
  readonly text: string | null
}

/** What happened beside the states of agents. An older gadget does not know these kinds, so they are sent on request only. */
export const CONTEXT_KINDS = ['call', 'system'] as const
export type ContextKind = (typeof CONTEXT_KINDS)[number]
export type ContextObservation = CallObservation | SystemObservation

/** One thing one source said at one time. `seq` is its place in the relay's history; absent if it never was there. */
export type Observation = CtiObservation | FinesseObservation | GapObservation | ContextObservation
