import { carriesReason } from '../../history/agent-state.ts'
import type { Call } from '../../history/calls.ts'
import type { Entry, Stay } from '../../history/entry.ts'
import type { GapObservation, SystemObservation } from '../../history/observation.ts'
import { elapsedText, type Formats } from '../words/formats.ts'
import { detailTexts } from '../words/detail-texts.ts'
import { saidOf } from '../words/faults.ts'
import { texts } from '../words/texts.ts'
import { codeWithLabel } from './entry-words.ts'
import type { Range } from './time-axis.ts'
import { verdictWords } from './why-words.ts'

const { lanes, calls, gaps, systems } = detailTexts

/** The lanes of a plot, from the top. */
export const LANES = ['cti', 'finesse', 'calls'] as const
export type LaneName = (typeof LANES)[number]

/** A state that follows a call within this is taken to follow from it; it may be told a little before. Milliseconds. */
const FOLLOWS_MS = 5000
const EARLY_MS = 2000

/** From when to when, and how long; what lasts, since when. */
export const spanWords = (from: number, to: number | null, now: number, formats: Formats): string =>
  to === null
    ? lanes.lasting(formats.second(from), elapsedText(now - from))
    : `${formats.second(from)} – ${formats.second(to)} (${elapsedText(to - from)})`

/** Has Finesse no reason where the CTI server gave one? */
export const isReasonMissing = (side: LaneName, { code, state }: Stay, entry: Entry | null): boolean =>
  side === 'finesse' &&
  code === null &&
  carriesReason(state) &&
  typeof entry?.cti?.reason === 'number' &&
  !entry.finesse?.reasonCodeId

/** What may stand on a stay's bar, the longest first. */
export function stayLabels(side: LaneName, stay: Stay, entry: Entry | null): readonly string[] {
  const { code, state } = stay
  if (isReasonMissing(side, stay, entry)) return [lanes.noReason, '−1']
  if (code === null) return [texts.states[state]]
  const { reason } = entry ?? {}
  return [codeWithLabel(code, reason?.code === code ? reason.label : null), String(code)]
}

/** A stay in words: its side, state and reason, its time, and how the two sides compare. */
export function stayWords(side: LaneName, stay: Stay, entry: Entry | null, now: number, formats: Formats): string {
  const [label = ''] = stayLabels(side, stay, entry)
  const state = texts.states[stay.state]
  const said = [lanes.side(lanes[side], state), label === state ? '' : label].filter(Boolean).join(', ')
  return [said, spanWords(stay.from, stay.to, now, formats), entry ? verdictWords(entry, entry.verdict) : '']
    .filter(Boolean)
    .join(' · ')
}

/** The stay that followed a call: which state the agent was in when it was over. Null where none began then. */
export const entryAfter = ({ to }: Call, entries: readonly Entry[]): Entry | null =>
  to === null ? null : (entries.find(({ from }) => from >= to - EARLY_MS && from <= to + FOLLOWS_MS) ?? null)

/** The call whose end without an answer an entry followed; null where there was none. */
export const callBefore = ({ from }: Entry, all: readonly Call[]): Call | null =>
  all.findLast(
    ({ to, isAnswered, phases }) =>
      to !== null && !isAnswered && phases[0]?.kind === 'ringing' && from >= to - EARLY_MS && from <= to + FOLLOWS_MS,
  ) ?? null

/** A call in words: its phases, whether it was answered, and the state that followed. */
export function callWords(call: Call, entries: readonly Entry[], now: number, formats: Formats): string {
  const { phases, to, caller, isAnswered, endedByGap } = call
  const parts = phases.map(({ kind, from, to: end }) =>
    calls.phase(calls.phases[kind], formats.second(from), elapsedText((end ?? now) - from)),
  )
  if (to === null) parts.push(calls.lasts)
  else if (endedByGap) parts.push(calls.endNotHeard)
  else if (!isAnswered) parts.push(calls.notAnswered)
  else parts.push(calls.ended(formats.second(to)))
  const next = entryAfter(call, entries)
  if (next) parts.push(calls.followed(formats.second(next.from), withReason(next)))
  return `${caller === null ? calls.call : calls.from(caller)}: ${parts.join(', ')}`
}

/** A system event in words: when, what, and the server's own words where it has any. */
export const systemWords = ({ at, event, text }: SystemObservation, formats: Formats): string =>
  [`${formats.second(Date.parse(at))} ${saidOf(systems, event) ?? event}`, text].filter(Boolean).join(': ')

/** The system events of a stay, and those from which it may have followed. */
export const systemsIn = (all: readonly SystemObservation[], { from, to }: Entry): readonly SystemObservation[] =>
  all.filter(({ at }) => Date.parse(at) >= from - FOLLOWS_MS && Date.parse(at) < (to ?? Infinity))

/** A state, with its reason where it has one. */
function withReason({ state, reason }: Entry): string {
  const name = texts.states[state]
  return reason ? `${name} ${codeWithLabel(reason.code, reason.label)}` : name
}

/** The gaps in which a lane was not heard: calls come from the CTI server. */
export const gapsOf = (side: LaneName, all: readonly GapObservation[]): readonly GapObservation[] =>
  all.filter(({ source }) => source === (side === 'finesse' ? 'finesse' : 'cti'))

/** When gaps begin and end. */
export const edgesOf = (of: readonly GapObservation[]): readonly number[] =>
  of.flatMap(({ from, to }) => [Date.parse(from), to === null ? Infinity : Date.parse(to)])

/** Why a lane was not heard in a time: the one of its gaps that lies there, or that nobody watched it. */
export function silenceWords(
  side: LaneName,
  silence: Range,
  its: readonly GapObservation[],
  now: number,
  formats: Formats,
): string {
  const gap = its.find(
    ({ from, to }) => Date.parse(from) < silence.to && (to === null || Date.parse(to) > silence.from),
  )
  const name = lanes[side]
  const said = gap ? lanes.deaf(name, saidOf(gaps, gap.why) ?? gap.why) : lanes.notWatched(name)
  return `${said} · ${spanWords(silence.from, silence.to, now, formats)}`
}
