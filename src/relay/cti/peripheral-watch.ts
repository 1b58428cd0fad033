import type { Message } from '../../cti/messages.ts'
import { SYSTEM_EVENTS } from '../../cti/system-events.ts'

/** What a CTI server is without. */
type Part = 'peripheral' | 'gateway' | 'server'

/** GED-188 names no event for a gateway that is back: its peripheral or its CTI server tells. */
const BACK: Readonly<Record<number, readonly Part[]>> = {
  [SYSTEM_EVENTS.PERIPHERAL_ONLINE]: ['peripheral', 'gateway'],
  [SYSTEM_EVENTS.CTI_SERVER_ONLINE]: ['server', 'gateway'],
}

const LOST: Readonly<Record<number, readonly [Part, words: string]>> = {
  [SYSTEM_EVENTS.PERIPHERAL_OFFLINE]: ['peripheral', 'its peripheral is offline'],
  [SYSTEM_EVENTS.PERIPHERAL_GATEWAY_OFFLINE]: ['gateway', 'its peripheral gateway is offline'],
  [SYSTEM_EVENTS.CTI_SERVER_OFFLINE]: ['server', 'the CTI server is offline'],
}

/** `lost`: no agent is heard any more, and why; `back`: agents are heard again. */
export type PeripheralChange = { readonly kind: 'lost'; readonly words: string } | { readonly kind: 'back' }

/**
 * A UCCE CTI server keeps its sessions open while what it hears agents from is away, and says so in SYSTEM_EVENTs: of every
 * peripheral that it knows, of which only one has the agents. Pure.
 */
export class PeripheralWatch {
  readonly #peripheralId: number
  readonly #lost = new Set<Part>()

  constructor(peripheralId: number) {
    this.#peripheralId = peripheralId
  }

  /** A session opened: nothing is known to be away. */
  reset(): void {
    this.#lost.clear()
  }

  /** @returns what has changed by this message; null for nothing. */
  hear(message: Message): PeripheralChange | null {
    if (message.type === 'AGENT_STATE_EVENT') return this.#back(['peripheral', 'gateway', 'server'])
    if (message.type !== 'SYSTEM_EVENT') return null
    const { systemEventId, systemEventArg1 } = message
    const isOfPeripheral =
      systemEventId === SYSTEM_EVENTS.PERIPHERAL_ONLINE || systemEventId === SYSTEM_EVENTS.PERIPHERAL_OFFLINE
    if (isOfPeripheral && systemEventArg1 !== this.#peripheralId) return null
    const lost = LOST[systemEventId]
    return lost ? this.#lose(...lost) : this.#back(BACK[systemEventId] ?? [])
  }

  #lose(part: Part, words: string): PeripheralChange | null {
    const isFirst = this.#lost.size === 0
    this.#lost.add(part)
    return isFirst ? { kind: 'lost', words } : null
  }

  #back(parts: readonly Part[]): PeripheralChange | null {
    if (this.#lost.size === 0) return null
    for (const part of parts) this.#lost.delete(part)
    return this.#lost.size === 0 ? { kind: 'back' } : null
  }
}
