import type { Entry } from '../../history/entry.ts'
import type { Explanation, SetBy } from '../../history/explanation.ts'
import { detailTexts } from '../words/detail-texts.ts'
import { saidOf } from '../words/faults.ts'
import { texts } from '../words/texts.ts'
import { type Comparison, isDifference } from './comparison.ts'
import { reasonName } from './entry-words.ts'

const { callout, why, meanings, setters } = detailTexts

/** The verdict in two or three words; a dash where a state without reasons was heard from one side only. */
export function verdictWords({ cti, finesse }: Entry, compared: Comparison): string {
  if (compared === 'relayAway') return texts.tags.relayAway
  return compared === 'none' && !(cti && finesse) ? '–' : detailTexts.verdicts[compared]
}

/** What happened where the system gave a code; the code's name where a newer relay knows more than this gadget. */
const meaningWords = ({ meaning, label }: { readonly meaning: string; readonly label: string }): string =>
  saidOf(meanings, meaning) ?? label

/** Who brought a stay about; null where nobody said. */
export function setByWords(setBy: SetBy): string | null {
  switch (setBy.kind) {
    case 'cti-client':
      return setBy.client === null || setBy.client === '' ? setters.unnamed : setters.client(setBy.client)
    case 'system':
      return setters.system(setBy.label, meaningWords(setBy))
    case 'supervisor':
      return setters.supervisor
    case 'sign-in':
      return setters.signIn
    case 'agent':
      return setters.agent
    case 'finesse':
      return setters.finesse
    case 'unheard':
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
      return why.systemCode(system ? meaningWords(system) : texts.states[state])
    case 'finesse-silent':
      return why.finesseSilent
    case 'cti-silent':
      return why.ctiSilent
    case 'cti-without-reason':
      return why.ctiWithoutReason
    case 'codes-differ':
      return why.codesDiffer
    case 'sign-in':
      return why.signIn(system ? meaningWords(system) : texts.states[state])
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

/** The heading over the reasons for a comparison: where only one side was heard, nothing agrees. */
export function whyHeading({ cti, finesse }: Entry, compared: Comparison): string {
  const headings = callout.why
  if (isDifference(compared) || compared === 'expected') return headings.difference
  if (compared === 'none' && !(cti && finesse)) return texts.tags.unknown
  if (compared === 'agree' || compared === 'none') return headings.agreement
  return compared === 'pending' ? headings.waiting : headings.unknown
}
