import { type AgentState, carriesReason, isSameState } from './agent-state.ts'
import type { CtiStay } from './cti-lane.ts'
import { type FinesseStay, isSameReason } from './finesse-lane.ts'
import type { Gap } from './gap-book.ts'
import { firstIndex } from './sorted.ts'

/** One stay on the common timeline of both sides, before words are put on it. It ends where the next begins. */
export type Span = {
  readonly state: AgentState
  readonly from: number
  readonly cti: CtiStay | null
  readonly finesse: FinesseStay | null
  /** Where the two are a pair: Finesse's moment minus the CTI server's. */
  readonly lag: number | null
  /** False where Finesse's silence means nothing. */
  readonly finesseWatched: boolean
  /** Whether the CTI server's silence means something: `never`, it was not heard about this agent before; `deaf`, a gap. */
  readonly ctiHeard: 'yes' | 'never' | 'deaf'
  /** When a gap ended it; null where no gap did. */
  readonly closedAt: number | null
}

/** Where a timeline stands between two events, to go on from there again. */
export type Place = {
  readonly spans: number
  readonly lastSpan: Span | null
  readonly ctiStay: CtiStay | null
  readonly finesseStay: FinesseStay | null
  readonly heardCti: boolean
  readonly time: number
}

/** Where every timeline begins. */
export const BEGINNING: Place = {
  spans: 0,
  lastSpan: null,
  ctiStay: null,
  finesseStay: null,
  heardCti: false,
  time: -Infinity,
}

/**
 * Lays the stays of both sides on one timeline, event by event in order. Every event either opens a span or adds to the
 * one that lasts; so spans never overlap, and only a gap leaves a hole between two.
 */
export class Timeline {
  readonly spans: Span[] = []
  readonly #allowanceMs: number
  #gaps: readonly Gap[] = []
  #nextGap = 0
  #ctiStay: CtiStay | null = null
  #finesseStay: FinesseStay | null = null
  #heardCti = false
  #time = -Infinity

  constructor(allowanceMs: number) {
    this.#allowanceMs = allowanceMs
  }

  /** The present place. */
  place(): Place {
    return {
      spans: this.spans.length,
      lastSpan: this.spans.at(-1) ?? null,
      ctiStay: this.#ctiStay,
      finesseStay: this.#finesseStay,
      heardCti: this.#heardCti,
      time: this.#time,
    }
  }

  /** Goes back to a place. The gaps from there on are those of the list, earliest first. */
  rewind(place: Place, gaps: readonly Gap[]): void {
    this.spans.length = place.spans
    if (place.lastSpan) this.spans[place.spans - 1] = place.lastSpan
    this.#ctiStay = place.ctiStay
    this.#finesseStay = place.finesseStay
    this.#heardCti = place.heardCti
    this.#time = place.time
    this.#gaps = gaps
    this.#nextGap = firstIndex(gaps, (gap) => gap.from >= place.time)
  }

  /** Forgets the first spans. */
  trim(count: number): void {
    this.spans.splice(0, count)
  }

  /** The CTI server alone says that a stay begins. */
  hearCti(cti: CtiStay): void {
    this.#advance(cti.from)
    const watched = this.#finesseStay !== null
    if (cti.seeded) this.#learnCti(cti)
    else this.#open({ state: cti.state, cti, finesse: null, lag: null, finesseWatched: watched })
    this.#ctiStay = cti
    this.#heardCti = true
  }

  /** Both say that a stay begins. The CTI server's moment counts: Finesse hears of it from there. */
  hearBoth(cti: CtiStay, finesse: FinesseStay): void {
    this.#advance(cti.from)
    const lag = finesse.from - cti.from
    this.#ctiStay = cti
    this.#finesseStay = finesse
    this.#heardCti = true
    this.#open({ state: cti.state, cti, finesse, lag, finesseWatched: true })
  }

  /** Finesse alone says that a stay begins. @param latest When the next pair begins, which Finesse said after it. */
  hearFinesse(finesse: FinesseStay, latest: number): void {
    this.#advance(Math.min(finesse.from, latest))
    this.#finesseStay = finesse
    const cti = this.#ctiStay
    if (cti && isSameState(cti.state, finesse.state)) this.#addToCti(cti, finesse)
    // That Finesse does not know the state is no news where the CTI server does.
    else if (cti === null || finesse.state !== 'UNKNOWN') this.#openForFinesse(null, finesse)
  }

  /** Takes in the gaps after the last event. */
  finish(): void {
    this.#advance(Infinity)
  }

