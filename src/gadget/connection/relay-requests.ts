import type { RelayMessage } from '../../wire/relay-messages.ts'
import type { RelayError } from './relay-error.ts'

/** A part of an answer: a page of a history, or a part of a report. */
export type AnswerPart = Extract<RelayMessage, { readonly complete: boolean }>

/** Who waits for an answer. */
export type AnswerListener = {
  onPart(part: AnswerPart): void
  /** Nothing more comes. */
  onFault(error: RelayError): void
}

/** Requests that wait for the parts of their answers, known by their ids. */
export class RelayRequests {
  readonly #waiting = new Map<number, AnswerListener>()

  add(id: number, listener: AnswerListener): void {
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
