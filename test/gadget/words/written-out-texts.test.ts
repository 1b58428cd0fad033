import { globSync, readFileSync } from 'node:fs'
import * as v from 'valibot'
import { parseAst } from 'vite'
import { describe, expect, it } from 'vitest'

const templateSchema = v.object({
  type: v.literal('TaggedTemplateExpression'),
  tag: v.object({ name: v.picklist(['html', 'svg']) }),
  quasi: v.object({ quasis: v.array(v.object({ value: v.object({ cooked: v.string() }) })) }),
})

/** Words that stand in a module's templates themselves: between elements, or in an attribute that is read out or shown. */
function writtenOut(code: string): string[] {
  const found: string[] = []
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    const template = v.safeParse(templateSchema, node)
    if (template.success) {
      const text = template.output.quasi.quasis.map(({ value }) => value.cooked).join('\0')
      const attributes = text.matchAll(/\b(?:aria-\w+|title|placeholder|alt|label)="([^"\0]*\p{L}[^"\0]*)"/gu)
      found.push(...[...attributes].map(([, words = '']) => words).filter((words) => !/^[a-z]+$/.test(words)))
      const between = text.replaceAll(/<[^>]*>|&#?\w+;/g, '\0').matchAll(/\p{L}[^\0]*/gu)
      found.push(...[...between].map(([words]) => words.trim()))
    }
    Object.values(node).forEach(visit)
  }
  visit(parseAst(code, { lang: 'ts' }))
  return found
}

describe('the templates', () => {
  it('have no words of their own, which nobody could translate', () => {
    const files = globSync('src/gadget/**/*.ts')
    expect(files.length).toBeGreaterThan(100)
    expect(files.flatMap((file) => writtenOut(readFileSync(file, 'utf8')).map((words) => [file, words]))).toEqual([])
  })

  it('are looked into by this test', () => {
    const code =
      'html`<p title="What it is" aria-live="polite" class="a b">${x ? html`<b>Agent</b>` : y}&nbsp;of ${z} · 3</p>`'
    expect(writtenOut(code)).toEqual(['What it is', 'of', 'Agent'])
  })
})
