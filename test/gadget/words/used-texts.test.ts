import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { englishTexts } from './all-texts.ts'

/** Names under which the parts' texts are imported, e.g. `texts` for `floor`. */
const partOf = (name: string): string => (name === 'texts' ? 'floor' : name.replace(/Texts$/, ''))

/**
 * The ids that a module reaches, a group's id with a dot at its end where it looks the text up by a value. Follows
 * `const words = texts.list` and `const { list } = texts`, as all modules write it.
 */
function reached(source: string): string[] {
  const code = source.replaceAll(/^import .*$/gm, '')
  const names = new Map<string, string>()
  for (const [, name = '', alias = name] of source.matchAll(/import \{ (\w*[tT]exts)(?: as (\w+))? \} from/g)) {
    names.set(alias, partOf(name))
  }
  for (const [, alias = '', name = '', path = ''] of code.matchAll(/const (\w+) = (\w*[tT]exts)((?:\.\w+)+)$/gm)) {
    if (names.has(name)) names.set(alias, partOf(name) + path)
  }
  for (const [, aliases = '', name = ''] of code.matchAll(/const \{ ([\w, ]+) \} = (\w*[tT]exts)$/gm)) {
    for (const alias of aliases.split(', ')) names.set(alias, `${partOf(name)}.${alias}`)
  }
  // What is left are uses.
  const uses = code.replaceAll(/^const (?:\w+|\{.*\}) = \w*[tT]exts(?:\.\w+)*$/gm, '')
  return [...names].flatMap(([alias, base]) =>
    [...uses.matchAll(new RegExp(String.raw`(?<![.\w])${alias}((?:\.\w+)+)?(\[)?`, 'g'))].map(
      ([, path = '', index]) => base + path + (index ? '.' : ''),
    ),
  )
}

describe('the texts', () => {
  const sources = globSync('src/gadget/**/*.ts').filter((file) => !/words\/(\w+\/|english)/.test(file))
  const used = sources.flatMap((file) => reached(readFileSync(file, 'utf8')))
  const ids = [...englishTexts().keys()]

  it('are all used somewhere', () => {
    const groups = used.map((id) => (id.endsWith('.') ? id : `${id}.`))
    const isUsed = (id: string): boolean =>
      used.includes(id) || groups.some((group) => isGroup(group) && id.startsWith(group))
    // A group that is handed on whole, or in which a text is looked up.
    const isGroup = (group: string): boolean => group.split('.').length > 2 && ids.some((id) => id.startsWith(group))
    expect(ids.filter((id) => !isUsed(id))).toEqual([])
  })

  it('are found unused by this test', () => {
    const source = "import { texts } from 'x'\nconst words = texts.list\nf(words.agent, texts.tags[x], words.a.b)\n"
    expect(reached(source)).toEqual(['floor.tags.', 'floor.list.agent', 'floor.list.a.b'])
  })
})
