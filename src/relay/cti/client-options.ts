import type { CtiClientOptions } from '../../cti/connection.ts'
import { ConfigError, hasPassword, readPassword } from '../config.ts'
import type { CtiSiteConfig } from '../config-schema.ts'
import { authority, readPair, renewable } from '../tls-files.ts'

/** The versions asked for where the configuration names none: what every supported server speaks and no doubt hangs on. */
const DEFAULT_VERSIONS = { uccx: 14, ucce: 24 } as const

/** ClientPassword has 64 bytes at most, its closing NUL included. */
const MAX_PASSWORD_BYTES = 63

function clientPassword(site: CtiSiteConfig): string {
  const path = `cti[site ${site.site}]`
  const password = readPassword(site, path)
  if (Buffer.byteLength(password) <= MAX_PASSWORD_BYTES) return password
  const message = `a password of a CTI client has at most ${MAX_PASSWORD_BYTES} bytes`
  throw new ConfigError(null, [{ path, message }])
}

/**
 * How a configured site is connected to; what is to be heard there is the caller's to add.
 * @param onUnusable Told of a file that cannot be used any more; what was read before stays in use.
 * @throws {ConfigError} where a file that it names cannot be read or used.
 */
export function clientOptions(site: CtiSiteConfig, onUnusable?: (error: ConfigError) => void): CtiClientOptions {
  const { site: name, dialect, protocolVersion, servers, clientId, heartbeatSeconds, peripheralId, tls } = site
  return {
    dialect,
    protocolVersion: protocolVersion ?? DEFAULT_VERSIONS[dialect],
    servers,
    clientId,
    heartbeatSeconds,
    ...(peripheralId === undefined ? {} : { peripheralId }),
    ...(hasPassword(site) ? { clientPassword: renewable(() => clientPassword(site), onUnusable) } : {}),
    ...(tls ? { tls: renewable(() => tlsOptions(tls, `cti[site ${name}].tls`), onUnusable) } : {}),
  }
}

function tlsOptions({ caFile, certFile, keyFile }: NonNullable<CtiSiteConfig['tls']>, path: string) {
  return {
    ...authority(caFile, `${path}.caFile`),
    ...(certFile === undefined || keyFile === undefined ? {} : readPair({ certFile, keyFile }, path)),
  }
}
