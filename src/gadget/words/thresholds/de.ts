import { str } from '@lit/localize'
import type { Translation } from '../localise.ts'
import type { english } from './en.ts'

export const translation: Translation<typeof english> = {
  title: 'Schwellwerte',
  today: 'Heute über einem Schwellwert',
  none: 'Heute war niemand über einem Schwellwert.',
  noneSet: 'Es ist kein Schwellwert gesetzt. Wählen Sie unten, ab wann ein Status oder eine Ursache zu lang dauert.',
  more: { one: str`und ${0} früherer`, other: str`und ${0} frühere` },
  lasting: str`seit ${0}`,
  ended: str`${0} bis ${1}`,
  settings: 'Wie lange ist zu lang?',
  hint: 'In Minuten. Leer: nie. Wird für Sie in diesem Browser gespeichert.',
  what: 'Ursache oder Status',
  warn: 'Warnen nach',
  breach: 'Zu lang nach',
  withoutReason: str`${0} ohne Ursache`,
  alerts: 'Mich benachrichtigen',
  toast: 'durch eine Meldung des Desktops',
  noToast: 'Dieser Desktop zeigt keine Meldungen.',
  sound: 'durch einen Ton',
  trySound: 'Ton probieren',
  announced: {
    one: str`${0} Agent ist über dem Schwellwert: ${1}`,
    other: str`${0} Agenten sind über dem Schwellwert: ${1}`,
  },
  person: str`${0} (${1})`,
  others: { one: str`${0} weiterer`, other: str`${0} weitere` },
}
