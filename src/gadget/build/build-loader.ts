// oxlint-disable-next-line no-restricted-imports -- the build runs in Node, the gadget does not contain it
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import type { GadgetParts } from '../loader.ts'

/**
 * The gadget's classic script, with the names of the modules that it loads in it.
 * @throws {Error} where the bundler makes anything but one script of it
 */
export async function buildLoader(parts: GadgetParts): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    define: { GADGET_PARTS: JSON.stringify(parts) },
    build: {
      write: false,
      target: 'es2022',
      rolldownOptions: {
        input: fileURLToPath(new URL('../loader.ts', import.meta.url)),
        output: { format: 'iife' },
      },
    },
  })
  const [script, ...others] = 'output' in built ? built.output : []
  if (script?.type !== 'chunk' || others.length > 0) throw new Error('The loader must be one script.')
  return asciiOnly(script.code)
}

/** A classic script is read in the encoding of the page around it, whichever that is. */
const asciiOnly = (code: string): string =>
  code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
