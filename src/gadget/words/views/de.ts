import { str } from '@lit/localize'
import type { Translation } from '../localise.ts'
import type { english } from './en.ts'

export const translation: Translation<typeof english> = {
  title: 'Ansichten',
  present: 'Aktuelle Ansicht',
  history: 'Verlauf eines Agenten',
  layouts: { beside: 'Neben der Liste', instead: 'Anstelle der Liste' },
  length: 'Anfangs gezeigt',
  lengths: {
    fitting: 'Was bekannt ist, höchstens 4 h',
    '15m': '15 min',
    '1h': '1 h',
    '4h': '4 h',
    day: 'Der ganze Tag',
  },
  name: 'Name der Ansicht',
  save: 'Speichern',
  replace: 'Ersetzen',
  noRoom: 'Es gibt zu viele Ansichten. Löschen Sie zuerst eine.',
  saved: 'Gespeicherte Ansichten',
  none: 'Noch keine. Eine Ansicht speichert die Filter, die Reihenfolge und was oben steht.',
  first: 'Damit beginnen',
  rename: 'Umbenennen',
  remove: 'Löschen',
  removed: str`Gelöscht: ${0}.`,
  undo: 'Rückgängig',
  of: str`${0}: ${1}`,
  newName: 'Neuer Name',
  apply: 'Übernehmen',
}
