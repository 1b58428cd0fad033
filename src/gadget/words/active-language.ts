/** The languages that the gadget's texts are in; English is their source. */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'ja', 'ar'] as const
export type Language = (typeof LANGUAGES)[number]

/** What of the grammar of the chosen language the texts themselves need. */
export type ActiveLanguage = {
  readonly language: Language
  readonly plurals: Intl.PluralRules
  readonly number: Intl.NumberFormat
}

/**
 * A locale whose numbers are written with the digits 0 to 9, as codes, ids and bytes are in every language: one and the
 * same number should not look different in two places.
 */
export const withLatinDigits = (locale: string): string =>
  new Intl.Locale(locale, { numberingSystem: 'latn' }).toString()

function grammarOf(language: Language): ActiveLanguage {
  return {
    language,
    plurals: new Intl.PluralRules(language),
    number: new Intl.NumberFormat(withLatinDigits(language)),
  }
}

let active = grammarOf('en')

/** The language that texts are given in now. */
export const activeLanguage = (): ActiveLanguage => active

/** For the one place that changes it, once the language's texts are there. */
export const setActiveLanguage = (language: Language): void => {
  active = grammarOf(language)
}
