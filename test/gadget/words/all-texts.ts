import type { StrResult } from '@lit/localize'
import type { Language } from '../../../src/gadget/words/active-language.ts'
import { english as act } from '../../../src/gadget/words/act/en.ts'
import { english as detail } from '../../../src/gadget/words/detail/en.ts'
import type { AllTexts, English } from '../../../src/gadget/words/english.ts'
import { english as floor } from '../../../src/gadget/words/floor/en.ts'
import { english as reports } from '../../../src/gadget/words/reports/en.ts'
import { english as settings } from '../../../src/gadget/words/settings/en.ts'
import { english as views } from '../../../src/gadget/words/views/en.ts'
import { translation as ar } from '../../../src/gadget/words/languages/ar.ts'
import { translation as de } from '../../../src/gadget/words/languages/de.ts'
import { translation as es } from '../../../src/gadget/words/languages/es.ts'
import { translation as fr } from '../../../src/gadget/words/languages/fr.ts'
import { translation as ja } from '../../../src/gadget/words/languages/ja.ts'
import type { Plural, PluralForms } from '../../../src/gadget/words/localise.ts'
import { english as thresholds } from '../../../src/gadget/words/thresholds/en.ts'

export const ENGLISH: English = { floor, detail, act, thresholds, reports, settings, views }

export const TRANSLATIONS: Readonly<Record<Exclude<Language, 'en'>, AllTexts>> = { de, fr, es, ja, ar }

export type Text = string | ((...values: readonly number[]) => StrResult | Plural)
export type TranslatedText = string | StrResult | PluralForms<StrResult | string>

type Tree<Leaf> = { readonly [name: string]: Leaf | Tree<Leaf> }

function* leaves<Leaf>(
  tree: Tree<Leaf>,
  isLeaf: (value: Leaf | Tree<Leaf>) => value is Leaf,
  path = '',
): Iterable<readonly [string, Leaf]> {
  for (const [name, value] of Object.entries(tree)) {
    const id = path === '' ? name : `${path}.${name}`
    if (isLeaf(value)) yield [id, value]
    else yield* leaves(value, isLeaf, id)
  }
}

/** Every English text by its id. */
export const englishTexts = (): ReadonlyMap<string, Text> =>
  new Map(
    leaves<Text>(
      ENGLISH as unknown as Tree<Text>,
      (value): value is Text => typeof value === 'string' || typeof value === 'function',
    ),
  )

/** Every text of another language by its id. */
export const translatedTexts = (language: Exclude<Language, 'en'>): ReadonlyMap<string, TranslatedText> =>
  new Map(
    leaves<TranslatedText>(
      TRANSLATIONS[language],
      (value): value is TranslatedText => typeof value === 'string' || 'strTag' in value || 'other' in value,
    ),
  )

/** What a function of the English texts gives for numbers, in each of its forms; a string is its own. */
export function formsOf(text: Text): readonly StrResult[] {
  if (typeof text === 'string') return []
  const said = text(...Array.from({ length: text.length }, (_, index) => 1001 + index))
  return 'forms' in said ? Object.values(said.forms) : [said]
}
