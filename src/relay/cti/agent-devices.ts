import { keepNewest } from '../../cti/keep-newest.ts'

/** More phones than the largest site has; those that were named longest ago go first. */
const MAX_DEVICES = 100_000

/** Longest name of a phone: 64 bytes in both products. */
const MAX_DEVICE = 64

/**
 * Whose phone a device of a site is: who was last heard to be at it, or who has it in the configuration. An agent who signs
 * out leaves it to whoever comes next.
 */
export class AgentDevices {
  readonly #agents = new Map<string, string>()

  /** An agent is at these devices: his extension, his instrument. */
  learn(agentId: string, ...devices: readonly (string | null | undefined)[]): void {
    for (const device of devices) {
      if (!device || device.length > MAX_DEVICE) continue
      this.#agents.set(device, agentId)
      keepNewest(this.#agents, MAX_DEVICES)
    }
  }

  /** Who has this extension by configuration; whoever was heard at it is there, whatever the configuration says. */
  configure(agentId: string, extension: string | null | undefined): void {
    if (extension && !this.#agents.has(extension)) this.learn(agentId, extension)
  }

  /** The agent at a device; null where it is nobody's. UCCX from 14 on may write a device as `Primary.Actual`. */
  agentAt(device: string | null | undefined): string | null {
    if (!device) return null
    const agentId = this.#agents.get(device)
    if (agentId !== undefined) return agentId
    const [primary = '', actual] = device.split('.')
    return actual === undefined ? null : (this.#agents.get(actual) ?? this.#agents.get(primary) ?? null)
  }
}
