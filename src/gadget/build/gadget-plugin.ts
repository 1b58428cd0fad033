// oxlint-disable-next-line no-restricted-imports -- the build runs in Node, the gadget does not contain it
import { readFileSync } from 'node:fs'
// oxlint-disable-next-line no-restricted-imports -- as above
import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'
import { renderDefinition } from './definition.ts'
import { isOverBudget, SIZE_BUDGET, sizeReport } from './script-size.ts'

/**
 * Makes out of the gadget's bundle what is put on a Finesse server: adds `gadget.xml` with the built script's name in it,
 * prints what each dependency weighs, and fails the build when the script is over `SIZE_BUDGET`.
 * @param definition Path of the definition's source.
 */
export function gadgetPlugin(definition: string): Plugin {
  let report: string | undefined
  return {
    name: 'gadget-definition',
    applyToEnvironment: (environment) => environment.name === 'client',
    buildStart() {
      this.addWatchFile(definition)
    },
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
      const [script, ...others] = chunks
      if (script === undefined || others.length > 0) {
        this.error(`The gadget must be one script, and the build made ${chunks.length}.`)
      }
      this.emitFile({
        type: 'asset',
        fileName: 'gadget.xml',
        source: renderDefinition(readFileSync(definition, 'utf8'), script.fileName),
      })
      const gzip = gzipSync(script.code, { level: 9 }).length
      const modules = Object.entries(script.modules).map(([id, { renderedLength }]) => ({ id, renderedLength }))
      report = sizeReport({ gzip, bytes: Buffer.byteLength(script.code), modules })
      if (isOverBudget(gzip)) {
        this.error(`${report}\nThe script has ${gzip} bytes gzip, and the budget is ${SIZE_BUDGET}.`)
      }
    },
    closeBundle() {
      if (report !== undefined) console.log(report)
      report = undefined
    },
  }
}
