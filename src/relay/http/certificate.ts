import { unwatchFile, watchFile } from 'node:fs'
import type { SecureContextOptions, Server } from 'node:tls'
import type { Logger } from '../log.ts'
import { type PairFiles, readPair } from '../tls-files.ts'

/** How often the files are looked at. By their times, because tools replace such files or the links to them. */
const LOOK_INTERVAL_MS = 5_000

/** @throws {ConfigError} where a file cannot be read, or they do not fit together. */
export const readCertificate = (files: PairFiles): SecureContextOptions => ({
  ...readPair(files, 'listen.tls'),
  minVersion: 'TLSv1.2',
})

/**
 * Gives new connections the certificate that is in the files now; those that are open stay as they are. Files that do not
 * fit together (one is replaced before the other) leave the old certificate in use until they do.
 * @returns what ends it.
 */
export function followCertificate(
  server: Pick<Server, 'setSecureContext'>,
  files: PairFiles,
  log: Logger,
  intervalMs = LOOK_INTERVAL_MS,
): () => void {
  const reload = (): void => {
    try {
      server.setSecureContext(readCertificate(files))
      log.info('the TLS certificate was read again')
    } catch (error) {
      log.error({ err: error }, 'the TLS certificate was changed but cannot be used: the one before stays in use')
    }
  }
  const paths = [files.certFile, files.keyFile]
  for (const path of paths) watchFile(path, { persistent: false, interval: intervalMs }, reload)
  return () => {
    for (const path of paths) unwatchFile(path, reload)
  }
}
