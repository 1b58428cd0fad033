import { parseAst, type Plugin } from 'vite'

/**
 * Makes one space of each line break in the gadget's templates with the room around it: it stands there for their source
 * alone, and any amount of white space is the same in them.
 */
export const leanLiterals = (): Plugin => ({
  name: 'lean-literals',
  applyToEnvironment: (environment) => environment.name === 'client',
  transform: (code, id) => (/\/src\/gadget\/.*\.ts$/.test(id) ? { code: leanTemplates(code) } : null),
})

/** @param code A module without types. */
export function leanTemplates(code: string): string {
  const literals: { readonly start: number; readonly end: number }[] = []
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    if (isTemplate(node)) literals.push(node)
    Object.values(node).forEach(visit)
  }
  visit(parseAst(code))
  let [lean, at] = ['', 0]
  for (const { start, end } of literals.toSorted((one, other) => one.start - other.start)) {
    lean += code.slice(at, start) + code.slice(start, end).replace(/\s*\n\s*/g, ' ')
    at = end
  }
  return lean + code.slice(at)
}

/** The text between two values of a template. */
const isTemplate = (node: object): node is { readonly start: number; readonly end: number } =>
  'type' in node && node.type === 'TemplateElement'
