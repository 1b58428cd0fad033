import type { StrResult } from '@lit/localize'
import type { Language } from './active-language.ts'

type Templates = Record<string, string | StrResult>
type Tree = { readonly [name: string]: Tree | string | StrResult }

/**
 * A language's texts by their ids, as lit-localize looks them up. Number forms get one id each, `other` the ids of all
 * forms of the language that it leaves out.
 */
export function templatesOf(translation: Tree, language: Language): Templates {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
  const templates: Templates = {}
  const add = (id: string, text: Tree | string | StrResult): void => {
    if (typeof text === 'string' || isStr(text)) {
      templates[id] = text
      return
    }
    const { other } = text
    if (typeof other === 'string' || (other && isStr(other))) {
      for (const form of forms) templates[`${id}.${form}`] = other
    }
    for (const [name, inner] of Object.entries(text)) add(id === '' ? name : `${id}.${name}`, inner)
  }
  add('', translation)
  return templates
}

const isStr = (text: Tree | StrResult): text is StrResult => 'strTag' in text
