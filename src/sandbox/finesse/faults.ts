/** What a test or a person wants Finesse to suffer from. */
export type FinesseFault = 'none' | 'away' | 'silent' | 'malformed' | 'doctype'

/** What every request is answered with; `away` is a refusal like others, and `silent` no answer at all. */
export const FAULTY_ANSWERS: Readonly<Record<'malformed' | 'doctype', string>> = {
  malformed: '<User><state>NOT_READY</state><reasonCodeId>',
  doctype: '<!DOCTYPE User [<!ENTITY state "NOT_READY">]><User><state>&state;</state></User>',
}
