import { AgentTimeline } from './agent-timeline.ts'
import type { Catalogue, Deployment } from './catalogue.ts'
import { ctiSilence } from './cti-lane.ts'
import { finesseSilence } from './finesse-lane.ts'
import type { Entry, Lanes } from './entry.ts'
import { type Gap, type GapBook, silenceIn } from './gap-book.ts'
import type { CtiObservation, FinesseObservation, GapObservation } from './observation.ts'
import { compareText } from './sorted.ts'
import type { Span } from './timeline.ts'
import { judge } from './verdict.ts'

/** What all agents' histories are made with. */
export type HistorySettings = {
  readonly book: GapBook
  readonly deploymentOf: (site: string) => Deployment
  readonly allowanceMs: number
  finesseAheadMs: number
  catalogue: Catalogue
}

/** Do two values of one type say the same? */
const isSame = (a: unknown, b: unknown): boolean =>
  a === b ||
  (a instanceof Object &&
    b instanceof Object &&
    Object.keys(a).length === Object.keys(b).length &&
    Object.entries(a).every(([key, value]) => isSame(value, Reflect.get(b, key))))

/** The new ones, each replaced by an equal one of the old so that views can tell what changed. Both by `from`. */
function reuse<T extends { readonly from: number }>(old: readonly T[], fresh: readonly T[]): T[] {
  let first = 0
  return fresh.map((item) => {
    while ((old[first]?.from ?? Infinity) < item.from) first += 1
    for (let index = first; old[index]?.from === item.from; index++) {
      const candidate = old[index]
      if (candidate && isSame(candidate, item)) return candidate
    }
    return item
  })
}

/** One agent's history as others see it. What did not change keeps its identity. */
export class AgentHistory {
  readonly #agentId: string
  readonly #settings: HistorySettings
  readonly #timeline: AgentTimeline
  readonly #entries: Entry[] = []
  #view: readonly Entry[] | null = null
  #lanes: Lanes | null = null
  #lanesAreCurrent = false
  /** From this index on the spans may be others than the entries were made of. */
  #firstStale = 0
  #judgedAt = -Infinity
  #judgedWith: Catalogue | null = null

  constructor(agentId: string, settings: HistorySettings) {
    this.#agentId = agentId
    this.#settings = settings
    this.#timeline = new AgentTimeline(settings.book, settings.allowanceMs, settings.finesseAheadMs)
  }

  /** Takes in an observation; returns whether it is new. */
  hear(observation: CtiObservation | FinesseObservation | GapObservation): boolean {
    const isNew = this.#timeline.hear(observation)
    if (isNew) this.#lanesAreCurrent = false
    return isNew
  }

  /** A gap was recorded, or more is known of one; returns whether it concerns this agent. */
  learnGap(gap: Gap): boolean {
    const isConcerned = this.#timeline.learnGap(gap)
    if (isConcerned) this.#lanesAreCurrent = false
    return isConcerned
  }

  setFinesseAhead(aheadMs: number): void {
    this.#timeline.setFinesseAhead(aheadMs)
    this.#lanesAreCurrent = false
  }

