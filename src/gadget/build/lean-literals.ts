import type { Plugin } from 'vite'

/**
 * Takes the white space out of the gadget's templates that only their source needs. A line break stands inside a
 * literal of its sources only there, where any amount of white space is the same as one line break.
 */
export const leanLiterals = (): Plugin => ({
  name: 'lean-literals',
  applyToEnvironment: (environment) => environment.name === 'client',
  transform: (code, id) => {
    if (!/\/src\/gadget\/.*\.ts$/.test(id)) return null
    return { code: code.replace(/\n\s+/g, '\n') }
  },
})

/**
 * Replaces the helper that Vite puts around each `import()` to load style sheets and further modules first: the gadget has
 * no such sheets, and what it loads on demand is one file.
 */
export const plainImports = (): Plugin => ({
  name: 'plain-imports',
  enforce: 'pre',
  applyToEnvironment: (environment) => environment.name === 'client',
  load: (id) => (id.endsWith('vite/preload-helper.js') ? 'export const __vitePreload = (load) => load()' : null),
})
