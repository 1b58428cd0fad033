import { describe, expect, it } from 'vitest'
import { leanTemplates } from '../../../src/gadget/build/lean-literals.ts'

describe('templates', () => {
  it('have one space for each line break and the room around it, also within one another', () => {
    const code = 'const a = html`<p\n  class=${b}\n>\n  ${c ? html`<i>\n\n    d </i>` : ""}  e\n</p>`\nconst f = 1\n'
    expect(leanTemplates(code)).toBe(
      'const a = html`<p class=${b} > ${c ? html`<i> d </i>` : ""}  e </p>`\nconst f = 1\n',
    )
  })

  it('keep line breaks that are written as such, and other code keeps its own', () => {
    const code = "const a = b.join('\\n')\n  + `\\n`\n// `\n"
    expect(leanTemplates(code)).toBe(code)
  })
})
