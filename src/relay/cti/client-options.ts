import { readFileSync } from 'node:fs'
import type { CtiClientOptions } from '../../cti/connection.ts'
import type { CtiSiteConfig } from '../config-schema.ts'

/** The versions asked for where the configuration names none: what every supported server speaks and no doubt hangs on. */
const DEFAULT_VERSIONS = { uccx: 14, ucce: 24 } as const

const read = (file: string | undefined) => (file === undefined ? undefined : readFileSync(file))

/** How a configured site is connected to; what is to be heard there is the caller's to add. */
export function clientOptions(site: CtiSiteConfig): CtiClientOptions {
  const { dialect, protocolVersion, servers, clientId, heartbeatSeconds, peripheralId, tls } = site
  return {
    dialect,
    protocolVersion: protocolVersion ?? DEFAULT_VERSIONS[dialect],
    servers,
    clientId,
    heartbeatSeconds,
    ...(peripheralId === undefined ? {} : { peripheralId }),
    ...(tls ? { tls: { ca: read(tls.caFile), cert: read(tls.certFile), key: read(tls.keyFile) } } : {}),
  }
}
