import { type AgentState, carriesReason, isSameState } from './agent-state.ts'
import type { CtiStay } from './cti-lane.ts'
import { type FinesseStay, isSameReason } from './finesse-lane.ts'
import { type Gap, silenceIn } from './gap-book.ts'
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
  /** Where it stands, but for the spans. */
  #at: { -readonly [K in keyof Place]: Place[K] } = { ...BEGINNING }

  constructor(allowanceMs: number) {
    this.#allowanceMs = allowanceMs
  }

  /** The present place. */
  place(): Place {
    return { ...this.#at, spans: this.spans.length, lastSpan: this.spans.at(-1) ?? null }
  }

  /** Goes back to a place. The gaps from there on are those of the list, earliest first. */
  rewind(place: Place, gaps: readonly Gap[]): void {
    this.#at = { ...place }
    this.#gaps = gaps
    this.spans.length = place.spans
    this.#nextGap = firstIndex(gaps, (gap) => gap.from >= place.time)
    const { lastSpan } = place
    if (!lastSpan) return
    // Where a timeline was trimmed, Finesse may have been heard again of the stay before this one.
    const finesseWatched = lastSpan.finesseWatched || this.#wouldHearFinesse(lastSpan.from)
    this.spans[place.spans - 1] = { ...lastSpan, finesseWatched }
  }

  /** Forgets the first spans. */
  trim(count: number): void {
    this.spans.splice(0, count)
  }

  /**
   * The CTI server alone says that a stay begins, or was asked and names a state, which may have lasted for long. If Finesse
   * has said since when, that is when it began; otherwise it is only known from here on. What Finesse says of it belongs to
   * it also where it said so too long before to be sure that it meant this stay.
   */
  hearCti(cti: CtiStay): void {
    this.#advance(cti.from)
    const finesse = this.#at.finesseStay
    const lasting = this.#lasting
    const agrees = finesse !== null && isSameState(cti.state, finesse.state)
    const isFinesses = agrees && lasting?.cti === null && lasting.state === finesse.state
    if (cti.seeded && isFinesses) this.#change({ cti, ctiHeard: 'yes' })
    else {
      const word = isFinesses || (agrees && cti.seeded) ? finesse : null
      const finesseWatched = word !== null || this.#wouldHearFinesse(this.#at.time)
      this.#open({ state: cti.state, cti, finesse: word, lag: null, finesseWatched })
    }
    this.#at.ctiStay = cti
    this.#at.heardCti = true
  }

  /** Both say that a stay begins. The CTI server's moment counts: Finesse hears of it from there. */
  hearBoth(cti: CtiStay, finesse: FinesseStay): void {
    this.#advance(cti.from)
    const lag = finesse.from - cti.from
    this.#at.ctiStay = cti
    this.#at.finesseStay = finesse
    this.#at.heardCti = true
    this.#open({ state: cti.state, cti, finesse, lag, finesseWatched: true })
  }

  /** Finesse alone says that a stay begins. @param latest When the next pair begins, which Finesse said after it. */
  hearFinesse(finesse: FinesseStay, latest: number): void {
    this.#advance(Math.min(finesse.from, latest))
    this.#at.finesseStay = finesse
    const cti = this.#at.ctiStay
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

  /**
   * Would Finesse be heard if it spoke of a stay that begins at a moment? By a gadget that listens, since nothing has kept it from
   * that. The witness asks, and what it finds is what lasts when it asks: that it found nothing of a stay says something
   * only where it asked when Finesse should have told of it, and heard of the one before.
   */
  #wouldHearFinesse(from: number): boolean {
    const stay = this.#at.finesseStay
    if (stay === null) return false
    const { lastAt, liveAt } = stay
    if (lastAt >= from + this.#allowanceMs) return true
    return liveAt !== -Infinity && silenceIn(this.#gaps, liveAt, from, 'finesse') === null
  }

  #open(span: Omit<Span, 'from' | 'closedAt' | 'ctiHeard'> & Partial<Pick<Span, 'ctiHeard'>>): void {
    this.spans.push({ ...span, from: this.#at.time, ctiHeard: span.ctiHeard ?? 'yes', closedAt: null })
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
    const ctiHeard = this.#at.ctiStay ? 'yes' : this.#at.heardCti ? 'deaf' : 'never'
    this.#open({
      state: cti?.state ?? state,
      cti,
      finesse,
      lag: null,
      finesseWatched: true,
      ctiHeard,
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
    if (time !== Infinity) this.#at.time = Math.max(this.#at.time, time)
  }

  /**
   * The CTI server falls silent: nobody knows how long the state lasts. Finesse's silence from here on does not say that
   * it lasts, since Finesse hears of states from the same server and may be as deaf.
   */
  #loseCti(gap: Gap): void {
    if (this.#at.ctiStay && this.#at.ctiStay.observation.site !== gap.site) return
    this.#at.ctiStay = null
    if (this.#lasting) this.#change({ closedAt: gap.from })
  }

  /** Finesse falls silent. A stay that it spoke of again afterwards has lasted on; what the CTI server says goes on. */
  #loseFinesse(gap: Gap): void {
    if (this.#at.finesseStay === null || this.#at.finesseStay.lastAt > gap.from) return
    this.#at.finesseStay = null
    const lasting = this.#lasting
    if (!lasting) return
    if (lasting.cti === null) this.#change({ closedAt: gap.from })
    else if (lasting.finesse === null && gap.from - lasting.from <= this.#allowanceMs) {
      this.#change({ finesseWatched: false })
    }
  }
}
