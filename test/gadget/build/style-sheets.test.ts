import { describe, expect, it } from 'vitest'
import { StyleSheets } from '../../../src/gadget/build/style-sheets.ts'

const source = 'const a = css`\n  :host {\n    margin-left: ${WIDTH}px;\n    color: red;\n  }\n`\nconst b = html`<p>`\n'

describe('the style sheets', () => {
  it('are taken out of a module, with the places of their values', () => {
    const styles = new StyleSheets()
    const [, key = ''] = /sheet\('(sheet:\w+)', WIDTH\)/.exec(styles.takeOut(source)) ?? []
    expect(styles.takeOut(source)).toBe(
      `import { sheet } from 'virtual:gadget-styles'\nconst a = sheet('${key}', WIDTH)\nconst b = html\`<p>\`\n`,
    )
    expect(styles.text).toBe(':host{margin-left:$0px;color:red}\n')
  })

  it('are known by their places in the file, once all are there', () => {
    const styles = new StyleSheets()
    const modules = ['css`a{b:c}`', 'css`d{e:f}`', 'css`g{h:i}`'].map((code) => styles.takeOut(code))
    const numbers = modules.map((code) => Number(/sheet\((\d+)\)/.exec(styles.number(code))?.[1]))
    const sheets = styles.text.split('/*#*/').map((sheet) => sheet.trim())
    expect(numbers.map((number) => sheets[number])).toEqual(['a{b:c}', 'd{e:f}', 'g{h:i}'])
  })

  it('make the same file in whichever order the modules come', () => {
    const [one, other] = [new StyleSheets(), new StyleSheets()]
    const parts = ['css`a{b:c}`', 'css`d{e:f}`']
    for (const part of parts) one.takeOut(part)
    for (const part of parts.toReversed()) other.takeOut(part)
    expect(one.text).toBe(other.text)
  })

  it('leave what stands in quotation marks as it is', () => {
    const styles = new StyleSheets()
    styles.takeOut("css`a::after { content: ': ' attr(b) ' ; '; }`")
    expect(styles.text).toBe("a::after{content:': ' attr(b) ' ; '}\n")
  })

  it('leave a module without any as it is', () => {
    expect(new StyleSheets().takeOut('const a = 1')).toBe('const a = 1')
  })
})
