/** What a supervisor can choose. A part of the gadget that needs more adds its own here, or in a file beside this one. */
import { isOneOf } from '../../wire/checks.ts'
import { LANGUAGES, type Language } from '../words/active-language.ts'
import type { Preference } from './preference-store.ts'

/** The language of the texts; null: the desktop's. */
export const LANGUAGE: Preference<Language | null> = {
  name: 'language',
  accepts: isOneOf([null, ...LANGUAGES]),
  fallback: null,
}

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

/** The colours; `system`: those of the desktop, or of the browser. */
export const THEME: Preference<Theme> = {
  name: 'theme',
  accepts: isOneOf(THEMES),
  fallback: 'system',
}

export const DENSITIES = ['comfortable', 'compact'] as const
export type Density = (typeof DENSITIES)[number]

/** How much room there is around things. */
export const DENSITY: Preference<Density> = {
  name: 'density',
  accepts: isOneOf(DENSITIES),
  fallback: 'comfortable',
}
