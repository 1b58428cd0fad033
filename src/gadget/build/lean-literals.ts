import type { Plugin } from 'vite'

/**
 * Takes the white space out of the gadget's templates and styles that only their source needs. A line break stands inside a
 * literal of its sources only there, where any amount of white space is the same as one line break.
 */
export const leanLiterals = (): Plugin => ({
  name: 'lean-literals',
  applyToEnvironment: (environment) => environment.name === 'client',
  transform: (code, id) => {
    if (!/\/src\/gadget\/.*\.ts$/.test(id)) return null
    const styles = /(?<=\bcss`)[^`]*/g
    return { code: code.replace(/\n\s+/g, '\n').replace(styles, (css) => css.replace(/\s*([{};,])\s*/g, '$1')) }
  },
})
