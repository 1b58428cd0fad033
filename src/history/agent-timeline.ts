import { CtiLane, type CtiStay } from './cti-lane.ts'
import { FinesseLane, type FinesseStay } from './finesse-lane.ts'
import { compareGaps, type Gap, GapBook } from './gap-book.ts'
import type { CtiObservation, FinesseObservation, GapObservation } from './observation.ts'
import { pairStays } from './pairing.ts'
import { firstIndex } from './sorted.ts'
import { BEGINNING, type Place, type Span, Timeline } from './timeline.ts'

/**
 * Stays that follow one another within the allowance are paired together; of a longer chain than this, half at a time is
 * settled with the other half in view. So pairing costs the same however busy the agent is.
 */
const CHAIN = 48

/** A place between two chains: what comes after it does not change what came before. */
type Checkpoint = Place & {
  /** How many stays of each lane come before it. */
  readonly cti: number
  readonly finesse: number
  /** What comes before it was settled by what happened until then, and stands unless more of that time is heard. */
  readonly settledUntil: number
}

const FIRST: Checkpoint = { ...BEGINNING, cti: 0, finesse: 0, settledUntil: -Infinity }

/** Indexes in both lanes. */
type Pair = { readonly cti: number; readonly finesse: number }

/** A chain: the stays of both lanes up to these indexes. Where it goes on beyond, `half` of it may be settled; else null. */
type Chain = Pair & { readonly half: Pair | null; readonly last: number }

/** Where a chain is cut near its half: after a pair that separates nothing that belongs together, because pairs do not cross. */
function cutIn(pairs: readonly Pair[], half: Pair): Pair {
  const last = pairs.findLast(({ cti, finesse }) => cti < half.cti && finesse < half.finesse) ?? pairs[0]
  return last ? { cti: last.cti + 1, finesse: last.finesse + 1 } : half
}

/**
 * What one agent's timeline is, kept up to date as more is heard. What was heard last costs as much as the chain it
 * belongs to; what is heard late costs as much as all that comes after it.
 */
export class AgentTimeline {
  /** The CTI sites the agent was heard on. */
  readonly sites = new Set<string>()
  readonly #cti = new CtiLane()
  readonly #finesse: FinesseLane
  readonly #book: GapBook
  /** The gaps that concern this agent alone; null: there was none. */
  #ownBook: GapBook | null = null
  readonly #allowanceMs: number
  readonly #timeline: Timeline
  #checkpoints: Checkpoint[] = [FIRST]
  #bookGaps: readonly Gap[] | null = null
  #gaps: readonly Gap[] = []
  /** Those that began for this agent at another moment than the gap says, and when. */
  #movedGaps: ReadonlyMap<GapObservation, number> = new Map()
  /** From when on something new was heard; Infinity: nothing was. */
  #changedFrom = Infinity
  /** What is not later was trimmed away. */
  #floor = -Infinity

  constructor(book: GapBook, allowanceMs: number, finesseAheadMs: number) {
    this.#book = book
    this.#allowanceMs = allowanceMs
    this.#finesse = new FinesseLane(finesseAheadMs)
    this.#timeline = new Timeline(allowanceMs)
  }

  /** The spans, oldest first. Up to date after `update`. */
  get spans(): readonly Span[] {
    return this.#timeline.spans
  }

  get ctiStays(): readonly CtiStay[] {
    return this.#cti.stays
  }

  get finesseStays(): readonly FinesseStay[] {
    return this.#finesse.stays
  }

  /** The gaps that concern the agent, earliest first, each beginning when it began for him. */
  get gaps(): readonly Gap[] {
    return this.#gaps
  }

  /** What is not later was trimmed away, and is not taken in any more. */
  get floor(): number {
    return this.#floor
  }

