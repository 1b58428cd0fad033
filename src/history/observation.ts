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
}

/** One thing one source said at one time. `seq` is its place in the relay's history; absent if it never was there. */
export type Observation = CtiObservation | FinesseObservation | GapObservation
