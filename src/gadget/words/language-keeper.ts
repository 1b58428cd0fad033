import { LANGUAGE } from '../preferences/preferences.ts'
import type { PreferenceStore } from '../preferences/preference-store.ts'
import type { Language } from './active-language.ts'
import { createFormats, type Formats } from './formats.ts'
import { directionOf, languageFor, localeFor, useLanguage } from './language.ts'

export type LanguageKeeperOptions = {
  readonly preferences: PreferenceStore
  /** The desktop's locale; null where it tells none. */
  readonly desktop: string | null
  /** The browser's languages, the preferred first. */
  readonly browser: readonly string[]
  /** The page's root: told the language, for screen readers and fonts, and the direction. */
  readonly page: HTMLElement
  /** The texts are in another language now. */
  readonly onChange: () => void
}

/** Keeps the gadget in the language that the supervisor chose, or in the desktop's. */
export class LanguageKeeper {
  /** Whether the language's texts could not be had, so that English has to do. */
  isFaulty = false
  formats: Formats = createFormats('en')
  readonly #options: LanguageKeeperOptions

  constructor(options: LanguageKeeperOptions) {
    this.#options = options
    options.preferences.onChange((name) => {
      if (name === LANGUAGE.name) void this.load()
    })
  }

  /** The language that is taken when the supervisor chooses none. */
  get desktop(): Language {
    return languageFor(this.#options.desktop, this.#options.browser)
  }

  /** Loads the language's texts, at first and to try again; never rejects. */
  async load(): Promise<void> {
    const { preferences, desktop, page, onChange } = this.#options
    let language = preferences.get(LANGUAGE) ?? this.desktop
    try {
      await useLanguage(language)
      this.isFaulty = false
    } catch (error) {
      console.error('Reason Code History: the texts of a language could not be loaded.', error)
      language = 'en'
      this.isFaulty = true
    }
    this.formats = createFormats(localeFor(language, desktop))
    page.lang = language
    page.dir = directionOf(language)
    onChange()
  }
}
