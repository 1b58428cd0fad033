import { carriesReason } from '../../src/history/agent-state.ts'
import type { Entry } from '../../src/history/entry.ts'
import { DEFAULT_ALLOWANCE_MS } from '../../src/history/floor-history.ts'

/** What must hold of every entry, by what it would mean if it did not. */
const RULES: Readonly<Record<string, (entry: Entry, moment: number) => boolean>> = {
  'a verdict on a state without a reason': ({ state, verdict }) => carriesReason(state) === (verdict !== 'none'),
  'pending after the allowance': ({ verdict, from }, moment) =>
    verdict !== 'pending' || moment < from + DEFAULT_ALLOWANCE_MS,
  'a conflict of equal codes': ({ verdict, cti, finesse }) =>
    verdict !== 'conflict' || cti?.reason !== finesse?.reason?.code,
  'finesse-missing where it is not': ({ verdict, cti, finesse }) =>
    verdict !== 'finesse-missing' || (cti !== null && cti.reason !== null && !finesse?.reason),
  'cti-missing where it is not': ({ verdict, cti }) => verdict !== 'cti-missing' || (cti?.reason ?? null) === null,
  'agreement on another code': ({ verdict, cti, reason }) =>
    verdict !== 'agree' || (cti?.reason ?? null) === (reason?.code ?? null),
  'a lag after a question': ({ lag, cti }) => lag === null || cti?.seeded === false,
  'a stale reason': ({ finesse }) =>
    !finesse || carriesReason(finesse.state) || (finesse.reason === null && finesse.reasonCodeId === null),
}

/** The rules that an entry read at a moment breaks. */
export const brokenRules = (entry: Entry, moment: number): string[] =>
  Object.keys(RULES).filter((rule) => RULES[rule]?.(entry, moment) !== true)