  /** Oldest first; the same array while nothing in it changed. */
  entries(now: number): readonly Entry[] {
    this.#judge(now)
    return (this.#view ??= [...this.#entries])
  }

  /** The entry that lasts, or null. */
  current(now: number): Entry | null {
    this.#judge(now)
    const last = this.#entries.at(-1)
    return last?.to === null ? last : null
  }

  lanes(): Lanes {
    if (this.#lanes && this.#lanesAreCurrent) return this.#lanes
    const fresh = this.#makeLanes()
    this.#lanesAreCurrent = true
    this.#lanes = this.#lanes
      ? {
          cti: reuse(this.#lanes.cti, fresh.cti),
          finesse: reuse(this.#lanes.finesse, fresh.finesse),
          gaps: fresh.gaps,
        }
      : fresh
    return this.#lanes
  }

  /** When the first of the verdicts that are `pending` must be found again; null where none is. */
  nextDeadline(now: number): number | null {
    this.#judge(now)
    let deadline: number | null = null
    for (let index = this.#entries.length - 1; index >= 0; index--) {
      const entry = this.#entries[index]
      const until = (entry?.from ?? -Infinity) + this.#settings.allowanceMs
      if (until <= now) break
      if (entry?.verdict === 'pending') deadline = until
    }
    return deadline
  }

  /** How many entries there were when they were last asked for. */
  get size(): number {
    return this.#entries.length
  }

  /** Forgets entries that ended before a moment, but for what is needed to go on; returns them, oldest first. */
  trim(before: number, now: number): readonly Entry[] {
    this.#judge(now)
    const dropped = this.#timeline.trim(before)
    if (dropped === 0) return []
    this.#firstStale -= dropped
    this.#view = null
    this.#lanesAreCurrent = false
    return this.#entries.splice(0, dropped)
  }

  /** Brings the timeline up to date with what was heard. */
  #update(): void {
    this.#firstStale = Math.min(this.#firstStale, this.#timeline.update())
  }

  /** Brings the entries up to date with what was heard, with the catalogue and with the time. */
  #judge(now: number): void {
    const { catalogue, allowanceMs } = this.#settings
    this.#update()
    let first = Math.min(this.#firstStale, this.#entries.length)
    const { spans } = this.#timeline
    if (catalogue !== this.#judgedWith) first = 0
    else if (now !== this.#judgedAt) {
      // Only a verdict whose allowance ends between the two moments can have become another one.
      const early = Math.min(now, this.#judgedAt) - allowanceMs
      const late = Math.max(now, this.#judgedAt) - allowanceMs
      for (let index = first - 1; (spans[index]?.from ?? -Infinity) > early; index--) {
        if ((spans[index]?.from ?? Infinity) <= late) first = index
      }
    }
    this.#judgedAt = now
    this.#judgedWith = catalogue
    this.#firstStale = spans.length
    if (first === spans.length && first === this.#entries.length) return
    const old = this.#entries.splice(first)
    const fresh: Entry[] = []
    for (let index = first; index < spans.length; index++) {
      const span = spans[index]
      if (span) fresh.push(this.#entryOf(span, spans[index + 1], now))
    }
    const entries = reuse(old, fresh)
    this.#entries.push(...entries)
    if (entries.length !== old.length || entries.some((entry, index) => entry !== old[index])) this.#view = null
  }

  #entryOf(known: Span, next: Span | undefined, now: number): Entry {
    const { catalogue, allowanceMs } = this.#settings
    const span = this.#withLosses(known)
    const { verdict, mayChange, reason } = judge(span, { catalogue, deployment: this.#deploymentOf(span) })
    return {
      agentId: this.#agentId,
      state: span.state,
      from: span.from,
      to: span.closedAt ?? next?.from ?? null,
      endedByGap: span.closedAt !== null,
      cti: span.cti?.observation ?? null,
      finesse: span.finesse?.observation ?? null,
      ctiWatched: span.cti !== null || span.ctiHeard === 'yes',
      finesseWatched: span.finesseWatched,
      reason,
      verdict: mayChange && now < span.from + allowanceMs ? 'pending' : verdict,
      lag: span.lag,
    }
  }

  /** What a side that says nothing of a stay would have said may be what was lost when it fell silent soon after. */
  #withLosses(span: Span): Span {
    const { from, finesse, finesseWatched, ctiHeard } = span
    const wasLost = (source: Gap['source']): boolean =>
      silenceIn(this.#timeline.gaps, from, from + this.#settings.allowanceMs + 1, source) !== null
    return {
      ...span,
      finesseWatched: finesseWatched && (finesse !== null || !wasLost('finesse')),
      ctiHeard: ctiHeard === 'yes' && wasLost('cti') ? 'deaf' : ctiHeard,
    }
  }

  /** That of the site which spoke; where only Finesse did, that of a site which the agent was ever heard on. */
  #deploymentOf({ cti }: Span): Deployment | null {
    const site = cti?.observation.site ?? [...this.#timeline.sites].toSorted(compareText)[0]
    return site === undefined ? null : this.#settings.deploymentOf(site)
  }

  #makeLanes(): Lanes {
    this.#update()
    const { ctiStays, finesseStays, gaps, floor } = this.#timeline
    return {
      cti: ctiStays.map((stay, index) => {
        const next = ctiStays[index + 1]?.from ?? null
        const to = ctiSilence(stay, next ?? Infinity, gaps) ?? next
        return { state: stay.state, from: stay.from, to, code: stay.code, seeded: stay.seeded }
      }),
      finesse: finesseStays.map((stay, index) => {
        const next = finesseStays[index + 1]?.from ?? null
        const to = finesseSilence(stay, next ?? Infinity, gaps) ?? next
        return { state: stay.state, from: stay.from, to, code: stay.code, seeded: false }
      }),
      gaps: gaps.flatMap(({ to, observation }) => (to !== null && to <= floor ? [] : observation)),
    }
  }
}
