import type { StrResult } from '@lit/localize'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../../src/gadget/words/active-language.ts'
import { englishTexts, formsOf, type TranslatedText, translatedTexts } from './all-texts.ts'

const OTHERS = LANGUAGES.filter((language) => language !== 'en')

/** Names and fixed words, which are the same in some language. */
const SAME_EVERYWHERE =
  /^(Finesse|CTI|Relay|Agent|Agents|Code|Bytes|Export|Format|Team|Teams|Filter|Sources|Site|Verdict|Version|notification|\d+ (min|h)|)$/

/** Familiar address, and other spellings of what has one. */
const NEVER: Readonly<Partial<Record<(typeof OTHERS)[number], RegExp>>> = {
  de: /\b(du|dir|dich|dein\w*)\b/i,
  // Nor a line that begins with a colon or a question mark.
  fr: /\b(tu|toi|ta|tes)\b| [:;?!»]|« /i,
  es: /\b(tú|tu|tus|ti|relé|petición)(?!\p{L})/iu,
  ja: /サーバー|ブラウザー|スーパーバイザー|コントローラー|[ぁ-ん一-龥](Finesse|CTI|API)|(Finesse|CTI|API)[ぁ-ん一-龥]/,
}

const valuesOf = (text: StrResult | string): readonly number[] =>
  typeof text === 'string' ? [] : [...new Set(text.values as readonly number[])].toSorted((a, b) => a - b)

const formsOfTranslation = (text: TranslatedText): readonly (readonly [string, StrResult | string])[] =>
  typeof text === 'string' || 'strTag' in text ? [['other', text]] : Object.entries(text)

describe('the English texts', () => {
  it('have the same values in each number form: a translation counts them', () => {
    const odd = [...englishTexts()].filter(([, text]) => {
      return new Set(formsOf(text).map((form) => form.values.join())).size > 1
    })
    expect(odd).toEqual([])
  })
})

describe.each(OTHERS)('the texts in %s', (language) => {
  const english = englishTexts()
  const translated = translatedTexts(language)

  it('are those of the English, none missing and none more', () => {
    expect([...translated.keys()].toSorted()).toEqual([...english.keys()].toSorted())
  })

  it('are translated, except for names', () => {
    const left = [...english].filter(
      ([id, text]) => typeof text === 'string' && translated.get(id) === text && !SAME_EVERYWHERE.test(text),
    )
    expect(left).toEqual([])
  })

  it('have the values of the English, each of them somewhere', () => {
    const odd = [...english].flatMap(([id, text]) => {
      const count = formsOf(text)[0]?.values.length ?? 0
      return formsOfTranslation(translated.get(id) ?? '').filter(([form, said]) => {
        const values = valuesOf(said)
        // "One agent" needs no digit.
        const isComplete = values.length === count || form !== 'other'
        return !isComplete || values.some((value) => value >= count)
      })
    })
    expect(odd).toEqual([])
  })

  it('have no number form that the language has not', () => {
    const known: readonly string[] = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    const forms = new Set([...translated.values()].flatMap((text) => formsOfTranslation(text).map(([form]) => form)))
    expect([...forms].filter((form) => !known.includes(form))).toEqual([])
  })

  it('address the supervisor formally, and spell what there is in one way', () => {
    const odd = [...translated].filter(([, text]) =>
      formsOfTranslation(text).some(([, said]) =>
        NEVER[language]?.test(typeof said === 'string' ? said : said.strings.join('\0')),
      ),
    )
    expect(odd).toEqual([])
  })

  it('have no white space at their ends', () => {
    const odd = [...translated].filter(([, text]) => typeof text === 'string' && text.trim() !== text)
    expect(odd).toEqual([])
  })
})
