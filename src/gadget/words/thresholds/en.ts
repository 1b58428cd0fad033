import { str } from '@lit/localize'
import { counted, plural } from '../localise.ts'

export const english = {
  title: 'Thresholds',
  today: 'Over a threshold today',
  none: 'Nobody was over a threshold today.',
  noneSet: 'No threshold is set. Choose below from how long on a state or a reason is too long.',
  more: (count: number) =>
    plural(count, { one: str`and ${counted(count)} earlier one`, other: str`and ${counted(count)} earlier ones` }),
  lasting: (since: string) => str`since ${since}`,
  ended: (from: string, to: string) => str`${from} to ${to}`,
  settings: 'How long is too long?',
  hint: 'In minutes. Empty: never. Kept for you in this browser.',
  what: 'Reason or state',
  warn: 'Warn after',
  breach: 'Too long after',
  withoutReason: (state: string) => str`${state} without a reason`,
  alerts: 'Tell me',
  toast: 'by a message of the desktop',
  noToast: 'This desktop shows no messages.',
  sound: 'by a sound',
  trySound: 'Try the sound',
  announced: (count: number, names: string) =>
    plural(count, {
      one: str`${counted(count)} agent is over the threshold: ${names}`,
      other: str`${counted(count)} agents are over the threshold: ${names}`,
    }),
  person: (name: string, stay: string) => str`${name} (${stay})`,
  others: (count: number) => plural(count, { one: str`${counted(count)} other`, other: str`${counted(count)} others` }),
}
