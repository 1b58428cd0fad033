import { type Call, callsOf } from '../../history/calls.ts'
import type { ContextHistory } from '../../history/context-history.ts'
import type { Entry, Lanes } from '../../history/entry.ts'
import type { FloorHistory } from '../../history/floor-history.ts'
import type { ContextObservation, SystemObservation } from '../../history/observation.ts'
import { RelayError } from '../connection/relay-error.ts'
import type { Range } from '../selectors/time-axis.ts'

/** How the reading of a day stands. `failed`: what came before is kept, and it may be tried again. */
export type DayReading =
  { readonly phase: 'waiting' | 'reading' | 'read' } | { readonly phase: 'failed'; readonly code: string }

/** What a day is read from, and into. */
export type DaySource = {
  readonly history: FloorHistory
  readonly context: ContextHistory
  /** Reads into both what the relay keeps of the agent from a moment up to another. @throws {RelayError} */
  readonly read: (from: number, to: number) => Promise<void>
  /** When the relay's history begins; null where it has not told. */
  readonly keptSince: number | null
  /** Called whenever something came or the reading stands otherwise. */
  readonly onChange: () => void
}

const HOUR_MS = 3_600_000

/** How far before a day is looked for what lasted when it began, further each time: a weekend and a holiday at last. */
const LOOKBACKS_MS = [6, 24, 96, 192].map((hours) => hours * HOUR_MS)

/** What is said a little after a day may be about its last stay. */
const AFTER_MS = 60_000

/** One agent's day: what is kept of it, and how far it was read. */
export class AgentDay {
  readonly agentId: string
  readonly range: Range
  readonly source: DaySource
  #reading: DayReading = { phase: 'waiting' }
  #shown: { readonly all: readonly Entry[]; readonly entries: readonly Entry[] } | null = null
  #calls: {
    readonly heard: readonly ContextObservation[]
    readonly gaps: Lanes['gaps']
    readonly list: readonly Call[]
  } | null = null

  /** @param range The day, or what has passed of it. */
  constructor(agentId: string, range: Range, source: DaySource) {
    this.agentId = agentId
    this.range = range
    this.source = source
  }

  get reading(): DayReading {
    return this.#reading
  }

  /** Reads what the relay keeps of the day, unless that was done or is under way. */
  async read(now: number): Promise<void> {
    if (this.#reading.phase === 'reading' || this.#reading.phase === 'read') return
    this.#set({ phase: 'reading' })
    try {
      await this.#readBackFrom(now)
      this.#set({ phase: 'read' })
    } catch (error) {
      if (!(error instanceof RelayError)) throw error
      this.#set({ phase: 'failed', code: error.code })
    }
  }

  /** The entries of the day, oldest first; the same array while nothing in it changed. */
  entries(now: number): readonly Entry[] {
    const all = this.source.history.entries(this.agentId, now)
    const { from, to } = this.range
    if (this.#shown?.all !== all) {
      const entries = all.filter((entry) => entry.from < to && (entry.to ?? Infinity) > from)
      this.#shown = { all, entries }
    }
    return this.#shown.entries
  }

  get lanes(): Lanes {
    return this.source.history.lanes(this.agentId)
  }

  /** The calls, oldest first; the same array while nothing in it changed. */
  get calls(): readonly Call[] {
    const heard = this.source.context.of(this.agentId)
    const { gaps } = this.lanes
    if (this.#calls?.heard !== heard || this.#calls.gaps !== gaps) {
      const events = heard.filter((each) => each.kind === 'call')
      this.#calls = { heard, gaps, list: callsOf(events, gaps) }
    }
    return this.#calls.list
  }

  /** What became that day of the agent's phone, and of the CTI servers that he was heard from; oldest first. */
  systems(now: number): readonly SystemObservation[] {
    const { source, agentId, range } = this
    const sites = new Set(this.entries(now).map(({ cti }) => cti?.site))
    return [...source.context.of(null), ...source.context.of(agentId)]
      .filter((each): each is SystemObservation => {
        const at = Date.parse(each.at)
        const isHis = each.agentId !== null || sites.has(each.site)
        return each.kind === 'system' && isHis && at >= range.from && at < range.to
      })
      .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
  }

  /** Does the relay's history begin after the day has ended? */
  get isBeforeHistory(): boolean {
    return (this.source.keptSince ?? -Infinity) >= this.range.to
  }

  async #readBackFrom(now: number): Promise<void> {
    const { range, source } = this
    const earliest = source.keptSince ?? -Infinity
    let to = Math.min(range.to + AFTER_MS, now)
    for (const lookback of LOOKBACKS_MS) {
      const from = Math.max(range.from - lookback, earliest)
      if (from >= to) return
      await source.read(from, to)
      if (this.#isBeginningKnown()) return
      to = from
    }
  }

  /** Is it known what the CTI server said of the moment in which the day begins, or that nobody listened then? */
  #isBeginningKnown(): boolean {
    const { cti, gaps } = this.lanes
    const begin = this.range.from
    return (
      cti.some(({ from, to }) => from <= begin && (to ?? Infinity) > begin) ||
      gaps.some(
        ({ source, from, to }) =>
          source === 'cti' && Date.parse(from) <= begin && (to === null || Date.parse(to) > begin),
      )
    )
  }

  #set(reading: DayReading): void {
    this.#reading = reading
    this.source.onChange()
  }
}
