import { str } from '@lit/localize'
import type { Translation } from '../localise.ts'
import type { english } from './en.ts'

export const translation: Translation<typeof english> = {
  label: 'Changer l’état dans Finesse',
  cancel: 'Annuler',
  again: 'Choisir à nouveau',
  changes: {
    READY: 'Prêt',
    NOT_READY: 'Non prêt',
    LOGOUT: 'Déconnecter',
  },
  questions: {
    READY: str`Passer ${0} à l’état Prêt\u00a0?`,
    NOT_READY: str`Passer ${0} à l’état Non prêt\u00a0?`,
    LOGOUT: str`Déconnecter ${0}\u00a0?`,
  },
  confirm: {
    READY: 'Passer à Prêt',
    NOT_READY: 'Passer à Non prêt',
    LOGOUT: 'Déconnecter maintenant',
  },
  isNow: str`État actuel de l’agent\u00a0: ${0}. Ce qui n’est pas possible à partir de là ne peut pas être choisi.`,
  stateUnknown: 'On ne sait pas en ce moment ce que fait l’agent\u00a0: rien ne peut être changé.',
  finesseAway: 'Le bureau n’a pas de connexion à Finesse en ce moment\u00a0: rien ne peut être changé.',
  yourself: 'Votre propre état se change en haut du bureau, où vous pouvez donner un motif.',
  noReason: 'Finesse ne laisse aucun superviseur donner un motif.',
  recordedAs: str`Finesse ne laisse aucun superviseur donner un motif. Il sera noté «\u00a0${0}\u00a0» (${1}).`,
  outcomes: {
    asking: 'Demande envoyée à Finesse…',
    taken: 'Finesse a accepté la demande. Attente de l’annonce du changement d’état par Finesse…',
    pending: 'Finesse a accepté la demande. Elle prendra effet après l’appel en cours.',
  },
  done: str`Finesse annonce\u00a0: ${0}.`,
  doneWith: str`Finesse annonce\u00a0: ${0}, ${1}.`,
  said: str`Message de Finesse\u00a0: ${0}`,
  unconfirmed:
    'Finesse a accepté la demande mais n’a pas annoncé le changement d’état. Vérifiez l’état de l’agent avant de réessayer.',
  unanswered:
    'Finesse n’a pas répondu. Le changement a pu se faire malgré tout\u00a0: vérifiez l’état de l’agent avant de réessayer.',
  refusals: {
    'reason-not-allowed': 'Finesse ne laisse aucun superviseur donner un motif.',
    'reason-required': 'Finesse exige ici un motif, et ne laisse aucun superviseur en donner.',
    'not-your-agent': 'Selon Finesse, cet agent n’est dans aucune de vos équipes.',
    'not-signed-in':
      'Finesse a refusé votre connexion. Reconnectez-vous au bureau\u00a0; rien n’est tenté automatiquement.',
    'no-such-agent': 'Finesse ne connaît plus cet agent.',
    'impossible-now': 'Le centre de contact ne le permet pas dans l’état où l’agent se trouve maintenant.',
    busy: 'L’agent est en communication, et le centre de contact ne change pas l’état avant la fin de l’appel.',
    'one-pending-only':
      'Le centre de contact ne le permet pas maintenant\u00a0: l’agent est déjà Non prêt, ou le sera après l’appel.',
    refused: 'Finesse a refusé.',
  },
}
