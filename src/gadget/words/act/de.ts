import { str } from '@lit/localize'
import type { Translation } from '../localise.ts'
import type { english } from './en.ts'

export const translation: Translation<typeof english> = {
  label: 'Status über Finesse ändern',
  cancel: 'Abbrechen',
  again: 'Neu wählen',
  changes: {
    READY: 'Bereit',
    NOT_READY: 'Nicht bereit',
    LOGOUT: 'Abmelden',
  },
  questions: {
    READY: str`${0} auf Bereit setzen?`,
    NOT_READY: str`${0} auf Nicht bereit setzen?`,
    LOGOUT: str`${0} abmelden?`,
  },
  confirm: {
    READY: 'Auf Bereit setzen',
    NOT_READY: 'Auf Nicht bereit setzen',
    LOGOUT: 'Jetzt abmelden',
  },
  isNow: str`Der Agent ist jetzt: ${0}. Was von dort aus nicht geht, lässt sich nicht wählen.`,
  stateUnknown: 'Was der Agent tut, ist im Moment nicht bekannt; darum lässt sich nichts ändern.',
  finesseAway: 'Der Desktop hat im Moment keine Verbindung zu Finesse; darum lässt sich nichts ändern.',
  yourself: 'Ihren eigenen Status ändern Sie oben im Desktop; dort können Sie eine Ursache angeben.',
  noReason: 'Finesse lässt einen Supervisor keine Ursache angeben.',
  recordedAs: str`Finesse lässt einen Supervisor keine Ursache angeben. Festgehalten wird „${0}“ (${1}).`,
  outcomes: {
    asking: 'Finesse wird gefragt …',
    taken: 'Finesse hat den Auftrag angenommen. Warten, bis Finesse meldet, dass sich der Status geändert hat …',
    pending: 'Finesse hat den Auftrag angenommen. Er wird nach dem laufenden Anruf wirksam.',
  },
  done: str`Finesse meldet: ${0}.`,
  doneWith: str`Finesse meldet: ${0}, ${1}.`,
  said: str`Meldung von Finesse: ${0}`,
  unconfirmed:
    'Finesse hat den Auftrag angenommen, aber nicht gemeldet, dass sich der Status geändert hat. Prüfen Sie den Status des Agenten, bevor Sie es wieder versuchen.',
  unanswered:
    'Finesse hat nicht geantwortet. Geschehen sein kann es trotzdem: Prüfen Sie den Status des Agenten, bevor Sie es wieder versuchen.',
  refusals: {
    'reason-not-allowed': 'Finesse lässt einen Supervisor keine Ursache angeben.',
    'reason-required': 'Finesse verlangt hierfür eine Ursache und lässt einen Supervisor keine angeben.',
    'not-your-agent': 'Laut Finesse ist dieser Agent in keinem Ihrer Teams.',
    'not-signed-in':
      'Finesse hat Ihre Anmeldung abgelehnt. Melden Sie sich am Desktop neu an; von selbst wird nichts versucht.',
    'no-such-agent': 'Finesse kennt diesen Agenten nicht mehr.',
    'impossible-now': 'Das Contact Center erlaubt das nicht in dem Status, in dem der Agent inzwischen ist.',
    busy: 'Der Agent ist in einem Anruf, und das Contact Center ändert den Status nicht vor dessen Ende.',
    'one-pending-only':
      'Das Contact Center erlaubt das jetzt nicht: Der Agent ist bereits Nicht bereit oder wird es nach dem Anruf.',
    refused: 'Finesse hat das abgelehnt.',
  },
}
