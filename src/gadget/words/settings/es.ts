import { str } from '@lit/localize'
import type { Translation } from '../localise.ts'
import type { english } from './en.ts'

export const translation: Translation<typeof english> = {
  title: 'Ajustes',
  appearance: 'Aspecto',
  language: 'Idioma',
  desktopLanguage: str`Como el escritorio (${0})`,
  theme: 'Colores',
  themes: { system: 'Como el escritorio', light: 'Claro', dark: 'Oscuro' },
  density: 'Densidad',
  densities: { comfortable: 'Cómoda', compact: 'Compacta' },
  motion: 'El movimiento sigue el ajuste de movimiento reducido de su sistema.',
  relay: 'Relay',
  address: 'Dirección',
  noAddress: 'sin configurar',
  connection: 'Conexión',
  callers:
    'Los números de quienes llaman se muestran como permite el administrador del relay: enteros, recortados o nada. El gadget no guarda ninguno.',
  about: 'Acerca de este gadget',
  version: 'Versión',
  supervisor: 'Sesión iniciada como',
  storage: 'Sus preferencias',
  kept: 'Se guardan en este navegador, solo para usted.',
  notKept: 'Este navegador no deja que el gadget las guarde. Valen hasta que se vuelva a cargar el escritorio.',
  reset: 'Restablecer todo…',
  resetQuestion: 'Se olvidan sus preferencias, vistas y umbrales. No se puede deshacer.',
  resetNow: 'Restablecer ahora',
  cancel: 'Cancelar',
  resetDone: 'Todo está como al principio.',
}
