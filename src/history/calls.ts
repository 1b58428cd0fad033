import { millisOf } from './instant.ts'
import type { CallObservation, GapObservation } from './observation.ts'
import { seqOf } from './sorted.ts'

/** What the agent's phone did: it rang, he called somebody, he talked, or he had put the call on hold. */
export type CallPhaseKind = 'ringing' | 'dialling' | 'talking' | 'held'

/** Times are milliseconds since 1970 UTC on the relay's clock; `to: null` lasts. */
export type CallPhase = { readonly kind: CallPhaseKind; readonly from: number; readonly to: number | null }

/** A call as one agent had it, from its first sign at his phone until he was off it. */
export type Call = {
  readonly site: string
  readonly callId: number
  readonly from: number
  /** null while it lasts. */
  readonly to: number | null
  /** In order, without holes; the first is at `from`. */
  readonly phases: readonly CallPhase[]
  /** Was it ever talked on? */
  readonly isAnswered: boolean
  /** True where a gap ended it: how it went on nobody heard. */
  readonly endedByGap: boolean
  /** Who calls, as the relay keeps it; null where it is not known. */
  readonly caller: string | null
  /** The last cause that an event of it named; null for none. */
  readonly cause: string | null
}

type Draft = { -readonly [K in keyof Call]: Call[K] extends readonly CallPhase[] ? CallPhase[] : Call[K] }

/** What an event makes of the call at this agent's phone; null where it changes nothing there. */
function phaseAfter({ event, role }: CallObservation, before: CallPhaseKind | null): CallPhaseKind | 'over' | null {
  const isHis = role === 'subject'
  switch (event) {
    case 'DELIVERED':
      return isHis ? 'ringing' : role === 'caller' ? 'dialling' : null
    case 'ESTABLISHED':
      // Of a third party it says nothing, except that whom he calls has answered.
      return isHis || role === 'caller' || before === 'dialling' ? 'talking' : null
    case 'HELD':
      return isHis ? 'held' : null
    case 'RETRIEVED':
      return isHis ? 'talking' : null
    case 'CONFERENCED':
      return 'talking'
    case 'TRANSFERRED':
      return isHis ? 'over' : 'talking'
    case 'DIVERTED':
    case 'CONNECTION_CLEARED':
      return isHis ? 'over' : null
    case 'CLEARED':
    case 'END_CALL':
      return 'over'
    case 'BEGIN_CALL':
      // The id may have been another call's, whose end was not heard.
      return before === null ? null : 'over'
  }
}

/** What was heard after a gap is said to have begun ends no earlier. */
function end(call: Draft, at: number): void {
  const last = call.phases.pop()
  call.to = Math.max(at, last?.from ?? at)
  if (last) call.phases.push({ ...last, to: call.to })
}

/**
 * The calls of one agent, as one after another was heard of.
 * @param observations The agent's, in the order in which they were heard.
 * @param gaps What lasts when one of its CTI site begins is not heard any more. A relay that was killed dates a gap from when
 * it last noted that it listened: what it still heard after that has a lower seq.
 */
export function callsOf(observations: readonly CallObservation[], gaps: readonly GapObservation[]): readonly Call[] {
  const calls: Draft[] = []
  const open = new Map<string, Draft>()
  const deaf = gaps
    .filter(({ source }) => source === 'cti')
    .map(({ site, from, to, seq = 0 }) => ({
      site,
      from: millisOf(from),
      to: to === null ? Infinity : millisOf(to),
      seq,
    }))
    .toSorted((a, b) => a.from - b.from)
  let nextGap = 0
  const endAll = (site: string, except: string | null, at: number, endedByGap: boolean): void => {
    for (const [key, call] of open) {
      if (call.site !== site || key === except) continue
      end(call, at)
      call.endedByGap = endedByGap
      open.delete(key)
    }
  }
  const passGaps = (until: number, seq: number): void => {
    for (let gap = deaf[nextGap]; gap && gap.from < until; gap = deaf[++nextGap]) {
      if (until < gap.to && seq < gap.seq) return
      endAll(gap.site, null, gap.from, true)
    }
  }
  for (const observation of observations) {
    const { site, callId, caller, cause, event } = observation
    const at = millisOf(observation.at)
    passGaps(at, seqOf(observation))
    const key = `${callId} ${site}`
    // Two calls have become one, of which only one id is told.
    if (event === 'TRANSFERRED' || event === 'CONFERENCED') endAll(site, key, at, false)
    let call = open.get(key)
    const kind = phaseAfter(observation, call?.phases.at(-1)?.kind ?? null)
    if (kind === 'over') {
      if (call) {
        call.cause = cause ?? call.cause
        end(call, at)
        open.delete(key)
      }
      continue
    }
    if (kind === null) continue
    if (!call) {
      call = { site, callId, from: at, to: null, phases: [], isAnswered: false, endedByGap: false, caller, cause }
      open.set(key, call)
      calls.push(call)
    }
    call.caller ??= caller
    call.cause = cause ?? call.cause
    call.isAnswered ||= kind !== 'ringing' && kind !== 'dialling'
    if (call.phases.at(-1)?.kind === kind) continue
    end(call, at)
    call.to = null
    call.phases.push({ kind, from: at, to: null })
  }
  passGaps(Infinity, Infinity)
  return calls
}
