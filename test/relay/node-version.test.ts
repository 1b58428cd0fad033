import { expect, it } from 'vitest'
import packageFile from '../../package.json' with { type: 'json' }
import { OLDEST_NODE, requireNode } from '../../src/relay/node-version.ts'

it('an older Node than the package asks for is told in words', () => {
  expect(packageFile.engines.node).toBe(`>=${OLDEST_NODE.join('.')}`)
  for (const version of ['20.20.2', '22.12.0', '24.4.9']) {
    expect(() => requireNode(version)).toThrow(`The relay needs Node 24.5 or newer, and was started with ${version}.`)
  }
  for (const version of ['24.5.0', '24.21.0', '26.0.0-nightly', process.versions.node]) requireNode(version)
})
