import { msg, type StrResult } from '@lit/localize'
import { activeLanguage } from './active-language.ts'
import { withoutDirections } from './directions.ts'

/** The grammar's number forms, as `Intl.PluralRules` names them; `other` is taken for those that a language leaves out. */
export type PluralForms<Text> = Readonly<Partial<Record<Intl.LDMLPluralRule, Text>>> & { readonly other: Text }

/** A text that depends on a number. */
export type Plural = { readonly count: number; readonly forms: PluralForms<StrResult> }

/**
 * A text that depends on a number. All forms must have the same values in the same order, because a translation counts
 * them: also the form for one.
 */
export const plural = (count: number, forms: PluralForms<StrResult>): Plural => ({ count, forms })

/** A number of things as the chosen language writes it, e.g. `24,000`. Never for codes and ids. */
export const counted = (count: number): string =>
  // All write these in one way, and the first paint need not wait for `Intl`.
  count < 1000 ? String(count) : activeLanguage().number().format(count)

/** Several things as the chosen language names them in one line, e.g. `a, b, and c`. */
export const listed = (names: readonly string[]): string => activeLanguage().list().format(names)

// As parameters of a function are compared, only never[] takes every function.
type Leaf = string | ((...values: never[]) => StrResult | Plural)

/** English texts of one part of the gadget: strings and functions, in as many named groups as needed. */
export type Source = { readonly [name: string]: Leaf | Source }

/** What a component uses: the same names, each giving the text in the chosen language at the time when it is asked. */
export type Localised<S> = S extends string
  ? string
  : S extends (...values: infer Values) => unknown
    ? (...values: Values) => string
    : { readonly [Name in keyof S]: Localised<S[Name]> }

/**
 * What a language's file contains: the same names. For a function stands a text with the numbers of the English text's
 * values in their places, or such a text for each number form.
 */
export type Translation<S> = S extends string
  ? string
  : S extends (...values: never[]) => infer Text
    ? Text extends Plural
      ? PluralForms<StrResult | string>
      : StrResult | string
    : { readonly [Name in keyof S]: Translation<S[Name]> }

/** @param part Name of the part, under which its translations stand in each language's file. */
export function localised<S extends Source>(part: string, source: S): Localised<S> {
  const texts = {}
  for (const [name, leaf] of Object.entries(source)) {
    const id = `${part}.${name}`
    const branch = typeof leaf === 'object' ? localised(id, leaf) : null
    const get =
      typeof leaf === 'string'
        ? () => msg(leaf, { id })
        : typeof leaf === 'function'
          ? () =>
              (...values: never[]) =>
                said(leaf(...values.map(tame)), id)
          : () => branch
    Object.defineProperty(texts, name, { get, enumerable: true })
  }
  return texts as Localised<S>
}

/**
 * Values are texts of strangers. In a sentence that runs from right to left each is isolated: else the number behind a name in
 * Latin letters would stand within it.
 */
function tame(value: unknown): never {
  const text = typeof value === 'string' ? withoutDirections(value) : value
  return (typeof text === 'string' && activeLanguage().language === 'ar' ? `\u2068${text}\u2069` : text) as never
}

function said(text: StrResult | Plural, id: string): string {
  if (!('forms' in text)) return msg(text, { id })
  const form = activeLanguage().plurals().select(text.count)
  return msg(text.forms[form] ?? text.forms.other, { id: `${id}.${form}` })
}
