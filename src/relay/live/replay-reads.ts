import type { HistoryStore, Row, Scope } from '../history/history-store.ts'
import { type Frame, observationsFrame } from './publisher.ts'

/** How long what was read stays for others, in milliseconds, and how many answers at most: some 100 KB each. */
const KEEP_MS = 1_000
const MAX_KEPT = 256

/** Answers that are being read or have just been. One that failed is not kept. */
class RecentAnswers<T> {
  readonly #kept = new Map<string, Promise<T>>()

  get(key: string, read: () => Promise<T>): Promise<T> {
    const known = this.#kept.get(key)
    if (known) return known
    const answer = read()
    this.#kept.set(key, answer)
    const drop = (): void => {
      if (this.#kept.get(key) === answer) this.#kept.delete(key)
    }
    answer.then(() => setTimeout(drop, KEEP_MS).unref(), drop)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest)
    return answer
  }
}

/** Rows that are replayed together. */
export class ReplayPage {
  readonly rows: readonly Row[]
  #frame: Frame | null = null

  constructor(rows: readonly Row[]) {
    this.rows = rows
  }

  /** The frame of all its rows, built once for all who are sent the same. */
  frame(cursor: number): Frame {
    if (this.#frame?.cursor !== cursor) this.#frame = observationsFrame(cursor, this.rows)
    return this.#frame
  }
}

/** Who loses the connection together comes back together, and has missed the same: it is read once for all of them. */
export class ReplayReads {
  readonly #store: HistoryStore
  readonly #lists = new RecentAnswers<Float64Array>()
  readonly #pages = new RecentAnswers<ReplayPage>()

  constructor(store: HistoryStore) {
    this.#store = store
  }

  /** As the store's. */
  listSeqs(scope: Scope): Promise<Float64Array> {
    // The same seqs are other rows in another epoch.
    return this.#lists.get(JSON.stringify([this.#store.epoch, scope]), () => this.#store.listSeqs(scope))
  }

  /** The rows of these seqs. */
  readPage(seqs: Float64Array): Promise<ReplayPage> {
    const numbers = Buffer.from(seqs.buffer, seqs.byteOffset, seqs.byteLength).toString('latin1')
    return this.#pages.get(
      `${this.#store.epoch} ${numbers}`,
      async () => new ReplayPage(await this.#store.readRows(seqs)),
    )
  }
}
