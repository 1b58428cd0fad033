/** What a gadget may load before it first shows something, in bytes gzip. */
export const FIRST_PAINT_BUDGET = 45 * 1024

/** All of its script together, in bytes gzip. */
export const WHOLE_BUDGET = 73.25 * 1024

/** One language's texts, in bytes gzip. */
export const LANGUAGE_BUDGET = 16 * 1024

/**
 * When a file of the gadget is loaded. `first-paint`: always, before anything is shown. `on-demand`: once somebody wants
 * what is in it. `styles`: the style sheets. `language`: the texts of one language.
 */
export type PartKind = 'first-paint' | 'on-demand' | 'styles' | 'language'

/** A built file, and what the bundler says of the modules in it. */
export type Part = {
  readonly file: string
  readonly kind: PartKind
  /** Bytes of the file as it is, and after gzip. */
  readonly bytes: number
  readonly gzip: number
  /** `id` is the module's path, `renderedLength` what is left of it before it is minified. */
  readonly modules: readonly { readonly id: string; readonly renderedLength: number }[]
}

/** What a dependency, or a folder of this project's own code, brings into a script. */
export type Share = { readonly name: string; readonly modules: number; readonly gzip: number }

/**
 * What a module belongs to: the package, which is the innermost folder under a `node_modules`, or the folder of this
 * project's own sources, e.g. `src/history` or `src/gadget/components`.
 */
function ownerOf(id: string): string {
  const path = id.replaceAll('\\', '/')
  const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? []
  const [folder] = /(?<=\/)src\/(?:gadget(?:\/[^/]+(?=\/))?|[^/]+(?=\/))/.exec(path) ?? []
  return name ?? folder ?? 'what the build adds'
}

const sum = (parts: readonly { readonly gzip: number }[]): number => parts.reduce((all, { gzip }) => all + gzip, 0)
const ofKind = (parts: readonly Part[], kind: PartKind): readonly Part[] => parts.filter((part) => part.kind === kind)

const isScript = ({ kind }: Part): boolean => kind === 'first-paint' || kind === 'on-demand'

/** The bytes gzip of all scripts and of those before the first paint. Style sheets and texts are no script and count in neither. */
export const totalsOf = (parts: readonly Part[]): { readonly firstPaint: number; readonly whole: number } => ({
  firstPaint: sum(ofKind(parts, 'first-paint')),
  whole: sum(parts.filter(isScript)),
})

const fault = (what: string, size: number, budget: number): string[] =>
  size > budget ? [`${what}: ${size} bytes gzip, and the budget is ${budget}.`] : []

/** What is too large, one sentence each; empty where all is within its budget. */
export function sizeFaults(parts: readonly Part[]): readonly string[] {
  const { firstPaint, whole } = totalsOf(parts)
  return [
    ...fault('Before the first paint', firstPaint, FIRST_PAINT_BUDGET),
    ...fault('Everything', whole, WHOLE_BUDGET),
    ...ofKind(parts, 'language').flatMap(({ file, gzip }) => fault(file, gzip, LANGUAGE_BUDGET)),
  ]
}

/**
 * How the gzip bytes of parts divide among dependencies and folders, largest first. An estimate: gzip works across modules, so
 * each file's total is divided in proportion to their lengths.
 */
export function shares(parts: readonly Part[]): Share[] {
  const members = parts.flatMap(({ gzip, modules }) => {
    const all = modules.reduce((length, { renderedLength }) => length + renderedLength, 0)
    return modules
      .filter(({ renderedLength }) => renderedLength > 0)
      .map(({ id, renderedLength }) => ({ name: ownerOf(id), gzip: (gzip * renderedLength) / all }))
  })
  return [...Map.groupBy(members, ({ name }) => name)]
    .map(([name, its]) => ({ name, modules: its.length, gzip: Math.round(sum(its)) }))
    .toSorted((a, b) => b.gzip - a.gzip)
}

const kib = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KiB`

const WHEN: Readonly<Record<PartKind, string>> = {
  'first-paint': 'first paint',
  'on-demand': 'on demand',
  styles: 'first paint',
  language: 'its language',
}

/** Two tables for people: each file with when it is loaded, and what each dependency and folder brings; then the totals. */
export function sizeReport(parts: readonly Part[]): string {
  const scripts = parts.filter(isScript)
  const { firstPaint, whole } = totalsOf(parts)
  const files = (['first-paint', 'on-demand', 'styles', 'language'] as const).flatMap((kind) =>
    ofKind(parts, kind).map(({ file, gzip }) => [file, WHEN[kind], kib(gzip)] as const),
  )
  const brought = shares(scripts).map(({ name, modules, gzip }) => [name, `${modules} modules`, kib(gzip)] as const)
  return [
    ...table([['file of the gadget', 'loaded for', 'gzip'], ...files]),
    ...table([['part of its script', '', 'gzip, about'], ...brought]),
    `  Before the first paint ${kib(firstPaint)} of ${kib(FIRST_PAINT_BUDGET)}; everything ${kib(whole)} of ${kib(WHOLE_BUDGET)}.`,
    `  Scripts only: the style sheets and each language’s texts (up to ${kib(LANGUAGE_BUDGET)}) are files of their own and count in neither.`,
  ].join('\n')
}

function table(rows: readonly (readonly [string, string, string])[]): string[] {
  const width = (column: 0 | 1 | 2): number => Math.max(...rows.map((row) => row[column].length))
  return rows.map(
    ([first, second, last]) => `  ${first.padEnd(width(0))}  ${second.padEnd(width(1))}  ${last.padStart(width(2))}`,
  )
}
