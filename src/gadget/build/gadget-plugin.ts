// oxlint-disable-next-line no-restricted-imports -- the build runs in Node, the gadget does not contain it
import { readFileSync } from 'node:fs'
// oxlint-disable-next-line no-restricted-imports -- as above
import { gzipSync } from 'node:zlib'
import type { Plugin, Rolldown } from 'vite'
import { buildLoader } from './build-loader.ts'
import { renderDefinition } from './definition.ts'
import { leanConstants } from './lean-constants.ts'
import { leanLiterals } from './lean-literals.ts'
import { type Part, type PartKind, sizeFaults, sizeReport } from './script-size.ts'
import { standIns } from './stand-ins.ts'
import { StyleSheets } from './style-sheets.ts'

/**
 * Heads the file of what is loaded after the first paint: its functions are all compiled as it comes, beside the page's own
 * thread, and not each when it is first called, while somebody waits. What the first paint waits for has no time for that.
 * Chromium reads it (https://developer.chrome.com/blog/explicit-compile-hints), others skip it.
 */
export const compiledAsItComes = ({ name }: { readonly name: string }): string =>
  name === 'parts' ? '//# allFunctionsCalledOnLoad' : ''

/** Modules with English texts. Those of the floor become one file and the others another, which come with what needs them. */
export const ENGLISH_TEXTS = /\/words\/(\w+)\/en\.ts$/

/** The module in which a language's texts are put together, and which language that is. */
const LANGUAGE = /\/words\/languages\/(\w+)\.ts$/

/**
 * Makes out of the gadget's modules what is put on a Finesse server: adds the loader and `gadget.xml` with the loader's
 * name in it, prints what each part weighs, and fails the build where `sizeFaults` finds any.
 * @param definition Path of the definition's source.
 */
export function gadgetPlugins(definition: string): Plugin[] {
  const styles = new StyleSheets()
  return [styles.plugin(), leanLiterals(), leanConstants(), standIns(), gadgetPlugin(definition, styles)]
}

function gadgetPlugin(definition: string, styles: StyleSheets): Plugin {
  let report: string | undefined
  return {
    name: 'gadget-definition',
    applyToEnvironment: (environment) => environment.name === 'client',
    buildStart() {
      this.addWatchFile(definition)
    },
    async generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
      const main = chunks.find(({ isEntry }) => isEntry)
      if (!main) this.error('The gadget has no entry.')
      const first = new Set<string>()
      const follow = (file: string): void => {
        const chunk = bundle[file]
        if (first.has(file) || chunk?.type !== 'chunk') return
        first.add(file)
        for (const imported of chunk.imports) follow(imported)
      }
      follow(main.fileName)
      const languages = chunks.flatMap(({ fileName, facadeModuleId }) => {
        const [, language] = LANGUAGE.exec(facadeModuleId ?? '') ?? []
        return language === undefined ? [] : [[language, fileName] as const]
      })
      const stylesFile = this.getFileName(
        this.emitFile({ type: 'asset', name: 'reason-code-history.css', source: styles.text }),
      )
      const loader = await buildLoader({
        parts: [main.fileName, ...[...first].filter((file) => file !== main.fileName)],
        styles: stylesFile,
        languages: Object.fromEntries(languages),
      })
      const loaderFile = this.getFileName(
        this.emitFile({ type: 'asset', name: 'reason-code-history.js', source: loader }),
      )
      this.emitFile({
        type: 'asset',
        fileName: 'gadget.xml',
        source: renderDefinition(readFileSync(definition, 'utf8'), loaderFile),
      })
      const english = chunks.filter(
        ({ moduleIds }) => moduleIds.length > 0 && moduleIds.every((id) => ENGLISH_TEXTS.test(id)),
      )
      const languageFiles = new Set([...english.map(({ fileName }) => fileName), ...languages.map(([, file]) => file)])
      const kindOf = (file: string): PartKind =>
        languageFiles.has(file) ? 'language' : first.has(file) ? 'first-paint' : 'on-demand'
      const parts: Part[] = [
        { file: loaderFile, kind: 'first-paint', ...sizeOf(loader), modules: [] },
        { file: stylesFile, kind: 'styles', ...sizeOf(styles.text), modules: [] },
        ...chunks.map((chunk) => ({
          file: chunk.fileName,
          kind: kindOf(chunk.fileName),
          ...sizeOf(chunk.code),
          modules: modulesOf(chunk),
        })),
      ]
      report = sizeReport(parts)
      const faults = sizeFaults(parts)
      if (faults.length > 0) this.error([report, ...faults].join('\n'))
    },
    closeBundle() {
      if (report !== undefined) console.log(report)
      report = undefined
    },
  }
}

const sizeOf = (code: string): { readonly bytes: number; readonly gzip: number } => ({
  bytes: Buffer.byteLength(code),
  gzip: gzipSync(code, { level: 9 }).length,
})

const modulesOf = (chunk: Rolldown.OutputChunk): Part['modules'] =>
  Object.entries(chunk.modules).map(([id, { renderedLength }]) => ({ id, renderedLength }))
