/** What a supervisor can choose. A part of the gadget that needs more adds its own here, or in a file beside this one. */
import { LANGUAGES, type Language } from '../words/active-language.ts'
import type { Preference } from './preference-store.ts'

/** The language of the texts; null: the desktop's. */
export const LANGUAGE: Preference<Language | null> = {
  name: 'language',
  accepts: (value): value is Language | null => value === null || LANGUAGES.some((language) => language === value),
  fallback: null,
}
