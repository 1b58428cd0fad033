import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { encode } from '../../../src/cti/codec.ts'
import type { Layout } from '../../../src/cti/layout.ts'

const BEAT_MS = 10

/** Where AGENT_STATE_EVENT has its StateDuration: after the header, three numbers of 4 bytes and two of 2. */
const STATE_DURATION_AT = 8 + 3 * 4 + 2 * 2

export const agentIdOf = (index: number): string => `agent${1000 + index}`

/**
 * A busy floor: one AGENT_STATE_EVENT after the other, round the agents, each agent NOT_READY and READY in turn, so that no event
 * repeats the one before it. StateDuration carries when the event was written, in milliseconds since `epoch`.
 */
export class EventStream {
  readonly #frames: readonly (readonly Uint8Array[])[]
  readonly #epoch: number
  #next = 0

  /** @param first The number of the first of its agents. */
  constructor(layout: Layout, agents: number, epoch: number, first = 0) {
    this.#epoch = epoch
    this.#frames = (['NOT_READY', 'AVAILABLE'] as const).map((agentState) =>
      Array.from({ length: agents }, (_, index) => {
        const extension = String(2000 + first + index)
        return encode(
          {
            type: 'AGENT_STATE_EVENT',
            peripheralId: 1,
            agentState,
            eventReasonCode: agentState === 'NOT_READY' ? 71 : 0,
            ctiClientSignature: 'CTI application',
            agentIdLong: agentIdOf(first + index),
            agentExtension: extension,
            agentInstrument: extension,
          },
          layout,
        )
      }),
    )
  }

  /** Events written so far. */
  get sent(): number {
    return this.#next
  }

  /** Writes this many events at once. */
  write(socket: Socket, count: number): void {
    const now = Date.now() - this.#epoch
    const parts: Buffer[] = []
    for (let written = 0; written < count; written++) {
      const round = this.#frames[Math.floor(this.#next / (this.#frames[0]?.length ?? 1)) % 2] ?? []
      const frame = Buffer.from(round[this.#next % round.length] ?? [])
      frame.writeUInt32BE(now, STATE_DURATION_AT)
      parts.push(frame)
      this.#next += 1
    }
    socket.write(Buffer.concat(parts))
  }

  /** Writes this many events a second for a while, or until `onBeat`, asked every few milliseconds, is false. */
  async hold(
    socket: Socket,
    { pace, ms, onBeat }: { readonly pace: number; readonly ms: number; readonly onBeat: () => boolean | void },
  ): Promise<void> {
    const [first, started] = [this.#next, performance.now()]
    for (let elapsed = 0; elapsed < ms && onBeat() !== false; elapsed = performance.now() - started) {
      const due = Math.floor((pace * elapsed) / 1000) - (this.#next - first)
      if (due > 0) this.write(socket, due)
      await pause(BEAT_MS)
    }
  }
}
