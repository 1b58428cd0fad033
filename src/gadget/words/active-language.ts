import { once } from '../once.ts'

/** The languages that the gadget's texts are in; English is their source. */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'ja', 'ar'] as const
export type Language = (typeof LANGUAGES)[number]

/** What of the grammar of the chosen language the texts themselves need, made when it is first needed. */
export type ActiveLanguage = {
  readonly language: Language
  readonly plurals: () => Intl.PluralRules
  readonly number: () => Intl.NumberFormat
  readonly list: () => Intl.ListFormat
}

/**
 * Numbers are written with the digits 0 to 9, as codes, ids and bytes are in every language, and days are those of the
 * Gregorian calendar, as browsers' date fields have them: one and the same thing should not look different in two places.
 */
export const UNIFORM = { numberingSystem: 'latn', calendar: 'gregory' } as const

const grammarOf = (language: Language): ActiveLanguage => ({
  language,
  plurals: once(() => new Intl.PluralRules(language)),
  number: once(() => new Intl.NumberFormat(language, UNIFORM)),
  list: once(() => new Intl.ListFormat(language)),
})

let active = grammarOf('en')

/** The language that texts are given in now. */
export const activeLanguage = (): ActiveLanguage => active

/** For the one place that changes it, once the language's texts are there. */
export const setActiveLanguage = (language: Language): void => {
  active = grammarOf(language)
}
