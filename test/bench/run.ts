/**
 * `npm run bench`: every bench in turn, each in a process of its own and bounded in time. Prints a table and then one JSON
 * line for each figure. The exit code is 1 where a figure misses its limit or a bench fails, 2 for arguments it cannot use.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { type Bench, type BenchRow, reachesLimit } from './bench-row.ts'

const BENCHES: Readonly<Record<string, () => Promise<{ readonly bench: Bench }>>> = {
  decode: () => import('./decode.ts'),
  history: () => import('./history.ts'),
  pipeline: () => import('./pipeline.ts'),
  floor: () => import('./floor.ts'),
  cluster: () => import('./cluster.ts'),
  broadcast: () => import('./broadcast.ts'),
  resume: () => import('./resume.ts'),
  hostile: () => import('./hostile.ts'),
  postgres: () => import('./postgres.ts'),
  store: () => import('./store.ts'),
  gadget: () => import('./gadget.ts'),
  'gadget-memory': () => import('./gadget-memory.ts'),
}

/** A bench that takes longer is ended and counts as failed. */
const TIMEOUT_MS = 180_000
/**
 * Those that need longer: `store` fills a file of gigabytes first, `floor` hears two million events, `resume` may sign in so
 * often, `gadget` opens three pages again and again, since their figures scatter.
 */
const TIMEOUTS_MS: Readonly<Record<string, number>> = {
  store: 600_000,
  floor: 300_000,
  resume: 400_000,
  gadget: 300_000,
}
/** With `--full`. */
const FULL_TIMEOUT_MS = 7_200_000
/** It gets this long to end its own processes. */
const GRACE_MS = 5_000

const USAGE = `Usage: npm run bench -- [--only NAME]... [--full]

--full: the sizes of the requirements where they are larger than is usual; takes long and much space.
Benches: ${Object.keys(BENCHES).join(', ')}
`

/** Runs one bench in a process of its own. @throws {Error} where it fails or takes too long. */
async function runApart(name: string, isFull: boolean): Promise<readonly BenchRow[]> {
  const timeout = isFull ? FULL_TIMEOUT_MS : (TIMEOUTS_MS[name] ?? TIMEOUT_MS)
  const child = fork(import.meta.filename, ['--measure', name, ...(isFull ? ['--full'] : [])])
  const timers = (['SIGTERM', 'SIGKILL'] as const).map((signal, step) =>
    setTimeout(() => child.kill(signal), timeout + step * GRACE_MS),
  )
  let rows: readonly BenchRow[] | null = null
  child.on('message', (message) => (rows = message as BenchRow[]))
  const [code] = (await once(child, 'exit')) as [number | null]
  for (const timer of timers) clearTimeout(timer)
  if (child.killed) throw new Error(`${name} was ended: it may take ${timeout / 1000} s at most`)
  if (code !== 0 || rows === null) throw new Error(`${name} failed (exit code ${code})`)
  return rows
}

async function measure(name: string, isFull: boolean): Promise<void> {
  process.once('SIGTERM', () => process.exit(1))
  const { bench } = (await BENCHES[name]?.()) ?? {}
  process.send?.((await bench?.(isFull)) ?? null)
  process.disconnect()
}

const figure = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 })

function table(rows: readonly BenchRow[]): string {
  const cells = rows.map((row) => [
    reachesLimit(row) ? ' ' : '✗',
    row.name,
    figure.format(row.value),
    row.unit,
    row.ratio === null ? '' : `${figure.format(row.ratio)} × ${row.rival ?? ''}`,
    row.limit ?? '',
  ])
  const lines = [['', 'figure', 'value', 'unit', 'ours is', 'must be'], ...cells]
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? []
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

async function runAll(names: readonly string[], isFull: boolean): Promise<boolean> {
  let ok = true
  const lines: string[] = []
  for (const name of names) {
    console.log(`\n── ${name}`)
    const started = performance.now()
    try {
      const rows = await runApart(name, isFull)
      console.log(table(rows))
      lines.push(...rows.map((row) => JSON.stringify({ bench: name, ...row, ok: reachesLimit(row) })))
      if (!rows.every(reachesLimit)) ok = false
    } catch (error) {
      console.log(`✗ ${(error as Error).message}`)
      lines.push(JSON.stringify({ bench: name, ok: false, error: (error as Error).message }))
      ok = false
    }
    console.log(`(${((performance.now() - started) / 1000).toFixed(1)} s)`)
  }
  console.log(`\n${lines.join('\n')}`)
  return ok
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      measure: { type: 'string' },
      full: { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  })
  if (values.help === true) {
    console.log(USAGE)
    return 0
  }
  if (values.measure !== undefined) {
    await measure(values.measure, values.full)
    return 0
  }
  const names = values.only ?? Object.keys(BENCHES)
  const unknown = names.filter((name) => !(name in BENCHES))
  if (unknown.length > 0) throw new TypeError(`There is no bench ${unknown.join(', ')}.`)
  return (await runAll(names, values.full)) ? 0 : 1
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    const isUsage = error instanceof TypeError
    console.error(isUsage ? `${error.message}\n\n${USAGE}` : error)
    process.exitCode = isUsage ? 2 : 1
  },
)
