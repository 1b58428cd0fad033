/** The whole script may have this many bytes gzip. */
export const SIZE_BUDGET = 45 * 1024

export const isOverBudget = (gzip: number): boolean => gzip > SIZE_BUDGET

/** A built script, and what the bundler says of the modules in it. */
export type ScriptSize = {
  /** Bytes of the script as it is, and after gzip. */
  readonly bytes: number
  readonly gzip: number
  /** `id` is the module's path, `renderedLength` what is left of it before it is minified. */
  readonly modules: readonly { readonly id: string; readonly renderedLength: number }[]
}

/** What a dependency, or this project's own code, brings into the script. */
export type Share = { readonly name: string; readonly modules: number; readonly gzip: number }

/** The name of this project's own part. */
const OWN = 'this project'

/** The package that a module belongs to: the innermost folder under a `node_modules`. */
function packageOf(id: string): string {
  const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id.replaceAll('\\', '/')) ?? []
  return name ?? OWN
}

/**
 * How the script's gzip bytes divide among its dependencies, largest first. An estimate: gzip works across modules, so the
 * total is divided in proportion to their lengths.
 */
export function shares({ gzip, modules }: ScriptSize): Share[] {
  const all = modules.reduce((sum, { renderedLength }) => sum + renderedLength, 0)
  const byName = Map.groupBy(
    modules.filter(({ renderedLength }) => renderedLength > 0),
    ({ id }) => packageOf(id),
  )
  return [...byName]
    .map(([name, members]) => {
      const length = members.reduce((sum, { renderedLength }) => sum + renderedLength, 0)
      return { name, modules: members.length, gzip: Math.round((gzip * length) / all) }
    })
    .toSorted((a, b) => b.gzip - a.gzip)
}

const kib = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KiB`

/** A table for people: each dependency's part, and the total against the budget. */
export function sizeReport(size: ScriptSize): string {
  const rows = shares(size).map(({ name, modules, gzip }) => [name, String(modules), kib(gzip)] as const)
  const head = ['part of the gadget’s script', 'modules', 'gzip'] as const
  const total = ['total', String(rows.reduce((sum, [, modules]) => sum + Number(modules), 0)), kib(size.gzip)] as const
  const table = [head, ...rows, total]
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column as 0 | 1 | 2].length)))
  const lines = table.map(
    ([name, modules, gzip]) =>
      `  ${name.padEnd(widths[0] ?? 0)}  ${modules.padStart(widths[1] ?? 0)}  ${gzip.padStart(widths[2] ?? 0)}`,
  )
  return [
    ...lines,
    `  The total is exact, the parts are estimates by length. Budget ${kib(SIZE_BUDGET)} gzip; ${kib(size.bytes)} before gzip.`,
  ].join('\n')
}
