import { str } from '@lit/localize'
import type { Translation } from '../localise.ts'
import type { english } from './en.ts'

export const translation: Translation<typeof english> = {
  title: 'Paramètres',
  appearance: 'Apparence',
  language: 'Langue',
  desktopLanguage: str`Comme le bureau (${0})`,
  theme: 'Couleurs',
  themes: { system: 'Comme le bureau', light: 'Clair', dark: 'Sombre' },
  density: 'Densité',
  densities: { comfortable: 'Confortable', compact: 'Compacte' },
  motion: 'Les animations suivent le réglage de votre système pour la réduction des mouvements.',
  relay: 'Relais',
  address: 'Adresse',
  noAddress: 'aucune configurée',
  connection: 'Connexion',
  callers:
    'Les numéros des appelants sont affichés comme l’administrateur du relais le permet\u00a0: entiers, tronqués ou pas du tout. Le gadget n’en conserve aucun.',
  about: 'À propos de ce gadget',
  version: 'Version',
  supervisor: 'Connecté en tant que',
  storage: 'Vos choix',
  kept: 'Ils sont conservés dans ce navigateur, pour vous uniquement.',
  notKept: 'Ce navigateur ne permet pas au gadget de les conserver. Ils valent jusqu’au rechargement du bureau.',
  reset: 'Tout réinitialiser…',
  resetQuestion: 'Vos choix, vues et seuils seront oubliés. Cette action est irréversible.',
  resetNow: 'Réinitialiser',
  cancel: 'Annuler',
  resetDone: 'Tout est comme au début.',
}
