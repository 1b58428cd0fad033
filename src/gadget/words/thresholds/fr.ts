import { str } from '@lit/localize'
import type { Translation } from '../localise.ts'
import type { english } from './en.ts'

export const translation: Translation<typeof english> = {
  title: 'Seuils',
  today: 'Au-delà d’un seuil aujourd’hui',
  none: 'Personne n’a dépassé de seuil aujourd’hui.',
  noneSet: 'Aucun seuil n’est fixé. Choisissez ci-dessous à partir de quand un état ou un motif dure trop longtemps.',
  more: { one: str`et ${0} plus ancien`, other: str`et ${0} plus anciens` },
  lasting: str`depuis ${0}`,
  ended: str`de ${0} à ${1}`,
  settings: 'À partir de quand est-ce trop long\u00a0?',
  hint: 'En minutes. Vide\u00a0: jamais. Conservé pour vous dans ce navigateur.',
  what: 'Motif ou état',
  warn: 'Avertir après',
  breach: 'Trop long après',
  withoutReason: str`${0} sans motif`,
  alerts: 'Me prévenir',
  toast: 'par un message du bureau',
  noToast: 'Ce bureau n’affiche pas de messages.',
  sound: 'par un son',
  trySound: 'Essayer le son',
  announced: {
    one: str`${0} agent dépasse le seuil\u00a0: ${1}`,
    other: str`${0} agents dépassent le seuil\u00a0: ${1}`,
  },
  person: str`${0} (${1})`,
  others: { one: str`${0} autre`, other: str`${0} autres` },
}
