// oxlint-disable-next-line no-restricted-imports -- the build runs in Node, the gadget does not contain it
import { createHash } from 'node:crypto'
import type { Plugin } from 'vite'

/** The global in which the loader hands the style sheets' text to the modules. */
const GLOBAL = 'reasonCodeHistoryStyles'

const MODULE = 'virtual:gadget-styles'

/** What stands between two style sheets in their file. */
const MARK = '/*#*/'

/** What a component's style becomes: the sheet of its number, with values in the places of `$0`, `$1` … */
const READER = `import { unsafeCSS } from 'lit'
const sheets = globalThis.${GLOBAL}.split('${MARK}')
export const sheet = (number, ...values) => unsafeCSS(sheets[number].replace(/\\$(\\d)/g, (_, at) => values[at].cssText ?? values[at]))`

/** Stands for a sheet's number until all sheets are known. */
const PLACE = /(["'`])sheet:([0-9a-f]{16})\1/g

const LITERAL = /\bcss`([^`]*)`/g

/** Without comments and needless white space; what stands in quotation marks stays as it is. */
const leanStyle = (css: string): string =>
  css
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/('[^']*')|\s*([{};,])\s*|(?<=:)\s+/g, '$1$2')
    .replaceAll(';}', '}')
    .trim()

/** The gadget's style sheets, taken out of its scripts into one file. */
export class StyleSheets {
  readonly #sheets = new Map<string, string>()

  /** The file: the sheets in the order of their keys, so that the same sources make the same file. */
  get text(): string {
    return this.#keys.map((key) => `${this.#sheets.get(key) ?? ''}\n`).join(MARK)
  }

  get #keys(): readonly string[] {
    return [...this.#sheets.keys()].toSorted()
  }

  /** A module's text without its styles. */
  takeOut(code: string): string {
    let isChanged = false
    const rest = code.replace(LITERAL, (_, css: string) => {
      isChanged = true
      const values: string[] = []
      const text = css.replace(/\$\{([^}]*)\}/g, (_whole, value: string) => `$${values.push(value) - 1}`)
      const lean = leanStyle(text)
      const key = createHash('sha256').update(lean).digest('hex').slice(0, 16)
      this.#sheets.set(key, lean)
      return `sheet(${[`'sheet:${key}'`, ...values].join(', ')})`
    })
    return isChanged ? `import { sheet } from '${MODULE}'\n${rest}` : rest
  }

  /** A script with the sheets' numbers, once all modules have come. */
  number(code: string): string {
    const keys = this.#keys
    return code.replace(PLACE, (_, _quote, key: string) => String(keys.indexOf(key)))
  }

  /** Does so in a build, and gives the modules what they read the sheets with. */
  plugin(): Plugin {
    return {
      name: 'style-sheets',
      // Tests have the styles where they stand.
      apply: 'build',
      enforce: 'pre',
      applyToEnvironment: (environment) => environment.name === 'client',
      resolveId: (id) => (id === MODULE ? `\0${MODULE}` : null),
      load: (id) => (id === `\0${MODULE}` ? READER : null),
      transform: (code, id) => (/\/src\/gadget\/.*\.ts$/.test(id) ? { code: this.takeOut(code) } : null),
      renderChunk: (code) => ({ code: this.number(code) }),
    }
  }
}
