import type { CtiClientOptions } from '../../cti/connection.ts'
import type { CtiSiteConfig } from '../config-schema.ts'
import { authority, readPair } from '../tls-files.ts'

/** The versions asked for where the configuration names none: what every supported server speaks and no doubt hangs on. */
const DEFAULT_VERSIONS = { uccx: 14, ucce: 24 } as const

/**
 * How a configured site is connected to; what is to be heard there is the caller's to add.
 * @throws {ConfigError} where a file named under `tls` cannot be read or used.
 */
export function clientOptions(site: CtiSiteConfig): CtiClientOptions {
  const { site: name, dialect, protocolVersion, servers, clientId, heartbeatSeconds, peripheralId, tls } = site
  return {
    dialect,
    protocolVersion: protocolVersion ?? DEFAULT_VERSIONS[dialect],
    servers,
    clientId,
    heartbeatSeconds,
    ...(peripheralId === undefined ? {} : { peripheralId }),
    ...(tls ? { tls: tlsOptions(tls, `cti[site ${name}].tls`) } : {}),
  }
}

function tlsOptions({ caFile, certFile, keyFile }: NonNullable<CtiSiteConfig['tls']>, path: string) {
  return {
    ...authority(caFile, `${path}.caFile`),
    ...(certFile === undefined || keyFile === undefined ? {} : readPair({ certFile, keyFile }, path)),
  }
}
