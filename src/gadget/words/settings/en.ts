import { str } from '@lit/localize'
import type { Density, Theme } from '../../preferences/preferences.ts'

const themes = { system: 'As the desktop', light: 'Light', dark: 'Dark' } satisfies Record<Theme, string>

const densities = { comfortable: 'Comfortable', compact: 'Compact' } satisfies Record<Density, string>

/** The texts of the settings. */
export const english = {
  title: 'Settings',
  appearance: 'Appearance',
  language: 'Language',
  desktopLanguage: (name: string) => str`As the desktop (${name})`,
  theme: 'Colours',
  themes,
  density: 'Density',
  densities,
  motion: 'Movement follows your system’s setting for reduced motion.',
  relay: 'Relay',
  address: 'Address',
  noAddress: 'none is set up',
  connection: 'Connection',
  callers:
    'Callers’ numbers are shown as the relay’s administrator allows: whole, shortened or not at all. The gadget keeps none of them.',
  about: 'About this gadget',
  version: 'Version',
  supervisor: 'Signed in as',
  storage: 'Your choices',
  kept: 'They are kept in this browser, for you alone.',
  notKept: 'This browser does not let the gadget keep them. They hold until the desktop is loaded again.',
  reset: 'Reset everything …',
  resetQuestion: 'Your choices, views and thresholds are forgotten. This cannot be undone.',
  resetNow: 'Reset now',
  cancel: 'Cancel',
  resetDone: 'Everything is as it was at first.',
}
