import { configureLocalization } from '@lit/localize'
import { type Language, LANGUAGES, setActiveLanguage } from './active-language.ts'
import type { AllTexts } from './english.ts'
import { templatesOf } from './templates.ts'

const FILES: Readonly<Record<Exclude<Language, 'en'>, () => Promise<{ readonly translation: AllTexts }>>> = {
  de: () => import('./languages/de.ts'),
  fr: () => import('./languages/fr.ts'),
  es: () => import('./languages/es.ts'),
  ja: () => import('./languages/ja.ts'),
  ar: () => import('./languages/ar.ts'),
}

const { setLocale } = configureLocalization({
  sourceLocale: 'en',
  targetLocales: Object.keys(FILES),
  loadLocale: async (locale) => {
    const language = locale as keyof typeof FILES
    return { templates: templatesOf((await FILES[language]()).translation, language) }
  },
})

/**
 * Loads a language's texts and gives all texts in it from then on. What is shown already has to be rendered again.
 * @throws what `import()` rejects with; everything is in English then
 */
export async function useLanguage(language: Language): Promise<void> {
  try {
    await setLocale(language)
    setActiveLanguage(language)
  } catch (error) {
    setActiveLanguage('en')
    // Without it lit-localize would answer the next try with the same failure.
    await setLocale('en')
    throw error
  }
}

const ofLocale = (locale: string): Language | undefined =>
  LANGUAGES.find((language) => locale.toLowerCase().split('-', 1)[0] === language)

/**
 * The language to begin with: the desktop's where there are texts in it, else the first of the browser's that there are
 * texts in, else English.
 */
export const languageFor = (desktop: string | null, browser: readonly string[]): Language =>
  [...(desktop === null ? [] : [desktop]), ...browser].flatMap((locale) => ofLocale(locale) ?? [])[0] ?? 'en'

/** The locale for dates and numbers: the desktop's, with its region, where it is of the language of the texts. */
export const localeFor = (language: Language, desktop: string | null): string =>
  desktop !== null && ofLocale(desktop) === language ? desktop : language

/** Which way a language's lines run. */
export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr')
