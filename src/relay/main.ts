/** The relay's command line. Exit codes: 0 well, 1 failed, 2 wrong arguments or configuration. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { CtiProtocolError } from '../cti/protocol-error.ts'
import { CtiRequestError } from '../cti/request-error.ts'
import { FinesseError } from '../finesse/errors.ts'
import { ConfigError, readConfig } from './config.ts'
import type { RelayConfig } from './config-schema.ts'
import { requireNode } from './node-version.ts'
import { RelayError } from './relay-error.ts'
import { keepHeapSmall } from './small-heap.ts'

/**
 * A command that has the configuration read before it runs; its result, if it has one, is the exit code. What it consists of
 * is loaded then: much of it would be in memory for nothing with the others.
 */
const configured =
  <T extends { readonly config: RelayConfig }>(load: () => Promise<(options: T) => Promise<number | void>>) =>
  async (options: { readonly config: string }): Promise<void> => {
    const config = readConfig(options.config)
    const run = await load()
    // The parser has seen to it that the other options are there and of their types.
    const code = await run({ ...options, config } as unknown as T)
    if (typeof code === 'number') process.exitCode = code
  }

const MOMENT = /^\d{4}-\d\d-\d\d(?<time>T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?$/

/** A moment as a person writes it: a date, or a date with a time, in this machine's time zone unless it says another. */
function moment(text: string): number {
  const match = MOMENT.exec(text)
  // A date alone would be read as UTC.
  const at = match ? Date.parse(match.groups?.['time'] === undefined ? `${text}T00:00` : text) : NaN
  if (Number.isNaN(at)) throw new InvalidArgumentError('Write it as 2026-11-24 or 2026-11-24T14:00.')
  return at
}

function reasonNumber(text: string): number {
  const code = Number(text)
  if (Number.isInteger(code) && code >= 1 && code <= 65_535) return code
  throw new InvalidArgumentError('A reason code is a number from 1 to 65535.')
}

/** Is it an error that says in words what is wrong? */
const isForeseen = (error: unknown): error is Error =>
  [RelayError, FinesseError, CtiRequestError, CtiProtocolError].some((kind) => error instanceof kind)

const agent = (): Option => new Option('--agent <id>', 'the agent’s id').makeOptionMandatory()

keepHeapSmall()
// What it writes, a history of people's work before all, only its own user reads. A history that is there keeps the rights it has.
process.umask(0o077)

const program = new Command('relay')
  .description('Hears the CTI server, keeps what it says about agents, and serves it to the gadget.')
  .showHelpAfterError()
  .exitOverride()

/** What is no command would be taken for an argument of `serve`. @throws {CommanderError} */
function requireKnownCommand(name: string | undefined): void {
  if (name === undefined || name.startsWith('-') || name === 'help') return
  if (!program.commands.some((known) => known.name() === name)) program.error(`error: unknown command '${name}'`)
}

const command = (name: string, description: string, isDefault = false): Command =>
  program
    .command(name, { isDefault })
    .description(description)
    .addOption(new Option('--config <file>', 'the configuration, JSON').makeOptionMandatory())
    .exitOverride()

command('serve', 'run the relay until it is told to end (what happens without a subcommand)', true).action(
  configured(async () => (await import('./commands/serve.ts')).serve),
)
command('doctor', 'check every link, certificate and file of the configuration, and say how to mend it')
  .option('--agent <id>', 'an agent whom the witness is to read')
  .action(configured(async () => (await import('./commands/doctor.ts')).doctor))
command('watch', 'print what is heard, with labels, as it comes, from the history of a running relay').action(
  configured(async () => (await import('./commands/watch.ts')).watch),
)
command('query', 'ask the CTI server and Finesse for an agent’s present state')
  .addOption(agent())
  .action(configured(async () => (await import('./commands/query.ts')).query))
command('set-state', 'put an agent into a state, through Finesse (the right way) or through the CTI server')
  .addOption(agent())
  .addOption(new Option('--state <state>', 'the state').choices(['READY', 'NOT_READY', 'LOGOUT']).makeOptionMandatory())
  .option('--reason <code>', 'the reason code, e.g. 71: its Finesse id is looked up', reasonNumber)
  .addOption(new Option('--via <side>', 'which side to ask').choices(['finesse', 'cti']).default('finesse'))
  .option('--password-file <file>', 'the agent’s own Finesse password; else the variable AGENT_PASSWORD')
  .option('--extension <extension>', 'the agent’s extension, for --via cti; else Finesse is asked')
  .option('--site <site>', 'the CTI site, for --via cti; default: the first of the configuration')
  .action(configured(async () => (await import('./commands/set-state.ts')).setState))
command('export', 'write what happened as CSV or JSON lines, with the evidence of both sides')
  .option('--agent <id>', 'one agent only')
  .option('--from <moment>', 'from when; default: the last midnight', moment)
  .option('--to <moment>', 'until when; default: now', moment)
  .addOption(new Option('--format <format>', 'how').choices(['csv', 'jsonl']).default('csv'))
  .option('--bom', 'begin a CSV with a byte order mark: Excel reads it as UTF-8 then')
  .option('--out <file>', 'where to; default: standard output')
  .action(configured(async () => (await import('./commands/export.ts')).exportHistory))
command('forget', 'remove everything that the history has about a person')
  .addOption(agent())
  .action(configured(async () => (await import('./commands/forget.ts')).forget))
command('import', 'move the history of one relay, a SQLite file, into the PostgreSQL history of the configuration')
  .addOption(new Option('--from <file>', 'the SQLite file').makeOptionMandatory())
  .action(configured(async () => (await import('./commands/import.ts')).importFile))

// Whoever reads what is printed may have had enough, as `head` has.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit()
  throw error
})

try {
  requireNode(process.versions.node)
  requireKnownCommand(process.argv[2])
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else {
    process.stderr.write(`${isForeseen(error) ? error.message : String((error as Error).stack ?? error)}\n`)
    process.exitCode = error instanceof ConfigError ? 2 : 1
  }
}
