import type { Dialect } from '../cti/dialect.ts'

/** Beside the relay's configuration, readable for its user only. */
export const WITNESS_PASSWORD_FILE = 'witness-password'

/** How the names begin under which the relay knows the sandbox's CTI servers. */
const SITES: Readonly<Record<Dialect, string>> = { uccx: 'ccx', ucce: 'cce' }

/** The relay's configuration for the sandbox, as it stands in its file. */
export function relayConfiguration(given: {
  readonly host: string
  readonly port: number
  readonly dialect: Dialect
  /** The Finesse server, which serves the desktop as well. */
  readonly finesse: string
  /** `host:port` of each site's CTI server. */
  readonly ctiServers: readonly string[]
  /** Its part `history`. */
  readonly history: object
  /** Default: `error`, since the sandbox drops links on purpose, which is a warning each time. */
  readonly logLevel?: string
}): object {
  const { host, port, dialect, finesse, ctiServers, history, logLevel = 'error' } = given
  return {
    // A load balancer, where there is one, is on this machine as well.
    listen: { host, port, trustedProxies: [host] },
    // People type either of them, and browsers leave out the port where it is 80.
    allowedOrigins: [finesse, finesse.replace(host, 'localhost')].map((address) => new URL(address).origin),
    cti: ctiServers.map((server, index) => ({ site: `${SITES[dialect]}${index + 1}`, dialect, servers: [server] })),
    finesse: { servers: [finesse], witness: { user: 'admin', passwordFile: WITNESS_PASSWORD_FILE } },
    history,
    log: { level: logLevel },
  }
}
