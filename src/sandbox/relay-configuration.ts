import { join } from 'node:path'
import type { Dialect } from '../cti/dialect.ts'

/** Beside the relay's configuration, readable for its user only. */
export const WITNESS_PASSWORD_FILE = 'witness-password'

/** The names under which the relay knows the sandbox's CTI server. */
const SITES: Readonly<Record<Dialect, string>> = { uccx: 'ccx1', ucce: 'cce1' }

/** The relay's configuration for the sandbox, as it stands in its file. */
export function relayConfiguration(given: {
  readonly host: string
  readonly port: number
  readonly dialect: Dialect
  /** The Finesse server, which serves the desktop as well. */
  readonly finesse: string
  /** `host:port` of the CTI server. */
  readonly cti: string
  readonly historyFolder: string
}): object {
  const { host, port, dialect, finesse, cti, historyFolder } = given
  return {
    listen: { host, port },
    // People type either of them.
    allowedOrigins: [finesse, `http://localhost:${new URL(finesse).port}`],
    cti: [{ site: SITES[dialect], dialect, servers: [cti] }],
    finesse: { servers: [finesse], witness: { user: 'admin', passwordFile: WITNESS_PASSWORD_FILE } },
    history: { engine: 'sqlite', file: join(historyFolder, 'history.db') },
    // The sandbox drops links on purpose, which is a warning each time.
    log: { level: 'error' },
  }
}
