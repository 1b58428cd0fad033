/** The link is lost when so many heartbeats in a row went unanswered. */
export const LOST_HEARTBEATS = 3
/** How long the last of them has, at most. */
const LAST_ANSWER_MS = 5000

/**
 * When to send heartbeats, and when their silence means that the link is lost. They go out at a fixed interval whatever else is sent:
 * UCCX wants them so, and UCCE takes them. Pure: times are passed in.
 */
export class Heartbeat {
  readonly #intervalMs: number
  #due = Infinity
  #lost = Infinity
  #unanswered: number[] = []

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs
  }

  /** A session began. */
  begin(now: number): void {
    this.confirmed(now)
    this.#due = now + this.#intervalMs
  }

  /** When something is due. */
  get deadline(): number {
    return Math.min(this.#due, this.#lost)
  }

  isDue(now: number): boolean {
    return now >= this.#due
  }

  isLost(now: number): boolean {
    return now >= this.#lost
  }

  /** A heartbeat was sent. After the last one that may go unanswered none follows. */
  sent(invokeId: number, now: number): void {
    this.#unanswered.push(invokeId)
    const isLast = this.#unanswered.length >= LOST_HEARTBEATS
    this.#due = isLast ? Infinity : now + this.#intervalMs
    this.#lost = isLast ? now + Math.min(LAST_ANSWER_MS, this.#intervalMs) : Infinity
  }

  /** One was answered: the link lives. */
  confirmed(now: number): void {
    if (this.#due === Infinity) this.#due = now + this.#intervalMs
    this.#lost = Infinity
    this.#unanswered = []
  }

  /** Is this one of the heartbeats that wait for an answer? */
  isWaitingFor(invokeId: number): boolean {
    return this.#unanswered.includes(invokeId)
  }
}
