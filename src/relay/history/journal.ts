import { randomUUID } from 'node:crypto'
import type { Observation } from '../../history/observation.ts'
import { HistoryError } from './history-error.ts'
import type { Draft, Lease, Row } from './history-store.ts'

/** Most observations in one commit: more would hold up the sockets while they are published. */
const MAX_BATCH = 2_000

/** What may wait while the disk is slow or full, in characters of JSON; past it new observations are dropped and a gap is recorded. */
const MAX_WAITING_CHARS = 64 * 1024 * 1024

/** A commit that takes longer than this counts as trouble. */
const STALL_MS = 2_000

const FIRST_RETRY_MS = 250
const LAST_RETRY_MS = 5_000

/** The observation as a row to be: when it counts as having happened, and its JSON. */
export function draftOf(observation: Observation): Draft {
  const { seq: _, kind, ...rest } = observation
  const isGap = observation.kind === 'gap'
  const at = isGap ? (observation.to ?? observation.from) : observation.at
  return {
    agentId: isGap ? null : observation.agentId,
    at: Date.parse(at),
    body: JSON.stringify({ kind, ...rest }),
  }
}

const stalled = (): HistoryError =>
  new HistoryError('history-slow', 'The history takes long to write: is the disk overloaded?')

/** What was dropped because nothing could be written: from when, and how many observations. */
export type Loss = { readonly from: number; readonly count: number }

export type JournalOptions = {
  /** What it writes with. */
  readonly store: Pick<Lease, 'append'>
  /** Called with what has become durable, in order, and when the first of it was pushed (milliseconds). */
  readonly onDurable: (rows: readonly Row[], since: number) => void
  /** Called once when writing fails or takes long, and once when it works again. */
  readonly onTrouble: (error: HistoryError | null) => void
  /** Called when writing works again after observations had to be dropped; the caller records the gap. */
  readonly onLoss: (loss: Loss) => void
  readonly now: () => number
}

/**
 * The way into the history: durable first, then published. While one batch is being committed the next one gathers,
 * so that batches grow by themselves under load and an event on a quiet floor waits for nobody.
 */
export class Journal {
  readonly #options: JournalOptions
  #waiting: Draft[] = []
  #waitingChars = 0
  #waitingSince = 0
  #batchSince = 0
  #committing: readonly Draft[] = []
  #batch = ''
  #trouble: HistoryError | null = null
  #loss: Loss | null = null
  #retryMs = FIRST_RETRY_MS
  #running: Promise<void> | null = null
  #closed = false
  #wakeRetry: (() => void) | null = null

  constructor(options: JournalOptions) {
    this.#options = options
  }

  /** Observations that are not durable yet. */
  get depth(): number {
    return this.#waiting.length + this.#committing.length
  }

  /** Everything that was pushed before this moment is durable. Milliseconds. */
  durableUntil(): number {
    if (this.#committing.length > 0) return this.#batchSince
    return this.#waiting.length > 0 ? this.#waitingSince : this.#options.now()
  }

  /** Why nothing can be written at the moment; null when all is well. */
  fault(): HistoryError | null {
    return this.#trouble
  }

  push(observation: Observation): void {
    const draft = draftOf(observation)
    if (this.#waitingChars + draft.body.length > MAX_WAITING_CHARS) {
      this.#loss = { from: this.#loss?.from ?? draft.at, count: (this.#loss?.count ?? 0) + 1 }
      return
    }
    if (this.#waiting.length === 0) this.#waitingSince = this.#options.now()
    this.#waiting.push(draft)
    this.#waitingChars += draft.body.length
    if (!this.#closed) this.#running ??= this.#drain()
  }

  /** Resolves when all that was pushed is durable, or when the journal is closed. */
  async flush(): Promise<void> {
    await this.#running
  }

  /** Ends the retries: what could not be written by now is lost with the process. */
  close(): void {
    this.#closed = true
    this.#wakeRetry?.()
  }

  async #drain(): Promise<void> {
    // Everything said in one turn of the event loop goes into one commit.
    await Promise.resolve()
    while (this.#waiting.length > 0 || this.#committing.length > 0) {
      if (this.#committing.length === 0) this.#takeBatch()
      if (await this.#commit()) continue
      if (this.#closed) break
      await this.#pause()
    }
    this.#running = null
  }

  /** Answers false where it has to be tried again. */
  async #commit(): Promise<boolean> {
    const stall = setTimeout(() => this.#fail(stalled()), STALL_MS)
    try {
      this.#publish(await this.#options.store.append(this.#committing, this.#batch))
      return true
    } catch (error) {
      this.#fail(error)
      return false
    } finally {
      clearTimeout(stall)
    }
  }

  #takeBatch(): void {
    this.#committing = this.#waiting.splice(0, MAX_BATCH)
    this.#batch = randomUUID()
    this.#batchSince = this.#waitingSince
    for (const { body } of this.#committing) this.#waitingChars -= body.length
  }

  #publish(firstSeq: number): void {
    const rows = this.#committing.map(({ agentId, body }, index) => ({ seq: firstSeq + index, agentId, body }))
    this.#committing = []
    this.#retryMs = FIRST_RETRY_MS
    if (this.#trouble) {
      this.#trouble = null
      this.#options.onTrouble(null)
    }
    this.#options.onDurable(rows, this.#batchSince)
    if (this.#loss && this.#waiting.length === 0) {
      const loss = this.#loss
      this.#loss = null
      this.#options.onLoss(loss)
    }
  }

  #fail(error: unknown): void {
    const fault =
      error instanceof HistoryError
        ? error
        : new HistoryError('history-failed', 'The history cannot be written.', error)
    const isNew = this.#trouble?.code !== fault.code
    this.#trouble = fault
    if (isNew) this.#options.onTrouble(fault)
  }

  async #pause(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, this.#retryMs)
    this.#retryMs = Math.min(2 * this.#retryMs, LAST_RETRY_MS)
    this.#wakeRetry = resolve
    await promise
    clearTimeout(timer)
    this.#wakeRetry = null
  }
}
