import type { ReasonCode } from '../cti/reason-code.ts'
import { type AgentState, carriesReason } from './agent-state.ts'
import { type Gap, silenceIn } from './gap-book.ts'
import { millisOf } from './instant.ts'
import type { CtiObservation } from './observation.ts'
import { compareContent, firstIndex, insertSorted, seqOf } from './sorted.ts'

/** One stay as the CTI server alone tells it. It ends where the next begins or where its site falls silent. */
export type CtiStay = {
  readonly from: number
  readonly state: AgentState
  readonly code: ReasonCode | null
  /** True where the state was asked for: since when it holds, and for what reason, the answer does not say. */
  readonly seeded: boolean
  /** True where the agent was not signed in before, as far as anybody heard. */
  readonly afterSignIn: boolean
  /** What opened it. */
  readonly observation: CtiObservation
}

/** The states of who is not signed in, or of whom the server does not know it. */
export const SIGNED_OUT: ReadonlySet<AgentState> = new Set<AgentState>(['LOGOUT', 'LOGIN', 'UNKNOWN'])

/** `at`: where it stands, which is when it was heard unless the clock that said so was set back since. */
type Heard = { at: number; readonly observation: CtiObservation }

/** What was stamped more than a day ahead stays where it is: which of the two clocks was wrong nobody knows. */
const MOST_SET_BACK_MS = 86_400_000

/**
 * Where something stands at the latest, as another thing of its site was heard after it, which their places in the history
 * tell: where the relay's clock was set back between the two, just before that.
 */
function latest({ at, observation }: Heard, later: Heard): number {
  const { observation: next } = later
  if (later.at > at || seqOf(observation) >= (next.seq ?? 0) || observation.site !== next.site) return at
  const said = millisOf(next.at)
  const ahead = millisOf(observation.at) - said
  return ahead > 0 && ahead < MOST_SET_BACK_MS ? Math.min(at, Math.max(said, later.at) - 1) : at
}

/** By time, then by place in the history: the relay stamps and numbers what it hears in one go. */
const compareHeard = (a: Heard, b: Heard): number =>
  a.at - b.at || seqOf(a.observation) - seqOf(b.observation) || compareContent(a.observation, b.observation)

/** When the last stay before a moment fell silent because its site did; null where it did not. */
export const ctiSilence = (stay: CtiStay, before: number, gaps: readonly Gap[]): number | null =>
  silenceIn(gaps, stay.from, before, 'cti', stay.observation.site)

/** What the CTI servers said about one agent, in order, and the stays it makes. */
export class CtiLane {
  /** Oldest first. Up to date after `fold`. */
  readonly stays: CtiStay[] = []
  readonly #heard: Heard[] = []
  #lastSeq = 0
  /** What the first stay follows, where that was trimmed away. */
  #firstAfterSignIn = true

  /**
   * Takes in an observation; returns from when on something changed, or null where it was there, or is not later than `floor`:
   * trimmed away. What is new in the history is later than what was trimmed, whatever the clock says.
   */
  insert(observation: CtiObservation, floor: number): number | null {
    const { seq = 0 } = observation
    const heard: Heard = { at: millisOf(observation.at), observation }
    if (seq > this.#lastSeq) {
      this.#lastSeq = seq
      heard.at = Math.max(heard.at, floor + 2)
    } else for (const other of this.#heard) heard.at = latest(heard, other)
    if (heard.at <= floor || !insertSorted(this.#heard, heard, compareHeard)) return null
    let moved = heard.at
    for (let index = this.#heard.length - 1; index >= 0; index--) {
      const other = this.#heard[index]
      if (!other || other.at < heard.at) break
      const before = latest(other, heard)
      if (before < other.at) moved = other.at = before
    }
    if (moved !== heard.at) this.#heard.sort(compareHeard)
    return Math.min(moved, heard.at)
  }

  /** Makes the stays anew that began at `from` or later. */
  fold(from: number, gaps: readonly Gap[]): void {
    this.stays.length = firstIndex(this.stays, (stay) => stay.from >= from)
    for (let index = firstIndex(this.#heard, ({ at }) => at >= from); index < this.#heard.length; index++) {
      const heard = this.#heard[index]
      if (heard) this.#foldOne(heard, gaps)
    }
  }

  /**
   * When a gap began for this agent. A relay that was killed dates the gap from when it last noted that it listened, a
   * little before the end: what it still heard and kept after that has a lower seq than the gap, and the silence begins
   * after it. An event in the gap with a higher seq was heard after the silence, before the gap was closed. What was heard
   * when the gap was over says nothing of it, however late the gap was recorded. What has a higher seq and is no later was
   * heard after a gap that began in the same moment, or that a clock dated which was set back since.
   */
  silentFrom({ from, to, seq, site }: Gap): number {
    let silent = from
    const next = firstIndex(this.#heard, ({ at }) => at > from)
    for (let index = next - 1; index >= 0; index--) {
      const heard = this.#heard[index]
      if (heard?.observation.site !== site) continue
      if ((heard.observation.seq ?? 0) <= seq) break
      silent = heard.at - 1
    }
    for (let index = next; index < this.#heard.length; index++) {
      const heard = this.#heard[index]
      if (heard === undefined || heard.at >= (to ?? Infinity) || seqOf(heard.observation) >= seq) break
      if (heard.observation.site === site) silent = heard.at
    }
    return silent
  }

  /** Forgets what was heard before the stay with this index; returns how many stays were dropped. */
  trim(index: number): number {
    const first = this.stays[index]
    if (!first) return 0
    this.#firstAfterSignIn = first.afterSignIn
    // Not by time: what was heard before it in the same moment would make a stay of its own again.
    this.#heard.splice(
      0,
      this.#heard.findIndex(({ observation }) => observation === first.observation),
    )
    return this.stays.splice(0, index).length
  }

  #foldOne({ at, observation }: Heard, gaps: readonly Gap[]): void {
    const { state, reason, seeded } = observation
    const last = this.stays.at(-1)
    const goesOn = last !== undefined && ctiSilence(last, at, gaps) === null
    if (goesOn && last.state === state) {
      // UCCE says a state once for each skill group; an answer to a question carries no reason; and where no reason is
      // kept only the state counts. Not Ready with another reason than the stay's is a stay of its own.
      if (seeded || !carriesReason(state) || last.code === reason) return
    }
    this.stays.push({
      from: at,
      state,
      code: seeded ? null : reason,
      seeded,
      afterSignIn: last ? !goesOn || SIGNED_OUT.has(last.state) : this.#firstAfterSignIn,
      observation,
    })
  }
}
