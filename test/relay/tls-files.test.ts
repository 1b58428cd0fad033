import { copyFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/relay/config.ts'
import { authority, readPair, renewable } from '../../src/relay/tls-files.ts'
import { canMakeCertificates, lockKey, makeCertificate } from '../support/certificates.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** What is said to be wrong, and where. */
function faultsOf(read: () => unknown): readonly string[] {
  try {
    read()
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.map(({ path, message }) => `${path}: ${message}`)
    throw error
  }
  return []
}

/** A file with no PEM in it. */
function garbage(folder: string): string {
  const file = join(folder, 'garbage')
  writeFileSync(file, 'no PEM\n')
  return file
}

it('a file that is not there, or has no certificate, is said with its place', () => {
  const folder = tempFolder()
  const missing = join(folder, 'none.pem')
  expect(faultsOf(() => authority(missing, 'finesse.caFile'))).toEqual([
    `finesse.caFile: ${missing} cannot be read: does it exist, and may this user read it?`,
  ])
  const file = garbage(folder)
  expect(faultsOf(() => authority(file, 'finesse.caFile'))).toEqual([
    `finesse.caFile: ${file} has no certificate in PEM form`,
  ])
  expect(faultsOf(() => readPair({ certFile: file, keyFile: file }, 'listen.tls'))).toEqual([
    `listen.tls.certFile: ${file} has no certificate in PEM form`,
  ])
})

describe.skipIf(!canMakeCertificates)(
  'a certificate and its key (skipped where there is no openssl command to make certificates with)',
  () => {
    it('are read when they fit together', () => {
      const files = makeCertificate(tempFolder(), 'one')
      expect(Object.keys(readPair(files, 'listen.tls'))).toEqual(['cert', 'key'])
      expect(authority(files.certFile, 'finesse.caFile').ca?.length).toBeGreaterThan(0)
    })

    it('are read anew each time; what cannot be used is told once, and leaves in use what was there before', () => {
      const folder = tempFolder()
      const { certFile, keyFile } = makeCertificate(folder, 'one')
      const next = makeCertificate(folder, 'next')
      const told: string[] = []
      const pair = renewable(
        () => readPair({ certFile, keyFile }, 'cti[0].tls'),
        ({ faults }) => told.push(...faults.map(({ path }) => path)),
      )
      const first = pair()
      copyFileSync(next.certFile, certFile)
      expect([pair(), pair()]).toEqual([first, first])
      expect(told).toEqual(['cti[0].tls.keyFile'])
      copyFileSync(next.keyFile, keyFile)
      expect(pair()).toEqual(readPair(next, 'cti[0].tls'))
      rmSync(certFile)
      pair()
      expect(told).toEqual(['cti[0].tls.keyFile', 'cti[0].tls.certFile'])
    })

    it('are refused when the key is another one, none, or locked', () => {
      const folder = tempFolder()
      const { certFile, keyFile } = makeCertificate(folder, 'one')
      const { keyFile: otherKey } = makeCertificate(folder, 'other')
      const locked = lockKey(keyFile)
      const file = garbage(folder)
      expect(faultsOf(() => readPair({ certFile, keyFile: otherKey }, 'listen.tls'))).toEqual([
        `listen.tls.keyFile: ${otherKey} is not the key of the certificate in ${certFile}`,
      ])
      expect(faultsOf(() => readPair({ certFile, keyFile: file }, 'listen.tls'))).toEqual([
        `listen.tls.keyFile: ${file} has no private key in PEM form`,
      ])
      expect(faultsOf(() => readPair({ certFile, keyFile: locked }, 'listen.tls'))).toEqual([
        `listen.tls.keyFile: ${locked} is protected by a passphrase: store it without one`,
      ])
    })
  },
)
