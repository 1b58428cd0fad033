import { parseAst, type Plugin } from 'vite'

/**
 * Puts the numbers that a module names for itself where they are used: the bundler does so with names that are exported alone,
 * and a number is shorter than a name with its declaration.
 */
export const leanConstants = (): Plugin => ({
  name: 'lean-constants',
  applyToEnvironment: (environment) => environment.name === 'client',
  transform: (code, id) =>
    /\/src\/(?!.*\/node_modules\/).*\.ts$/.test(id) ? { code: withNumbersInPlace(code) } : null,
})

type Place = { readonly start: number; readonly end: number }

/** A part of the code, with what is looked at in it. */
type Node = Place & {
  readonly type: string
  readonly value?: unknown
  readonly left?: unknown
  readonly right?: unknown
  readonly operator?: unknown
  readonly computed?: unknown
  readonly shorthand?: unknown
}

/** @param code A module without types. Of its constants only those count that are written in capitals, as no other name is. */
export function withNumbersInPlace(code: string): string {
  const numbers = new Map<string, string>()
  const edits: (Place & { readonly text: string })[] = []
  const slice = ({ start, end }: Place): string => code.slice(start, end)
  /** A number, or some reckoned with one another; null for anything else. */
  const numberIn = (node: unknown): string | null => {
    if (!isNode(node)) return null
    if (node.type === 'Literal') return typeof node.value === 'number' ? slice(node) : null
    if (node.type === 'Identifier') return numbers.get(slice(node)) ?? null
    if (node.type !== 'BinaryExpression') return null
    const [left, right] = [numberIn(node.left), numberIn(node.right)]
    return left === null || right === null ? null : `(${left} ${String(node.operator)} ${right})`
  }
  const visit = (node: unknown): void => {
    if (!isNode(node)) return void (Array.isArray(node) && node.forEach(visit))
    const { start, end, type, computed, shorthand } = node
    const text = numbers.get(slice(node))
    if (text !== undefined && type === 'Identifier') edits.push({ start, end, text })
    else if (text !== undefined && shorthand === true) edits.push({ start, end, text: `${slice(node)}: ${text}` })
    else {
      for (const [field, value] of Object.entries(node)) {
        // The name of a property is another name.
        if (computed !== false || (field !== 'key' && field !== 'property')) visit(value)
      }
    }
  }
  const others = parseAst(code).body.filter((statement) => {
    if (statement.type !== 'VariableDeclaration' || statement.kind !== 'const') return true
    const [declared, another] = statement.declarations
    const name = declared?.id.type === 'Identifier' ? declared.id.name : ''
    const text = another === undefined && /^[A-Z][A-Z\d_]*$/.test(name) ? numberIn(declared?.init) : null
    if (text === null) return true
    numbers.set(name, text)
    edits.push({ start: statement.start, end: statement.end, text: '' })
    return false
  })
  visit(others)
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((lean, { start, end, text }) => lean.slice(0, start) + text + lean.slice(end), code)
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'end' in value
