import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { createSecureContext, getCACertificates, setDefaultCACertificates } from 'node:tls'
import { ConfigError, readNamed } from './config.ts'

/** What the configuration names for one side of a TLS connection. */
export type PairFiles = { readonly certFile: string; readonly keyFile: string }

/** A certificate, with its chain, and its key; PEM. */
export type Pair = { readonly cert: Buffer; readonly key: Buffer }

/**
 * Whose certificates are trusted: those that a file names, PEM, or, where there is none, whom this machine trusts.
 * @param path Where the configuration names the file, e.g. `finesse.caFile`, for the message.
 * @throws {ConfigError} where it cannot be read or has no certificate: it would be passed over in silence, and nobody be trusted.
 */
export function authority(file: string | undefined, path: string): { readonly ca?: Buffer } {
  if (file === undefined) {
    trustSystem()
    return {}
  }
  const ca = readNamed(file, path)
  readCertificateIn(ca, file, path)
  return { ca }
}

/**
 * Reads now what the configuration names, and anew each time it is asked for: certificates are renewed while a relay runs. What
 * cannot be used, as while one file is replaced before another, leaves in use what was read before.
 * @param onUnusable Told once, until it can be used again.
 * @throws {ConfigError} where it cannot be used now.
 */
export function renewable<T>(read: () => T, onUnusable: (error: ConfigError) => void = () => undefined): () => T {
  let last = read()
  let isUsable = true
  return () => {
    try {
      last = read()
      isUsable = true
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      if (isUsable) onUnusable(error)
      isUsable = false
    }
    return last
  }
}

let isSystemTrusted = false

/** Node by itself trusts those who come with it only, and not whom an administrator has added to the system's own store. */
function trustSystem(): void {
  if (isSystemTrusted) return
  isSystemTrusted = true
  setDefaultCACertificates([...getCACertificates('default'), ...getCACertificates('system')])
}

/**
 * A certificate and its key, which fit together.
 * @param path Where the configuration names them, e.g. `listen.tls`, for the message.
 * @throws {ConfigError} where one cannot be read or used, or the key is not the certificate's.
 */
export function readPair({ certFile, keyFile }: PairFiles, path: string): Pair {
  const [certPath, keyPath] = [`${path}.certFile`, `${path}.keyFile`]
  const cert = readNamed(certFile, certPath)
  const key = readNamed(keyFile, keyPath)
  const certificate = readCertificateIn(cert, certFile, certPath)
  if (!certificate.checkPrivateKey(readKeyIn(key, keyFile, keyPath))) {
    throw fault(keyPath, `${keyFile} is not the key of the certificate in ${certFile}`)
  }
  try {
    // As it will be used: that refuses, for instance, keys that are too short.
    createSecureContext({ cert, key })
  } catch (cause) {
    throw fault(path, `certificate and key cannot be used: ${(cause as Error).message}`, cause)
  }
  return { cert, key }
}

function readCertificateIn(pem: Buffer, file: string, path: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch (cause) {
    throw fault(path, `${file} has no certificate in PEM form`, cause)
  }
}

function readKeyIn(pem: Buffer, file: string, path: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch (cause) {
    const message = pem.includes('ENCRYPTED')
      ? 'is protected by a passphrase: store it without one'
      : 'has no private key in PEM form'
    throw fault(path, `${file} ${message}`, cause)
  }
}

const fault = (path: string, message: string, cause?: unknown): ConfigError =>
  new ConfigError(null, [{ path, message }], cause)
