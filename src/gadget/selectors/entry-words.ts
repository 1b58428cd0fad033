import { carriesReason } from '../../history/agent-state.ts'
import type { Entry, ShownReason } from '../../history/entry.ts'
import type { Explanation } from '../../history/explanation.ts'
import { texts } from '../words/texts.ts'
import { type Comparison, isUnheard } from './comparison.ts'

const { list, callout, why } = texts

/** The name of a shown reason: its label, or its code where nobody has one. */
export const reasonName = ({ label, code }: ShownReason): string => label ?? list.code(code)

/** What the CTI server said of a stay, in a few words; `relayAwaySince` as the floor has it. */
export function ctiWord(entry: Entry, relayAwaySince: number | null): string {
  const { cti, ctiWatched, reason } = entry
  if (cti === null) return ctiWatched && !isUnheard(entry, relayAwaySince) ? callout.nothing : callout.notHeard
  if (cti.reason !== null) return callout.reason(cti.reason, reason?.code === cti.reason ? reason.label : null)
  if (cti.seeded && carriesReason(cti.state)) return callout.notHeard
  return callout.noReason
}

/** What Finesse said of a stay, in a few words: its -1 is written as its API answers it. */
export function finesseWord({ finesse, finesseWatched, state }: Entry): string {
  if (finesse === null) return finesseWatched ? callout.nothing : callout.notWatched
  if (finesse.reason !== null) return callout.reason(finesse.reason.code, finesse.reason.label)
  return carriesReason(state) ? callout.minusOne : callout.noReason
}

/** The verdict in two or three words; a dash where a state without reasons was heard from one side only. */
export function verdictWords({ cti, finesse }: Entry, compared: Comparison): string {
  if (compared === 'relayAway') return texts.tags.relayAway
  return compared === 'none' && !(cti && finesse) ? '–' : texts.verdicts[compared]
}

/** Whose side of a difference a list has to tell beside the shown reason. */
export function otherSide(entry: Entry, compared: Comparison): string | null {
  switch (compared) {
    case 'finesse-missing':
    case 'expected':
      return entry.reason === null ? null : list.finesseSays(finesseWord(entry))
    case 'cti-missing':
    case 'conflict':
      return list.ctiSays(ctiWord(entry, null))
    case 'agree':
    case 'pending':
    case 'unknown':
    case 'none':
    case 'relayAway':
      return null
  }
}

/** Why the two sides' words are as they are, in whole sentences. */
export function whyWords(entry: Entry, { cause, setBy, system }: Explanation, compared: Comparison): string {
  if (compared === 'relayAway') return why.relayAway
  const { reason, state } = entry
  switch (cause) {
    case 'same':
      return why.same
    case 'label-differs':
      return reason ? why.labelDiffers(reason.code, reasonName(reason), reason.otherLabels[0] ?? '') : why.same
    case 'no-reason-in-state':
      return why.noReasonInState(texts.states[state])
    case 'waiting':
      return entry.cti === null ? why.waitingForCti : why.waitingForFinesse
    case 'set-through-cti':
      if (setBy.kind === 'supervisor') return why.setBySupervisor
      if (setBy.kind === 'cti-client' && setBy.client !== null) return why.setThroughCtiBy(setBy.client)
      return why.setThroughCti
    case 'system-code':
      return why.systemCode(system?.meaning ?? texts.states[state])
    case 'finesse-silent':
      return why.finesseSilent
    case 'cti-silent':
      return why.ctiSilent
    case 'cti-without-reason':
      return why.ctiWithoutReason
    case 'codes-differ':
      return why.codesDiffer
    case 'sign-in':
      return why.signIn(system?.meaning ?? texts.states[state])
    case 'own-logout':
      return why.ownLogout
    case 'seeded':
      return why.seeded
    case 'cti-deaf':
      return why.ctiDeaf
    case 'finesse-not-watched':
      return why.finesseNotWatched
    case 'no-reason-heard':
      return why.noReasonHeard
  }
}

/** The heading over the reasons for a comparison. */
export function whyHeading(compared: Comparison): string {
  switch (compared) {
    case 'finesse-missing':
    case 'cti-missing':
    case 'conflict':
    case 'expected':
      return callout.why.difference
    case 'agree':
    case 'none':
      return callout.why.agreement
    case 'pending':
      return callout.why.waiting
    case 'unknown':
    case 'relayAway':
      return callout.why.unknown
  }
}
