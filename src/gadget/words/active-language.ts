/** The languages that the gadget's texts are in; English is their source. */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'ja', 'ar'] as const
export type Language = (typeof LANGUAGES)[number]

/** What of the grammar of the chosen language the texts themselves need. */
export type ActiveLanguage = {
  readonly language: Language
  readonly plurals: Intl.PluralRules
  readonly number: Intl.NumberFormat
  readonly list: Intl.ListFormat
}

/**
 * A locale whose numbers are written with the digits 0 to 9, as codes, ids and bytes are in every language, and whose days are
 * those of the Gregorian calendar, as browsers' date fields have them: one and the same thing should not look different in two
 * places.
 */
export const uniform = (locale: string): string =>
  new Intl.Locale(locale, { numberingSystem: 'latn', calendar: 'gregory' }).toString()

function grammarOf(language: Language): ActiveLanguage {
  return {
    language,
    plurals: new Intl.PluralRules(language),
    number: new Intl.NumberFormat(uniform(language)),
    list: new Intl.ListFormat(language),
  }
}

let active = grammarOf('en')

/** The language that texts are given in now. */
export const activeLanguage = (): ActiveLanguage => active

/** For the one place that changes it, once the language's texts are there. */
export const setActiveLanguage = (language: Language): void => {
  active = grammarOf(language)
}
