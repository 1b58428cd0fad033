/** The relay's command: `relay --config FILE`. Exit codes: 0 ended on request, 1 failed, 2 wrong arguments or configuration. */
import { parseArgs } from 'node:util'
import { ConfigError, readConfig } from './config.ts'
import { createLog } from './log.ts'
import { startRelay } from './relay.ts'
import { RelayError } from './relay-error.ts'

/** Ending takes this long at most; then the process ends anyway. */
const END_MS = 5_000

const USAGE = `Usage: relay --config FILE

Hears the CTI server, keeps what it says about agents, and serves it to the gadget.

  --config FILE   the configuration, JSON
  --help          this text
`

/** The arguments cannot be used. */
class UsageError extends RelayError {
  constructor(message: string, cause?: unknown) {
    super('usage', `${message}\n\n${USAGE}`, cause)
    this.name = 'UsageError'
  }
}

/** @throws {UsageError} */
function parseArguments(): { readonly config: string } | 'help' {
  let values: { config?: string | undefined; help?: boolean | undefined }
  try {
    values = parseArgs({ options: { config: { type: 'string' }, help: { type: 'boolean' } } }).values
  } catch (cause) {
    throw new UsageError((cause as Error).message, cause)
  }
  if (values.help === true) return 'help'
  if (values.config === undefined) throw new UsageError('--config is missing.')
  return { config: values.config }
}

async function main(): Promise<void> {
  const given = parseArguments()
  if (given === 'help') return void process.stdout.write(USAGE)
  const config = readConfig(given.config)
  const log = createLog(config.log.level)
  const relay = await startRelay(config, log)
  // Whoever started the relay with a channel learns where it listens, also when it chose the port itself.
  process.send?.({ listening: relay.address })
  const end = (signal: string): void => {
    log.info({ signal }, 'the relay ends')
    setTimeout(() => process.exit(1), END_MS).unref()
    relay.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ err: error }, 'the relay could not end in order')
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof RelayError ? error.message : String((error as Error).stack ?? error)}\n`)
  process.exit(error instanceof ConfigError || error instanceof UsageError ? 2 : 1)
})
