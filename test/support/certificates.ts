import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'

const OPENSSL = 'openssl'

/** Can certificates be made? Node can read them, but has no way of its own to make one. */
export const canMakeCertificates = spawnSync(OPENSSL, ['version']).status === 0

/** Makes a key and a certificate that signs itself, and answers where they are. */
export function makeCertificate(
  folder: string,
  name: string,
  { days = 90 }: { readonly days?: number } = {},
): { certFile: string; keyFile: string } {
  const certFile = join(folder, `${name}.pem`)
  const keyFile = join(folder, `${name}.key`)
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', String(days)]
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name},IP:127.0.0.1`]
  execFileSync(OPENSSL, ['req', '-x509', ...key, '-keyout', keyFile, '-out', certFile, ...subject], { stdio: 'ignore' })
  return { certFile, keyFile }
}

/** A copy of a key that needs a passphrase; answers where it is. */
export function lockKey(keyFile: string): string {
  const locked = `${keyFile}.locked`
  execFileSync(OPENSSL, ['pkey', '-in', keyFile, '-aes256', '-passout', 'pass:secret', '-out', locked])
  return locked
}
