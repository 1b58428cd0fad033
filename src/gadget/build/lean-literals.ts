import type { Plugin } from 'vite'

/**
 * Takes the indentation out of the gadget's templates and styles, which only the source needs. In its sources a line break
 * stands inside a literal only there, where any amount of white space is the same as one line break.
 */
export const leanLiterals = (): Plugin => ({
  name: 'lean-literals',
  applyToEnvironment: (environment) => environment.name === 'client',
  transform: (code, id) => (/\/src\/gadget\/.*\.ts$/.test(id) ? { code: code.replace(/\n\s+/g, '\n') } : null),
})
