import { str } from '@lit/localize'
import type { Translation } from '../localise.ts'
import type { english } from './en.ts'

export const translation: Translation<typeof english> = {
  title: 'Umbrales',
  today: 'Sobre un umbral hoy',
  none: 'Hoy nadie ha superado un umbral.',
  noneSet: 'No hay ningún umbral. Elija abajo a partir de cuándo un estado o un motivo dura demasiado.',
  more: { one: str`y ${0} anterior`, other: str`y ${0} anteriores` },
  lasting: str`desde las ${0}`,
  ended: str`de ${0} a ${1}`,
  settings: '¿Cuánto es demasiado?',
  hint: 'En minutos. Vacío: nunca. Se guarda para usted en este navegador.',
  what: 'Motivo o estado',
  warn: 'Avisar tras',
  breach: 'Excesivo tras',
  withoutReason: str`${0} sin motivo`,
  alerts: 'Avisarme',
  toast: 'con un mensaje del escritorio',
  noToast: 'Este escritorio no muestra mensajes.',
  sound: 'con un sonido',
  trySound: 'Probar el sonido',
  announced: { one: str`${0} agente supera el umbral: ${1}`, other: str`${0} agentes superan el umbral: ${1}` },
  person: str`${0} (${1})`,
  others: { one: str`${0} más`, other: str`${0} más` },
}
