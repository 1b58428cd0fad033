import type { Catalogue, Deployment } from '../../history/catalogue.ts'
import type { Entry } from '../../history/entry.ts'
import { FloorHistory } from '../../history/floor-history.ts'
import { millisOf } from '../../history/instant.ts'
import type { Observation } from '../../history/observation.ts'
import { firstIndex } from '../../history/sorted.ts'
import { lastsIn, type Window } from '../../history/window.ts'
import { DISORDER_MS, lastPlaceBefore } from '../history/history-places.ts'
import { type HistoryStore, kindOf, type Row } from '../history/history-store.ts'
import type { Slices } from './slices.ts'

/** Rows that are read at a time. */
const PAGE_ROWS = 256

const DAY_MS = 24 * 3_600_000

/** What happened longer ago than this before the last that was read will not change any more. Milliseconds. */
const SETTLED_MS = DAY_MS

/** The rows before a window that are looked at first; they become more until they say enough. */
const LEAD_ROWS = 24

/** So many entries before the window make sure that the first one in it is what it would be with everything before. */
const LEAD_ENTRIES = 3

/** How far back those rows are looked for at first; it becomes more until there are enough or nothing is left. */
const LEAD_MS = DAY_MS

/** What follows the window within this time may still belong to an entry of it. Milliseconds. */
const TAIL_MS = 60_000

export type EntryReaderOptions = {
  readonly store: HistoryStore
  readonly slices: Slices
  readonly catalogue: Catalogue
  readonly deploymentOf: (site: string) => Deployment
  readonly finesseAheadMs: number
  readonly window: Window
  /** Milliseconds on the relay's clock. */
  readonly now: number
  /** When the oldest observation of the history happened, milliseconds. */
  readonly keptSince: number
}

/** Some of an agent's entries, and how much of the agent's part is read with them, 0 to 1. */
export type EntryPage = { readonly entries: readonly Entry[]; readonly share: number }

/**
 * The entries of a window of the kept history, agent by agent. However long the window is, what is in memory is one agent's
 * day and a page.
 */
export class EntryReader {
  readonly #options: EntryReaderOptions
  /** The last place that is surely before the window, and one that surely is behind all that concerns it. */
  readonly #before: number
  readonly #upTo: number
  /** The last place of the history when the reading began. */
  readonly #end: number
  readonly #places = new Map<number, number>()

  private constructor(options: EntryReaderOptions, before: number, upTo: number) {
    this.#options = options
    this.#before = before
    this.#upTo = upTo
    this.#end = options.store.lastSeq
  }

  /** Finds out where in the history a window lies. */
  static async open(options: EntryReaderOptions): Promise<EntryReader> {
    const { store, window, now } = options
    const end = window.to + TAIL_MS + 2 * DISORDER_MS
    const upTo = end > now ? store.lastSeq : await lastPlaceBefore(store, end)
    return new EntryReader(options, await lastPlaceBefore(store, window.from), upTo)
  }

  /** An agent's entries in the window, oldest first, each once. */
  async *entries(agentId: string): AsyncGenerator<EntryPage> {
    const { store, slices, window, now } = this.#options
    const history = await this.#begin(agentId)
    const seqs = await store.listSeqs({ agentIds: [agentId], after: { seq: this.#before }, upTo: this.#upTo })
    let toldUpTo = -Infinity
    const fresh = (settled: number): readonly Entry[] =>
      history.entries(agentId, now).filter((entry) => {
        const end = entry.to ?? Infinity
        return end > toldUpTo && end <= settled && lastsIn(entry, window)
      })
    for (let start = 0; start < seqs.length; start += PAGE_ROWS) {
      const readTo = await this.#take(history, await store.readRows(seqs.subarray(start, start + PAGE_ROWS)))
      const settled = readTo - SETTLED_MS
      let entries: readonly Entry[] = []
      await slices.forEach([history], () => {
        entries = fresh(settled)
        history.trim(agentId, settled, now)
      })
      toldUpTo = Math.max(toldUpTo, settled)
      yield { entries, share: Math.min(1, (start + PAGE_ROWS) / (seqs.length + PAGE_ROWS)) }
    }
    await this.#finish(agentId, history)
    yield { entries: fresh(Infinity), share: 1 }
  }

  /** A history with what leads up to the window: enough to know what lasted as it begins. */
  async #begin(agentId: string): Promise<FloorHistory> {
    const { store, window, now, keptSince } = this.#options
    for (let ms = LEAD_MS; ; ms *= 4) {
      const from = window.from - ms
      const seqs = await store.listSeqs({ agentIds: [agentId], after: { time: from }, upTo: this.#before })
      for (let count = LEAD_ROWS; ; count *= 4) {
        const isAll = count >= seqs.length
        const history = this.#newHistory()
        for (let start = Math.max(0, seqs.length - count); start < seqs.length; start += PAGE_ROWS) {
          await this.#take(history, await store.readRows(seqs.subarray(start, start + PAGE_ROWS)))
        }
        const entries = history.entries(agentId, now)
        const known = firstIndex(entries, (entry) => entry.from > window.from)
        if (known >= LEAD_ENTRIES || (isAll && from <= keptSince)) return history
        if (isAll) break
      }
    }
  }

  /** Reads on until what lasted as the window ended has its end. */
  async #finish(agentId: string, history: FloorHistory): Promise<void> {
    const { store, window, now } = this.#options
    const isOpen = (): boolean => history.entries(agentId, now).findLast((entry) => lastsIn(entry, window))?.to === null
    let after = this.#upTo
    for (let ms = DAY_MS; after < this.#end && isOpen(); ms *= 4) {
      const upTo = await this.#placeAt(window.to + ms)
      const seqs = await store.listSeqs({ agentIds: [agentId], after: { seq: after }, upTo })
      for (let start = 0; start < seqs.length && isOpen(); start += PAGE_ROWS) {
        await this.#take(history, await store.readRows(seqs.subarray(start, start + PAGE_ROWS)))
      }
      after = upTo
    }
  }

  /** A place surely behind a moment, for all agents found once. */
  async #placeAt(moment: number): Promise<number> {
    const { store, now } = this.#options
    const known = this.#places.get(moment)
    if (known !== undefined) return known
    const found =
      moment > now ? this.#end : Math.max(this.#upTo, await lastPlaceBefore(store, moment + 2 * DISORDER_MS))
    this.#places.set(moment, found)
    return found
  }

  #newHistory(): FloorHistory {
    const { deploymentOf, catalogue, finesseAheadMs } = this.#options
    return new FloorHistory({ deploymentOf, catalogue, finesseAheadMs })
  }

  /** Takes rows into a history; answers the latest moment that they were heard at. */
  async #take(history: FloorHistory, rows: readonly Row[]): Promise<number> {
    let latest = -Infinity
    await this.#options.slices.forEach(rows, (row) => {
      const kind = kindOf(row)
      if (kind !== 'cti' && kind !== 'finesse' && kind !== 'gap') return
      const observation = { seq: row.seq, ...(JSON.parse(row.body) as Observation) }
      history.add([observation])
      latest = Math.max(latest, millisOf(observation.kind === 'gap' ? observation.from : observation.at))
    })
    return latest
  }
}
