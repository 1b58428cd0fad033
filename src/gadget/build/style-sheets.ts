// oxlint-disable-next-line no-restricted-imports -- the build runs in Node, the gadget does not contain it
import { createHash } from 'node:crypto'
import type { Plugin } from 'vite'

/** The global in which the loader hands the style sheets' text to the modules. */
const GLOBAL = 'reasonCodeHistoryStyles'

const MODULE = 'virtual:gadget-styles'

/** What stands in the style sheets' file before each of them: its key, of `KEY_LENGTH` characters. */
const MARK = '/*#'
const KEY_LENGTH = 6

/** What a component's style becomes: the sheet of its key, with values in the places of `$0`, `$1` … */
const READER = `import { unsafeCSS } from 'lit'
const sheets = new Map(globalThis.${GLOBAL}.split('${MARK}').map((sheet) => [sheet.slice(0, ${KEY_LENGTH}), sheet.slice(${KEY_LENGTH + 2})]))
export const sheet = (key, ...values) => unsafeCSS(sheets.get(key).replace(/\\$(\\d)/g, (_, at) => values[at].cssText ?? values[at]))`

const LITERAL = /\bcss`([^`]*)`/g

const leanStyle = (css: string): string =>
  css
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s*([{};,])\s*|(?<=:)\s+/g, '$1')
    .replaceAll(';}', '}')
    .trim()

/** The gadget's style sheets, taken out of its scripts into one file. */
export class StyleSheets {
  readonly #sheets = new Map<string, string>()

  /** The file: every sheet after its key, in the order of the keys, so that the same sources make the same file. */
  get text(): string {
    const sheets = [...this.#sheets].toSorted(([a], [b]) => (a < b ? -1 : 1))
    return sheets.map(([key, css]) => `${MARK}${key}*/${css}\n`).join('')
  }

  /** A module's text without its styles. */
  takeOut(code: string): string {
    let isChanged = false
    const rest = code.replace(LITERAL, (_, css: string) => {
      isChanged = true
      const values: string[] = []
      const text = css.replace(/\$\{([^}]*)\}/g, (_whole, value: string) => `$${values.push(value) - 1}`)
      const lean = leanStyle(text)
      const key = createHash('sha256').update(lean).digest('hex').slice(0, KEY_LENGTH)
      this.#sheets.set(key, lean)
      return `sheet(${[`'${key}'`, ...values].join(', ')})`
    })
    return isChanged ? `import { sheet } from '${MODULE}'\n${rest}` : rest
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
    }
  }
}
