import type { RelayConfig } from '../config-schema.ts'
import { createLog } from '../log.ts'
import { startRelay } from '../relay.ts'

/**
 * Ending takes this long at most; then the process ends anyway. Long, because what waits to be written is lost then, and a disk
 * may be slow. Milliseconds.
 */
const END_MS = 20_000

/** Runs the relay until SIGTERM or SIGINT. */
export async function serve({ config }: { readonly config: RelayConfig }): Promise<void> {
  const log = createLog(config.log.level, config.log)
  const relay = await startRelay(config, log)
  // Whoever started the relay with a channel learns where it listens, also when it chose the port itself.
  process.send?.({ listening: relay.address })
  let isEnding = false
  const end = (signal: string): void => {
    // A terminal's Ctrl-C and a service manager's SIGTERM may both come.
    if (isEnding) return
    isEnding = true
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
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
}
