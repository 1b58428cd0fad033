import type { Formats } from '../words/formats.ts'
import { texts } from '../words/texts.ts'
import { TIME_STEPS } from './agent-row.ts'
import type { Comparison } from './comparison.ts'
import type { GroupHead } from './floor-rows.ts'
import type { StateGroup } from './state-group.ts'

const words = texts.list

/** What the rows under a head have in common, in words. */
export function groupWords({ by, key }: GroupHead, formats: Formats): string {
  switch (by) {
    case 'team':
      return key
    case 'state':
      return texts.stateGroups[key as StateGroup]
    case 'reason':
      return key === '' ? words.noReason : key
    case 'verdict':
      return key === '' ? words.stateNotHeard : texts.tags[key as Comparison] || words.noReasonInState
    case 'since': {
      if (key === '') return words.stateNotHeard
      const step = Number(key)
      const [from, to] = [TIME_STEPS[step - 1], TIME_STEPS[step]]
      if (from === undefined) return words.under(formats.sum(to ?? 0))
      return to === Infinity ? words.over(formats.sum(from)) : words.between(formats.sum(from), formats.sum(to ?? 0))
    }
  }
}
