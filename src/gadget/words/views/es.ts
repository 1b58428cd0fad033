import { str } from '@lit/localize'
import type { Translation } from '../localise.ts'
import type { english } from './en.ts'

export const translation: Translation<typeof english> = {
  title: 'Vistas',
  present: 'La vista actual',
  history: 'Historial de un agente',
  layouts: { beside: 'Junto a la lista', instead: 'En lugar de la lista' },
  length: 'Lo que se muestra primero',
  lengths: {
    fitting: 'Lo que se sabe, 4 h como máximo',
    '15m': '15 min',
    '1h': '1 h',
    '4h': '4 h',
    day: 'Todo el día',
  },
  name: 'Nombre de la vista',
  save: 'Guardar',
  replace: 'Sustituir',
  noRoom: 'Hay demasiadas vistas. Elimine antes una.',
  saved: 'Vistas guardadas',
  none: 'Todavía ninguna. Una vista guarda los filtros, el orden y lo que figura arriba.',
  first: 'Abrir al inicio',
  rename: 'Cambiar nombre',
  remove: 'Eliminar',
  removed: str`Eliminada: ${0}.`,
  undo: 'Deshacer',
  of: str`${0}: ${1}`,
  newName: 'Nombre nuevo',
  apply: 'Aceptar',
}
