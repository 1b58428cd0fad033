import type { FrameRequest, ReportRequest } from '../../wire/report-requests.ts'
import type { RelayMessage } from '../../wire/relay-messages.ts'
import type { RelayError } from './relay-error.ts'

/** A part of a report. */
export type AnswerPart = Extract<RelayMessage, { readonly progress: number }>

/** Who waits for a report. */
export type ReportListener = {
  onPart(part: AnswerPart): void
  /** Nothing more comes. */
  onFault(error: RelayError): void
}

/** A request without the id that it will get. */
export type ReportQuestion = Unnumbered<ReportRequest | FrameRequest>

type Unnumbered<Request> = Request extends unknown ? Omit<Request, 'id'> : never

/** Reports that wait for their parts, known by their ids. */
export class ReportRequests {
  readonly #waiting = new Map<number, ReportListener>()

  add(id: number, listener: ReportListener): void {
    this.#waiting.set(id, listener)
  }

  /** Nobody waits for it any more; returns whether anybody did. */
  remove(id: number): boolean {
    return this.#waiting.delete(id)
  }

  /** A part came. An id that nobody waits for is nobody's. */
  take(part: AnswerPart): void {
    const listener = this.#waiting.get(part.id)
    if (part.complete) this.#waiting.delete(part.id)
    listener?.onPart(part)
  }

  refuse(id: number, error: RelayError): void {
    const listener = this.#waiting.get(id)
    this.#waiting.delete(id)
    listener?.onFault(error)
  }

  /** The connection is gone: nobody will answer. */
  abandon(error: RelayError): void {
    for (const id of this.#waiting.keys()) this.refuse(id, error)
  }
}
