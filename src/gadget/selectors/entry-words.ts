import { carriesReason } from '../../history/agent-state.ts'
import type { Entry, ShownReason } from '../../history/entry.ts'
import { texts } from '../words/texts.ts'
import { type Comparison, isUnheard } from './comparison.ts'

const { list, said } = texts

/** The name of a shown reason: its label, or its code where nobody has one. */
export const reasonName = ({ label, code }: ShownReason): string => label ?? list.code(code)

/** A reason as both sides write it: its code, then its label where it has one. */
export const codeWithLabel = (code: number, label: string | null): string =>
  label === null ? String(code) : `${code} ${label}`

/** How many agents are listed. */
export const shownWords = (shown: number, all: number): string =>
  shown === all ? list.all(all) : list.shown(shown, all)

/** What the CTI server said of a stay, in a few words; `relayAwaySince` as the floor has it. */
export function ctiWord(entry: Entry, relayAwaySince: number | null): string {
  const { cti, ctiWatched, reason } = entry
  if (isUnheard(entry, relayAwaySince)) return said.notHeard
  if (cti === null) return ctiWatched ? said.nothing : said.notHeard
  if (cti.reason !== null) return codeWithLabel(cti.reason, reason?.code === cti.reason ? reason.label : null)
  if (cti.seeded && carriesReason(cti.state)) return said.notHeard
  return said.noReason
}

/** What Finesse said of a stay, in a few words: its -1 is written as its API answers it, and so is an id without a reason. */
export function finesseWord({ finesse, finesseWatched, state }: Entry): string {
  if (finesse === null) return finesseWatched ? said.nothing : said.notWatched
  const { reason, reasonCodeId } = finesse
  if (reason !== null) return codeWithLabel(reason.code, reason.label)
  if (!carriesReason(state)) return said.noReason
  return reasonCodeId === null ? said.minusOne : `reasonCodeId ${reasonCodeId}`
}

/** Whose side of a difference a list has to tell beside the shown reason. */
export function otherSide(entry: Entry, compared: Comparison): string | null {
  if (compared === 'finesse-missing' || compared === 'expected') {
    return entry.reason && list.finesseSays(finesseWord(entry))
  }
  return compared === 'cti-missing' || compared === 'conflict' ? list.ctiSays(ctiWord(entry, null)) : null
}
