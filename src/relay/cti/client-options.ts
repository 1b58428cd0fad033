import type { CtiClientOptions } from '../../cti/connection.ts'
import { readNamed } from '../config.ts'
import type { CtiSiteConfig } from '../config-schema.ts'

/** The versions asked for where the configuration names none: what every supported server speaks and no doubt hangs on. */
const DEFAULT_VERSIONS = { uccx: 14, ucce: 24 } as const

/**
 * How a configured site is connected to; what is to be heard there is the caller's to add.
 * @throws {ConfigError} where a file named under `tls` cannot be read.
 */
export function clientOptions(site: CtiSiteConfig): CtiClientOptions {
  const { site: name, dialect, protocolVersion, servers, clientId, heartbeatSeconds, peripheralId, tls } = site
  const read = (key: 'caFile' | 'certFile' | 'keyFile') => {
    const file = tls?.[key]
    return file === undefined ? undefined : readNamed(file, `cti[site ${name}].tls.${key}`)
  }
  return {
    dialect,
    protocolVersion: protocolVersion ?? DEFAULT_VERSIONS[dialect],
    servers,
    clientId,
    heartbeatSeconds,
    ...(peripheralId === undefined ? {} : { peripheralId }),
    ...(tls ? { tls: { ca: read('caFile'), cert: read('certFile'), key: read('keyFile') } } : {}),
  }
}
