import { str } from '@lit/localize'
import type { Translation } from '../localise.ts'
import type { english } from './en.ts'

export const translation: Translation<typeof english> = {
  title: 'Einstellungen',
  appearance: 'Darstellung',
  language: 'Sprache',
  desktopLanguage: str`Wie der Desktop (${0})`,
  theme: 'Farben',
  themes: { system: 'Wie der Desktop', light: 'Hell', dark: 'Dunkel' },
  density: 'Dichte',
  densities: { comfortable: 'Bequem', compact: 'Kompakt' },
  motion: 'Bewegung folgt der Einstellung Ihres Systems für reduzierte Bewegung.',
  relay: 'Relay',
  address: 'Adresse',
  noAddress: 'keine eingerichtet',
  connection: 'Verbindung',
  callers:
    'Rufnummern von Anrufern sind so zu sehen, wie der Administrator des Relays es erlaubt: ganz, gekürzt oder gar nicht. Das Gadget speichert keine davon.',
  about: 'Über dieses Gadget',
  version: 'Version',
  supervisor: 'Angemeldet als',
  storage: 'Ihre Auswahl',
  kept: 'Sie wird in diesem Browser gespeichert, nur für Sie.',
  notKept: 'In diesem Browser kann das Gadget sie nicht speichern. Sie gilt, bis der Desktop neu geladen wird.',
  reset: 'Alles zurücksetzen …',
  resetQuestion: 'Ihre Auswahl, Ansichten und Schwellwerte werden gelöscht. Das lässt sich nicht rückgängig machen.',
  resetNow: 'Jetzt zurücksetzen',
  cancel: 'Abbrechen',
  resetDone: 'Alles ist wie am Anfang.',
}
