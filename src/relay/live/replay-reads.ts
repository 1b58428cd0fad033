import type { HistoryStore, Scope } from '../history/history-store.ts'
import { type PackedRows, piecesOf, type RowGroup } from '../history/packed-rows.ts'
import { frameAround, type Frame } from './publisher.ts'

/** Rows that are read, and sent, together: a live event of another socket must not wait long behind them. */
const PAGE_ROWS = 256

/** How long what was read stays for others, in milliseconds. */
const KEEP_MS = 2_000
/** How much of it stays at most: lists and pages, and the bytes of either. */
const MAX_KEPT = 256
const MAX_KEPT_BYTES = 32 * 1024 * 1024

/** Frames of one page that are kept: they differ for those who are told of other kinds of observations. */
const MAX_FRAMES = 2

/** Answers that are being read or have just been. One that failed is not kept. */
class RecentAnswers<T> {
  readonly #bytesOf: (answer: T) => number
  readonly #kept = new Map<string, { readonly answer: Promise<T>; bytes: number }>()
  #bytes = 0

  constructor(bytesOf: (answer: T) => number) {
    this.#bytesOf = bytesOf
  }

  get(key: string, read: () => Promise<T>): Promise<T> {
    const known = this.#kept.get(key)
    if (known) return known.answer
    const entry = { answer: read(), bytes: 0 }
    this.#kept.set(key, entry)
    const drop = (): void => {
      if (this.#kept.get(key) === entry) this.#drop(key)
    }
    const weigh = (answer: T): void => {
      if (this.#kept.get(key) !== entry) return
      entry.bytes = this.#bytesOf(answer)
      this.#bytes += entry.bytes
      setTimeout(drop, KEEP_MS).unref()
      this.#makeRoom()
    }
    entry.answer.then(weigh, drop)
    this.#makeRoom()
    return entry.answer
  }

  /** The oldest goes first. */
  #makeRoom(): void {
    for (const key of this.#kept.keys()) {
      if (this.#kept.size <= MAX_KEPT && this.#bytes <= MAX_KEPT_BYTES) return
      this.#drop(key)
    }
  }

  #drop(key: string): void {
    this.#bytes -= this.#kept.get(key)?.bytes ?? 0
    this.#kept.delete(key)
  }
}

/** Rows that are replayed together, and up to where in the history they reach. */
export class ReplayPage {
  readonly upTo: number
  readonly #rows: PackedRows
  readonly #frames = new Map<string, Frame>()

  constructor(rows: PackedRows, upTo: number) {
    this.#rows = rows
    this.upTo = upTo
  }

  /** About as many bytes as it takes, its frame included. */
  get bytes(): number {
    return 2 * this.#rows.text.length
  }

  /** The frame of those of its rows that somebody may have, built once for all who are sent the same. */
  frame(isWanted: (group: RowGroup) => boolean, cursor = this.upTo): Frame {
    const wanted = this.#rows.groups.map(isWanted)
    const key = `${cursor} ${wanted.map(Number).join('')}`
    const known = this.#frames.get(key)
    if (known) return known
    const frame = frameAround(cursor, piecesOf(this.#rows, wanted))
    if (this.#frames.size >= MAX_FRAMES) this.#frames.clear()
    this.#frames.set(key, frame)
    return frame
  }
}

/** Which rows are replayed, page by page. */
type Replay = { readonly number: number; readonly seqs: Float64Array; readonly upTo: number }

/** Who loses the connection together comes back together, and has missed the same: it is read once for all of them. */
export class ReplayReads {
  readonly #store: HistoryStore
  readonly #replays = new RecentAnswers<Replay>(({ seqs }) => seqs.byteLength)
  readonly #pages = new RecentAnswers<ReplayPage>(({ bytes }) => bytes)
  #count = 0

  constructor(store: HistoryStore) {
    this.#store = store
  }

  /** What of a scope there is, in order. The next page is read when it is asked for. */
  async *pages(scope: Scope): AsyncGenerator<ReplayPage> {
    // The same seqs are other rows in another epoch.
    const key = JSON.stringify([this.#store.epoch, scope])
    const replay = await this.#replays.get(key, async () => {
      const seqs = await this.#store.listSeqs(scope)
      return { number: this.#count++, seqs, upTo: scope.upTo }
    })
    for (let start = 0; start < replay.seqs.length; start += PAGE_ROWS) {
      yield await this.#pages.get(`${replay.number} ${start}`, () => this.#read(replay, start))
    }
  }

  async #read({ seqs, upTo }: Replay, start: number): Promise<ReplayPage> {
    const some = seqs.subarray(start, start + PAGE_ROWS)
    const isLast = start + PAGE_ROWS >= seqs.length
    return new ReplayPage(await this.#store.readPacked(some), isLast ? upTo : (some.at(-1) ?? upTo))
  }
}
