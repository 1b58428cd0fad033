import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { clientOptions } from '../../../src/relay/cti/client-options.ts'
import { parseConfig } from '../../../src/relay/config.ts'
import { tempFolder } from '../../support/temp-folder.ts'

it('a changed password of the CTI client is used from the next session on; one that cannot be used leaves the old one', () => {
  const folder = tempFolder()
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, 'old\n')
  const [site] = parseConfig(
    {
      listen: {},
      allowedOrigins: ['https://finesse.example.com'],
      cti: [{ site: 'cce1', dialect: 'ucce', servers: ['127.0.0.1:1'], passwordFile }],
    },
    join(folder, 'relay.json'),
  ).cti
  const unusable: string[] = []
  const { clientPassword } = clientOptions(site!, ({ message }) => unusable.push(message))
  expect(clientPassword?.()).toBe('old')
  writeFileSync(passwordFile, 'new\n')
  expect(clientPassword?.()).toBe('new')
  rmSync(passwordFile)
  expect([clientPassword?.(), clientPassword?.()]).toEqual(['new', 'new'])
  expect(unusable).toEqual([expect.stringContaining(`${passwordFile} cannot be read`)])
})