  get #lasting(): Span | null {
    const last = this.spans.at(-1)
    return last?.closedAt === null ? last : null
  }

  #open(span: Omit<Span, 'from' | 'closedAt' | 'ctiHeard'> & Partial<Pick<Span, 'ctiHeard'>>): void {
    this.spans.push({ ...span, from: this.#time, ctiHeard: span.ctiHeard ?? 'yes', closedAt: null })
  }

  #change(changes: Partial<Span>): void {
    const last = this.spans.pop()
    if (last) this.spans.push({ ...last, ...changes })
  }

  #openForFinesse(cti: CtiStay | null, finesse: FinesseStay): void {
    const { state } = finesse
    const lasting = this.#lasting
    // Where no reason is kept, the same state again is no other stay.
    if (cti === null && lasting?.cti === null && lasting.state === state && !carriesReason(state)) return
    const ctiHeard = this.#ctiStay ? 'yes' : this.#heardCti ? 'deaf' : 'never'
    this.#open({
      state: cti?.state ?? state,
      cti,
      finesse,
      lag: null,
      finesseWatched: true,
      ctiHeard,
    })
  }

  /**
   * The CTI server was asked and names a state, which may have lasted for long. If Finesse has said since when, that is
   * when it began; otherwise it is only known from here on, but what Finesse says of it belongs to it.
   */
  #learnCti(cti: CtiStay): void {
    const finesse = this.#finesseStay
    const lasting = this.#lasting
    const agrees = finesse !== null && isSameState(cti.state, finesse.state)
    if (agrees && lasting?.cti === null && lasting.state === finesse.state) {
      this.#change({ cti, ctiHeard: 'yes' })
      return
    }
    this.#open({
      state: cti.state,
      cti,
      finesse: agrees ? finesse : null,
      lag: null,
      finesseWatched: finesse !== null,
    })
  }

  /** Finesse speaks, apart from its beginning, of the state in which the CTI server has the agent. */
  #addToCti(cti: CtiStay, finesse: FinesseStay): void {
    const lasting = this.#lasting
    if (lasting?.cti?.observation !== cti.observation) {
      // Finesse had told of another state meanwhile and is back.
      this.#openForFinesse(cti, finesse)
      return
    }
    if (lasting.finesse === null) {
      // Its first word on the stay. A reason that comes late holds from when it comes, except where Finesse could not
      // have been heard before, or the CTI server does not say since when the stay lasts.
      const wasSilent = lasting.finesseWatched && !cti.seeded
      if (wasSilent && finesse.hasReason) this.#openForFinesse(cti, finesse)
      else this.#change({ finesse, finesseWatched: true })
      return
    }
    // Another reason than before, e.g. set through Finesse now as it should have been at first. That Finesse lost the
    // reason it had (a failover does that) takes nothing back.
    if (finesse.hasReason && !isSameReason(finesse, lasting.finesse)) this.#openForFinesse(cti, finesse)
  }

  /**
   * Goes on to a moment, never back, through the gaps that began before it. What happens in the very moment in which a
   * gap begins was still heard.
   */
  #advance(time: number): void {
    for (; this.#nextGap < this.#gaps.length; this.#nextGap++) {
      const gap = this.#gaps[this.#nextGap]
      if (gap === undefined || gap.from >= time) break
      if (gap.source === 'cti') this.#loseCti(gap)
      else this.#loseFinesse(gap)
    }
    if (time !== Infinity) this.#time = Math.max(this.#time, time)
  }

  /**
   * The CTI server falls silent: nobody knows how long the state lasts. Finesse's silence from here on does not say that
   * it lasts, since Finesse hears of states from the same server and may be as deaf.
   */
  #loseCti(gap: Gap): void {
    if (this.#ctiStay && this.#ctiStay.observation.site !== gap.site) return
    this.#ctiStay = null
    if (this.#lasting) this.#change({ closedAt: gap.from })
  }

  /** Finesse falls silent. A stay that it spoke of again afterwards has lasted on; what the CTI server says goes on. */
  #loseFinesse(gap: Gap): void {
    if (this.#finesseStay === null || this.#finesseStay.lastAt > gap.from) return
    this.#finesseStay = null
    const lasting = this.#lasting
    if (!lasting) return
    if (lasting.cti === null) this.#change({ closedAt: gap.from })
    else if (lasting.finesse === null && gap.from - lasting.from <= this.#allowanceMs) {
      this.#change({ finesseWatched: false })
    }
  }
}
