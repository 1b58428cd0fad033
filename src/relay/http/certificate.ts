import { X509Certificate } from 'node:crypto'
import { unwatchFile, watchFile } from 'node:fs'
import type { SecureContextOptions, Server } from 'node:tls'
import type { Logger } from '../log.ts'
import { type Pair, type PairFiles, readPair } from '../tls-files.ts'

/** How often the files are looked at. By their times, because tools replace such files or the links to them. */
const LOOK_INTERVAL_MS = 5_000

/** @throws {ConfigError} where a file cannot be read, or they do not fit together. */
export const readCertificate = (files: PairFiles): SecureContextOptions & Pair => ({
  ...readPair(files, 'listen.tls'),
  minVersion: 'TLSv1.2',
})

/** Until when a certificate is good. Milliseconds. */
const endOf = ({ cert }: Pair): number => Date.parse(new X509Certificate(cert).validTo)

/**
 * Gives new connections the certificate that is in the files now; those that are open stay as they are. Files that do not
 * fit together (one is replaced before the other) leave the old certificate in use until they do.
 * @param onRead Hears until when the one in use is good, in milliseconds: of the first one as well.
 * @returns what ends it.
 * @throws {ConfigError} where the first one cannot be used.
 */
export function followCertificate(
  server: Pick<Server, 'setSecureContext'>,
  files: PairFiles,
  log: Logger,
  onRead: (end: number) => void,
  intervalMs = LOOK_INTERVAL_MS,
): () => void {
  onRead(endOf(readCertificate(files)))
  const reload = (): void => {
    try {
      const certificate = readCertificate(files)
      server.setSecureContext(certificate)
      onRead(endOf(certificate))
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
