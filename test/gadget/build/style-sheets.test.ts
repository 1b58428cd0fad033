import { describe, expect, it } from 'vitest'
import { StyleSheets } from '../../../src/gadget/build/style-sheets.ts'

const source = 'const a = css`\n  :host {\n    margin-left: ${WIDTH}px;\n    color: red;\n  }\n`\nconst b = html`<p>`\n'

describe('the style sheets', () => {
  it('are taken out of a module, with the places of their values', () => {
    const styles = new StyleSheets()
    const [, key = ''] = /sheet\('(\w+)', WIDTH\)/.exec(styles.takeOut(source)) ?? []
    expect(styles.takeOut(source)).toBe(
      `import { sheet } from 'virtual:gadget-styles'\nconst a = sheet('${key}', WIDTH)\nconst b = html\`<p>\`\n`,
    )
    expect(styles.text).toBe(`/*#${key}*/:host{margin-left:$0px;color:red}\n`)
  })

  it('make the same file in whichever order the modules come', () => {
    const [one, other] = [new StyleSheets(), new StyleSheets()]
    const parts = ['css`a{b:c}`', 'css`d{e:f}`']
    for (const part of parts) one.takeOut(part)
    for (const part of parts.toReversed()) other.takeOut(part)
    expect(one.text).toBe(other.text)
  })

  it('leave a module without any as it is', () => {
    expect(new StyleSheets().takeOut('const a = 1')).toBe('const a = 1')
  })
})
