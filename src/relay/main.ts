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

/** A message on standard error and the exit code. */
class Exit {
  readonly code: number
  readonly text: string
  constructor(code: number, text: string) {
    this.code = code
    this.text = text
  }
}

function configFile(): string {
  try {
    const { values } = parseArgs({ options: { config: { type: 'string' }, help: { type: 'boolean' } } })
    if (values.help === true) {
      process.stdout.write(USAGE)
      process.exit(0)
    }
    if (values.config === undefined) throw new Exit(2, `--config is missing.\n\n${USAGE}`)
    return values.config
  } catch (error) {
    if (error instanceof Exit) throw error
    throw new Exit(2, `${(error as Error).message}\n\n${USAGE}`)
  }
}

async function main(): Promise<void> {
  const config = readConfig(configFile())
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
  const known = error instanceof RelayError ? new Exit(error instanceof ConfigError ? 2 : 1, error.message) : error
  process.stderr.write(`${known instanceof Exit ? known.text : String(error instanceof Error ? error.stack : error)}\n`)
  process.exit(known instanceof Exit ? known.code : 1)
})