  /** Takes in what was said of this agent; returns whether it is new. */
  hear(observation: CtiObservation | FinesseObservation | GapObservation): boolean {
    if (observation.kind === 'cti') return this.#hearCti(observation)
    if (observation.kind === 'finesse') return this.#hearFinesse(observation)
    const book = (this.#ownBook ??= new GapBook())
    book.neededFrom = this.#book.neededFrom
    const gap = book.add(observation)
    return gap !== null && this.learnGap(gap)
  }

  #hearCti(observation: CtiObservation): boolean {
    const at = this.#cti.insert(observation, this.#floor)
    if (at === null) return false
    this.#touch(at)
    // Gaps may have begun at another moment for this agent; on a site that is new to him, other gaps concern him.
    this.#bookGaps = null
    if (!this.sites.has(observation.site)) {
      this.sites.add(observation.site)
      this.#touch(-Infinity)
    }
    return true
  }

  #hearFinesse(observation: FinesseObservation): boolean {
    const from = this.#finesse.insert(observation, this.#floor)
    if (from === null) return false
    this.#touch(from)
    return true
  }

  /** A gap was recorded, or more is known of one. Returns whether it concerns this agent. */
  learnGap({ source, site, from }: Gap): boolean {
    if (source === 'cti' && this.sites.size > 0 && !this.sites.has(site)) return false
    this.#bookGaps = null
    this.#touchGap(from)
    return true
  }

  /** Takes another difference of Finesse's clock from the relay's. */
  setFinesseAhead(aheadMs: number): void {
    this.#finesse.setAhead(aheadMs)
    this.#touch(-Infinity)
  }

  /** Takes in all that was heard. Returns the index of the first span that may be another one than before. */
  update(): number {
    this.#updateGaps()
    if (this.#changedFrom === Infinity) return this.spans.length
    this.#cti.fold(this.#changedFrom, this.#gaps)
    const changedFrom = this.#finesse.fold(this.#changedFrom, this.#gaps)
    this.#changedFrom = Infinity
    const kept = firstIndex(this.#checkpoints, ({ settledUntil }) => settledUntil >= changedFrom)
    this.#checkpoints.length = Math.max(1, kept)
    let place = this.#checkpoints.at(-1) ?? FIRST
    const firstChanged = Math.max(0, place.spans - 1)
    // Of the stay in which a trimmed timeline begins, Finesse may have spoken again.
    const finesseStay = place.finesseStay && (this.#finesse.stays[place.finesse - 1] ?? null)
    this.#timeline.rewind({ ...place, finesseStay }, this.#gaps)
    for (let chain = this.#chainAt(place); chain; chain = this.#chainAt(place)) {
      place = this.#lay(place, chain)
      this.#checkpoints.push(place)
    }
    this.#timeline.finish()
    return firstChanged
  }

  /**
   * Forgets spans that ended before a moment, but for what is needed to go on. Returns how many.
   * What happened then and is heard of later will not be taken in.
   */
  trim(before: number): number {
    this.update()
    const index = firstIndex(this.#checkpoints, ({ settledUntil }) => settledUntil > before) - 1
    const base = this.#checkpoints[index]
    if (index < 1 || !base) return 0
    const cti = this.#cti.trim(Math.max(0, base.cti - 1))
    const finesse = this.#finesse.trim(Math.max(0, base.finesse - 1))
    const spans = Math.max(0, base.spans - 1)
    this.#timeline.trim(spans)
    this.#floor = base.settledUntil
    this.#checkpoints = this.#checkpoints.slice(index).map((checkpoint) => ({
      ...checkpoint,
      cti: checkpoint.cti - cti,
      finesse: checkpoint.finesse - finesse,
      spans: checkpoint.spans - spans,
    }))
    return spans
  }

  #touch(from: number): void {
    this.#changedFrom = Math.min(this.#changedFrom, from)
  }

  /** Stays that began within the allowance before a gap may look different, too. */
  #touchGap(from: number): void {
    if (from > this.#floor) this.#touch(from - this.#allowanceMs)
  }

  /** Finds out when each gap began for this agent; what lies after one that began otherwise is no longer up to date. */
  #updateGaps(): void {
    if (this.#bookGaps !== null) return
    const all = this.#book.of(this.sites)
    this.#bookGaps = this.#ownBook ? [...all, ...this.#ownBook.of(this.sites)].toSorted(compareGaps) : all
    const moved = new Map<GapObservation, number>()
    const gaps = this.#bookGaps.map((gap) => {
      const { source, from: told, observation } = gap
      const from = source === 'cti' ? this.#cti.silentFrom(gap) : told
      const before = this.#movedGaps.get(observation) ?? told
      if (from !== before) this.#touchGap(Math.min(from, before))
      if (from === told) return gap
      moved.set(observation, from)
      return { ...gap, from }
    })
    this.#movedGaps = moved
    this.#gaps = moved.size === 0 ? this.#bookGaps : gaps.toSorted(compareGaps)
  }

  /** The stays after a place that follow one another within the allowance; null where none is left. */
  #chainAt({ cti, finesse }: Pair): Chain | null {
    let i = cti
    let j = finesse
    let last = NaN
    let half: Pair | null = null
    for (let count = 0; count < CHAIN; count++) {
      const ctiFrom = this.#cti.stays[i]?.from ?? Infinity
      const finesseFrom = this.#finesse.stays[j]?.from ?? Infinity
      const from = Math.min(ctiFrom, finesseFrom)
      if (from === Infinity && count === 0) return null
      if (from === Infinity || from - last > this.#allowanceMs) return { cti: i, finesse: j, half: null, last }
      last = from
      if (ctiFrom <= finesseFrom) i += 1
      else j += 1
      if (count + 1 === CHAIN / 2) half = { cti: i, finesse: j }
    }
    return { cti: i, finesse: j, half, last }
  }

  /** Pairs a chain's stays and lays them on the timeline; returns the place after what could be settled. */
  #lay(place: Checkpoint, chain: Chain): Checkpoint {
    const pairs = this.#pairsIn(place, chain)
    const { half } = chain
    const end: Pair = half ? cutIn(pairs, half) : chain
    let next: Pair = place
    for (const pair of pairs) {
      if (pair.cti >= end.cti) break
      const ctiStay = this.#cti.stays[pair.cti]
      const finesseStay = this.#finesse.stays[pair.finesse]
      if (!ctiStay || !finesseStay) break
      this.#layUnpaired(next, pair, ctiStay.from)
      this.#timeline.hearBoth(ctiStay, finesseStay)
      next = { cti: pair.cti + 1, finesse: pair.finesse + 1 }
    }
    this.#layUnpaired(next, end, Infinity)
    return {
      ...this.#timeline.place(),
      cti: end.cti,
      finesse: end.finesse,
      settledUntil: half ? chain.last : chain.last + this.#allowanceMs,
    }
  }

  /** A stay that the CTI server was asked for has no pair: it began nobody knows when. */
  #pairsIn(place: Pair, chain: Pair): readonly Pair[] {
    const indexes: number[] = []
    const ctiStays: CtiStay[] = []
    for (let index = place.cti; index < chain.cti; index++) {
      const stay = this.#cti.stays[index]
      if (!stay || stay.seeded) continue
      indexes.push(index)
      ctiStays.push(stay)
    }
    const finesseStays = this.#finesse.stays.slice(place.finesse, chain.finesse)
    const pairs: Pair[] = []
    pairStays(ctiStays, finesseStays, this.#allowanceMs).forEach((partner, index) => {
      const cti = indexes[index]
      if (partner >= 0 && cti !== undefined) pairs.push({ cti, finesse: place.finesse + partner })
    })
    return pairs
  }

  /** Lays what has no pair on the timeline, by time. @param latest When the pair after it begins. */
  #layUnpaired(from: Pair, to: Pair, latest: number): void {
    for (let [i, j] = [from.cti, from.finesse]; i < to.cti || j < to.finesse;) {
      const ctiStay = i < to.cti ? this.#cti.stays[i] : undefined
      const finesseStay = j < to.finesse ? this.#finesse.stays[j] : undefined
      if (ctiStay && (!finesseStay || ctiStay.from <= finesseStay.from)) {
        this.#timeline.hearCti(ctiStay)
        i += 1
      } else {
        if (finesseStay) this.#timeline.hearFinesse(finesseStay, latest)
        j += 1
      }
    }
  }
}
