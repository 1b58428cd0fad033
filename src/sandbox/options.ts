import { parseArgs } from 'node:util'
import type { Dialect } from '../cti/dialect.ts'

/** The arguments cannot be used. The message lists every fault. */
export class UsageError extends Error {
  readonly code = 'usage'

  constructor(faults: readonly string[], options?: ErrorOptions) {
    super([...faults, 'With --help all options are listed.'].join('\n'), options)
    this.name = 'UsageError'
  }
}

/** An option of a command. */
type Option<T> = {
  /** What stands after it; none for a switch. */
  readonly argument?: string
  readonly help: string
  readonly fallback: T
  /** The value of its text, or undefined where it cannot be used. */
  read(text: string): T | undefined
  /** What a usable text looks like. */
  readonly want: string
}

type Options = Readonly<Record<string, Option<unknown>>>
type Values<O extends Options> = { readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never }

const number = (
  argument: string,
  help: string,
  fallback: number,
  [least, most]: readonly [number, number],
  isWhole = true,
): Option<number> => ({
  argument,
  help: `${help} (${fallback})`,
  fallback,
  want: `a ${isWhole ? 'whole ' : ''}number from ${least} to ${most}`,
  read: (text) => {
    const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN
    return value >= least && value <= most && (!isWhole || Number.isInteger(value)) ? value : undefined
  },
})

const PORTS = [0, 65_535] as const

const port = (help: string, fallback: number): Option<number> =>
  number('PORT', `${help}, 0 for any free one`, fallback, PORTS)

const flag = (help: string): Option<boolean> => ({ help, fallback: false, want: '', read: () => true })

const text = <T extends string | null>(
  argument: string,
  help: string,
  fallback: T,
  isUsable: (value: string) => boolean,
  want: string,
): Option<string | T> => ({
  argument,
  help: fallback === null ? help : `${help} (${fallback})`,
  fallback,
  want,
  read: (value) => (isUsable(value) ? value : undefined),
})

const dialect: Option<Dialect> = {
  argument: 'uccx|ucce',
  help: 'the CTI server’s dialect (uccx)',
  fallback: 'uccx',
  want: 'uccx or ucce',
  read: (value) => (value === 'uccx' || value === 'ucce' ? value : undefined),
}

const CENTRE_OPTIONS = {
  port: port('of Finesse and the desktop', 8080),
  'cti-port': port('of the CTI server', 12_028),
  'relay-port': port('of the relay', 8543),
  agents: number('NUMBER', 'how many agents there are, 25 to a team', 60, [1, 2000]),
  rate: number(
    'NUMBER',
    'how many events a second the busy floor makes; 0: nobody moves by himself',
    2,
    [0, 1000],
    false,
  ),
  dialect,
  'open-users': flag('lets supervisors read the User object of others'),
  'hostile-labels': flag('gives every label and name a text that means harm: markup, formulas, writing directions'),
  quiet: flag('prints the ready line and faults only'),
}

/** Options of `npm run sandbox`. */
export const SANDBOX_OPTIONS = {
  ...CENTRE_OPTIONS,
  'relay-port': number('PORT', 'where the gadget looks for the relay; 0: nowhere', 8543, PORTS),
}

/** Options of `npm start`. */
export const START_OPTIONS = {
  ...CENTRE_OPTIONS,
  data: text(
    'DIR',
    'keeps the history in this folder; otherwise it ends with the sandbox',
    null,
    (path) => path !== '',
    'a folder',
  ),
  'no-build': flag('takes what was built before'),
}

/** Options of `npm run sandbox:cluster`. */
export const CLUSTER_OPTIONS = {
  ...CENTRE_OPTIONS,
  'restart-after': number('SECONDS', 'what was killed is started again after this', 10, [0, 3600], false),
  'no-build': START_OPTIONS['no-build'],
}

/** Options of `npm run sandbox:scene`. */
export const SCENE_OPTIONS = {
  cti: text(
    'HOST:PORT',
    'the sandbox’s CTI server',
    '127.0.0.1:12028',
    (address) => /^[^\s:/]+:\d+$/.test(address) && URL.canParse(`tcp://${address}`),
    'host:port',
  ),
  finesse: text(
    'URL',
    'the sandbox’s Finesse server',
    'http://127.0.0.1:8080',
    (address) => /^https?:\/\/[^\s/]+$/.test(address) && URL.canParse(address),
    'http://host:port',
  ),
  pause: number('SECONDS', 'between the steps', 4, [0, 600], false),
}

/** What both programs that open a contact centre are told. */
export type CentreValues = Values<typeof CENTRE_OPTIONS>

/**
 * Reads a command's arguments.
 * @returns null where `--help` is among them
 * @throws {UsageError}
 */
export function readOptions<O extends Options>(options: O, args: readonly string[]): Values<O> | null {
  const config = Object.fromEntries(
    Object.entries(options).map(([name, { argument }]) => [name, { type: argument ? 'string' : 'boolean' } as const]),
  )
  let given: Readonly<Record<string, string | boolean | undefined>>
  try {
    given = parseArgs({ args: [...args], options: { ...config, help: { type: 'boolean' } } }).values
  } catch (cause) {
    throw new UsageError([(cause as Error).message], { cause })
  }
  if (given['help'] === true) return null
  const faults: string[] = []
  const values = Object.entries(options).map(([name, option]) => {
    const value = given[name]
    if (value === undefined) return [name, option.fallback]
    const read = option.read(String(value))
    if (read === undefined) faults.push(`--${name} must be ${option.want}, not “${value}”.`)
    return [name, read]
  })
  if (faults.length > 0) throw new UsageError(faults)
  return Object.fromEntries(values) as Values<O>
}

/** The text that `--help` shows. */
export function helpText(command: string, purpose: string, options: Options): string {
  const rows = Object.entries(options).map(
    ([name, { argument, help }]) => [`--${name}${argument ? ` ${argument}` : ''}`, help] as const,
  )
  const width = Math.max(...rows.map(([left]) => left.length)) + 2
  return `${command}

${purpose}

${rows.map(([left, help]) => `  ${left.padEnd(width)}${help}`).join('\n')}
`
}
