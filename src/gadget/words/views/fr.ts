import { str } from '@lit/localize'
import type { Translation } from '../localise.ts'
import type { english } from './en.ts'

export const translation: Translation<typeof english> = {
  title: 'Vues',
  present: 'La vue actuelle',
  history: 'Historique d’un agent',
  layouts: { beside: 'À côté de la liste', instead: 'À la place de la liste' },
  length: 'Affiché d’abord',
  lengths: {
    fitting: 'Ce qui est connu, 4 h au plus',
    '15m': '15 min',
    '1h': '1 h',
    '4h': '4 h',
    day: 'Toute la journée',
  },
  name: 'Nom de la vue',
  save: 'Enregistrer',
  replace: 'Remplacer',
  noRoom: 'Il y a trop de vues. Supprimez-en une d’abord.',
  saved: 'Vues enregistrées',
  none: 'Aucune pour l’instant. Une vue conserve les filtres, l’ordre et ce qui figure ci-dessus.',
  first: 'Ouvrir au démarrage',
  rename: 'Renommer',
  remove: 'Supprimer',
  removed: str`Vue supprimée : ${0}.`,
  undo: 'Annuler la suppression',
  of: str`${0}\u00a0: ${1}`,
  newName: 'Nouveau nom',
  apply: 'Valider',
}
