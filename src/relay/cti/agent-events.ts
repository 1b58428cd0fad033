import { agentIdOf, MAX_AGENTS } from '../../cti/agent-key.ts'
import { keepNewest } from '../../cti/keep-newest.ts'
import type { Message } from '../../cti/messages.ts'
import { type ReasonCode, toReasonCode } from '../../cti/reason-code.ts'
import { type AgentState, stateFromCti } from '../../history/agent-state.ts'
import type { CtiObservation } from '../../history/observation.ts'
import { shortText } from '../../wire/short-text.ts'
import type { AgentDevices } from './agent-devices.ts'

/** The media routing domain of voice; other media have states of their own that Finesse's User does not show. */
const VOICE_MRD = 1

/** What an AGENT_STATE_EVENT became: an observation, or why it became none. */
export type Heard = CtiObservation | 'repeated' | 'other-media' | 'no-agent'

/** A frame's bytes as observations keep them: lower-case hex. */
export const hexOf = (frame: Uint8Array): string =>
  Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength).toString('hex')

/**
 * Turns the AGENT_STATE_EVENTs of one site into observations. Consecutive events of an agent with the same state and
 * reason are one: UCCE sends one for each of his skill groups. Pure: the moment is passed in.
 */
export class AgentEvents {
  readonly #site: string
  readonly #last = new Map<string, { readonly state: AgentState; readonly reason: ReasonCode | null }>()
  readonly #devices: AgentDevices
  readonly #onState: (agentId: string) => void

  /**
   * @param devices Learns from the events at which phone each agent is.
   * @param onState Hears of whom an event told a state, be it a repetition.
   */
  constructor(site: string, devices: AgentDevices, onState: (agentId: string) => void = () => {}) {
    this.#site = site
    this.#devices = devices
    this.#onState = onState
  }

  /** After a gap nothing is a repetition: what was said before says nothing about now. */
  reset(): void {
    this.#last.clear()
  }

  /** @param frame The message's bytes, header included. @param at Milliseconds, the relay's clock. */
  hear(message: Message<'AGENT_STATE_EVENT'>, frame: Uint8Array, at: number): Heard {
    if (message.mrdId > VOICE_MRD) return 'other-media'
    const extension = message.agentExtension ?? message.agentInstrument ?? null
    const agentId = this.#agentId(message)
    if (agentId === null) return 'no-agent'
    this.#onState(agentId)
    const state = stateFromCti(message.agentState)
    const reason = toReasonCode(message.eventReasonCode)
    const last = this.#last.get(agentId)
    if (last?.state === state && last.reason === reason) return 'repeated'
    this.#last.set(agentId, { state, reason })
    keepNewest(this.#last, MAX_AGENTS)
    return {
      kind: 'cti',
      site: this.#site,
      agentId,
      state,
      reason,
      at: new Date(at).toISOString(),
      stateDuration: message.stateDuration,
      client: shortText(message.ctiClientSignature),
      extension: shortText(extension),
      seeded: false,
      raw: hexOf(frame),
    }
  }

  /** An event without an agent id still names his phone, and whose that is an earlier event has said. */
  #agentId(message: Message<'AGENT_STATE_EVENT'>): string | null {
    const { agentExtension, agentInstrument } = message
    const agentId = agentIdOf(message)
    if (agentId) {
      this.#devices.learn(agentId, agentExtension, agentInstrument)
      return agentId
    }
    return this.#devices.agentAt(agentExtension) ?? this.#devices.agentAt(agentInstrument)
  }
}
