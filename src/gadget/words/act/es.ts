import { str } from '@lit/localize'
import type { Translation } from '../localise.ts'
import type { english } from './en.ts'

export const translation: Translation<typeof english> = {
  label: 'Cambiar el estado a través de Finesse',
  cancel: 'Cancelar',
  again: 'Elegir de nuevo',
  changes: {
    READY: 'Listo',
    NOT_READY: 'No listo',
    LOGOUT: 'Cerrar sesión',
  },
  questions: {
    READY: str`¿Poner a ${0} en Listo?`,
    NOT_READY: str`¿Poner a ${0} en No listo?`,
    LOGOUT: str`¿Cerrar la sesión de ${0}?`,
  },
  confirm: {
    READY: 'Poner en Listo',
    NOT_READY: 'Poner en No listo',
    LOGOUT: 'Cerrar la sesión ahora',
  },
  isNow: str`Estado actual del agente: ${0}. Lo que no es posible desde ahí no se puede elegir.`,
  stateUnknown: 'En este momento no se sabe qué hace el agente, así que no se puede cambiar nada.',
  finesseAway: 'El escritorio no tiene conexión con Finesse en este momento, así que no se puede cambiar nada.',
  yourself: 'Su propio estado se cambia en la parte superior del escritorio, donde puede dar un motivo.',
  noReason: 'Finesse no deja que un supervisor dé un motivo.',
  recordedAs: str`Finesse no deja que un supervisor dé un motivo. Quedará registrado como «${0}» (${1}).`,
  outcomes: {
    asking: 'Solicitándolo a Finesse…',
    taken: 'Finesse aceptó la solicitud. Esperando a que diga que el estado ha cambiado…',
    pending: 'Finesse aceptó la solicitud. Tendrá efecto después de la llamada actual.',
  },
  done: str`Finesse dice: ${0}.`,
  doneWith: str`Finesse dice: ${0}, ${1}.`,
  said: str`Mensaje de Finesse: ${0}`,
  unconfirmed:
    'Finesse aceptó la solicitud pero no ha dicho que el estado cambiara. Compruebe el estado del agente antes de intentarlo otra vez.',
  unanswered:
    'Finesse no respondió. Puede haber ocurrido de todos modos: compruebe el estado del agente antes de intentarlo otra vez.',
  refusals: {
    'reason-not-allowed': 'Finesse no deja que un supervisor dé un motivo.',
    'reason-required': 'Finesse exige un motivo para esto y no deja que un supervisor lo dé.',
    'not-your-agent': 'Según Finesse, este agente no está en ninguno de sus equipos.',
    'not-signed-in':
      'Finesse rechazó su inicio de sesión. Vuelva a iniciar sesión en el escritorio; no se reintenta automáticamente.',
    'no-such-agent': 'Finesse ya no conoce a este agente.',
    'impossible-now': 'El centro de contacto no lo permite en el estado en que está ahora el agente.',
    busy: 'El agente está en una llamada, y el centro de contacto no cambia el estado antes de que termine.',
    'one-pending-only':
      'El centro de contacto no lo permite ahora: el agente ya está en No listo, o lo estará después de la llamada.',
    refused: 'Finesse lo rechazó.',
  },
}
