import type { HistoryRequest } from '../../wire/gadget-messages.ts'
import type { Instant } from '../../history/observation.ts'
import type { StoredObservation } from '../../wire/stored-observation.ts'
import type { RelayMessage } from '../../wire/relay-messages.ts'
import { RelayError } from './relay-error.ts'

type Answer = Extract<RelayMessage, { type: 'history' }>
/** Takes what a page of an answer holds. */
export type TakePage = (observations: readonly StoredObservation[]) => void
type Waiting = {
  readonly request: HistoryRequest
  readonly heard: StoredObservation[]
  readonly take: TakePage | undefined
  readonly resolve: (observations: readonly StoredObservation[]) => void
  readonly reject: (error: RelayError) => void
}

/** History requests that wait for their answers, known by their ids. */
export class HistoryRequests {
  readonly #send: (request: HistoryRequest) => void
  readonly #waiting = new Map<number, Waiting>()
  readonly #nextId: () => number

  /** @param nextId An id that no other request of the connection has. */
  constructor(send: (request: HistoryRequest) => void, nextId: () => number) {
    this.#send = send
    this.#nextId = nextId
  }

  /** Asks for a range and for all its pages. @param take Called with each page as it comes. */
  async ask(
    agentId: string,
    from: Instant,
    to: Instant | null,
    take?: TakePage,
  ): Promise<readonly StoredObservation[]> {
    const request: HistoryRequest = { type: 'history', id: this.#nextId(), agentId, from, to }
    return new Promise((resolve, reject) => {
      this.#waiting.set(request.id, { request, heard: [], take, resolve, reject })
      this.#send(request)
    })
  }

  /** A page came: asks for the next, or hands over all of them. An id that nobody waits for is nobody's. */
  answer({ id, observations, complete, next }: Answer): void {
    const waiting = this.#waiting.get(id)
    if (!waiting) return
    for (const observation of observations) waiting.heard.push(observation)
    waiting.take?.(observations)
    if (complete) {
      this.#waiting.delete(id)
      return waiting.resolve(waiting.heard)
    }
    if (next === undefined || next <= waiting.request.from) {
      return this.refuse(id, new RelayError('bad-answer'))
    }
    const request = { ...waiting.request, from: next }
    this.#waiting.set(id, { ...waiting, request })
    this.#send(request)
  }

  refuse(id: number, error: RelayError): void {
    this.#waiting.get(id)?.reject(error)
    this.#waiting.delete(id)
  }

  /** The connection is gone: nobody will answer. */
  abandon(error: RelayError): void {
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
