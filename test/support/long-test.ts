/** The long forms of tests: commands that run them with numbers of their own. */
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'

/** Seeds, and most other numbers. */
const MAX = 2 ** 31 - 1

export type LongTest = {
  readonly usage: string
  /** Options by their names: the environment variable that the test reads, and what it has without the option (null: by chance). */
  readonly numbers: Readonly<Record<string, { readonly variable: string; readonly fallback: number | null }>>
  /** Further variables. */
  readonly env?: Readonly<Record<string, string>>
  readonly tests: readonly string[]
}

/** @throws {TypeError} */
function numberOf(text: string): number {
  if (/^\d{1,10}$/.test(text) && Number(text) <= MAX) return Number(text)
  throw new TypeError(`${text} is no whole number up to ${MAX}.`)
}

function run({ usage, numbers, env, tests }: LongTest): number {
  const names = Object.keys(numbers)
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' } as const]))
  const { values } = parseArgs({ options: { ...options, help: { type: 'boolean' } } })
  const given = values as Readonly<Record<string, string | undefined>>
  if (values.help === true) {
    console.log(usage)
    return 0
  }
  const chosen = Object.entries(numbers).map(([name, { variable, fallback }]) => {
    const text = given[name]
    return { name, variable, value: text === undefined ? (fallback ?? randomInt(MAX)) : numberOf(text) }
  })
  console.log(chosen.map(({ name, value }) => `${name} ${value}`).join(', '))
  const { status, error } = spawnSync('vitest', ['run', '--project', 'node', ...tests], {
    stdio: 'inherit',
    env: {
      ...process.env,
      ...env,
      ...Object.fromEntries(chosen.map(({ variable, value }) => [variable, String(value)])),
    },
  })
  if (error) throw error
  return status ?? 1
}

/** Runs it; the exit code is that of the tests, 2 for arguments it cannot use. The numbers are printed, a seed by chance among them. */
export function runLongTest(test: LongTest): void {
  try {
    process.exitCode = run(test)
  } catch (error) {
    const isUsage = error instanceof TypeError
    console.error(isUsage ? `${error.message}\n\n${test.usage}` : error)
    process.exitCode = isUsage ? 2 : 1
  }
}
