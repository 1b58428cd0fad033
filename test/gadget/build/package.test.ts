import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { parseXml } from '../../../src/finesse/xml.ts'
import { childOf, childrenOf, textOf } from '../../../src/finesse/xml-node.ts'
import { layoutSnippet, packageGadget } from '../../../src/gadget/build/package.ts'

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes)

const packed = (relay: string | null, script = 'let a = 1') =>
  packageGadget({
    version: '1.2.3',
    gadget: new Map([
      ['gadget.xml', readFileSync('gadget.xml')],
      ['reason-code-history-abc.js', new TextEncoder().encode(script)],
    ]),
    instructions: readFileSync('docs/install-gadget.md', 'utf8'),
    licence: readFileSync('LICENSE', 'utf8'),
    relay,
  })

describe('the package', () => {
  it('has the gadget’s folder, the layout, the instructions and the licence in one folder with the version', () => {
    const { name, bytes } = packed(null)
    expect(name).toBe('reason-code-history-1.2.3.zip')
    const root = 'reason-code-history-1.2.3/'
    expect(Object.keys(unzipSync(bytes))).toEqual([
      `${root}INSTALL.md`,
      `${root}LICENSE`,
      `${root}desktop-layout.xml`,
      `${root}reason-code-history/gadget.xml`,
      `${root}reason-code-history/reason-code-history-abc.js`,
      `${root}SHA256SUMS`,
    ])
    expect(text(unzipSync(bytes)[`${root}reason-code-history/gadget.xml`])).toBe(readFileSync('gadget.xml', 'utf8'))
  })

  it('has the SHA-256 of every file, as sha256sum reads them', () => {
    const root = 'reason-code-history-1.2.3/'
    const files = unzipSync(packed('https://relay.example.com:8543').bytes)
    const lines = text(files[`${root}SHA256SUMS`]).trimEnd().split('\n')
    expect(lines).toHaveLength(Object.keys(files).length - 1)
    for (const line of lines) {
      const [, sum, name = ''] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? []
      expect(
        createHash('sha256')
          .update(files[root + name]!)
          .digest('hex'),
      ).toBe(sum)
    }
  })

  it('is the same, byte for byte, whenever and wherever it is made', () => {
    const { TZ } = process.env
    const here = packed(null).bytes
    try {
      process.env['TZ'] = 'Pacific/Kiritimati'
      expect(Buffer.compare(here, packed(null).bytes)).toBe(0)
    } finally {
      if (TZ === undefined) delete process.env['TZ']
      else process.env['TZ'] = TZ
    }
    expect(Buffer.compare(here, packed(null, 'let a = 2').bytes)).not.toBe(0)
  })

  it('has the relay’s address in the definition and in the layout where it is given', () => {
    const files = unzipSync(packed('https://relay.example.com:8543/').bytes)
    const definition = text(files['reason-code-history-1.2.3/reason-code-history/gadget.xml'])
    const [preference] = childrenOf(childOf(parseXml(definition), 'Module'), 'UserPref')
    expect(textOf(preference, '@default_value')).toBe('https://relay.example.com:8543')
    expect(text(files['reason-code-history-1.2.3/desktop-layout.xml'])).toContain(
      'gadget.xml?gadgetHeight=640&amp;relay=https%3A%2F%2Frelay.example.com%3A8543',
    )
  })

  it('is not made for a relay that no desktop could use', () => {
    for (const relay of ['http://relay.example.com:8543', 'relay.example.com', '']) {
      expect(() => packed(relay)).toThrow('https://')
    }
  })
})

describe('npm run package', () => {
  const BUILT = 'dist/gadget/gadget.xml'

  it.skipIf(!existsSync(BUILT))(
    `packs what was built (skipped without ${BUILT}), and whatever its definition names is there`,
    () => {
      const line = execFileSync(process.execPath, [
        'src/gadget/build/package-main.ts',
        '--relay',
        'https://relay.example.com:8543',
      ])
      const [, path = ''] = /^(\S+\/dist\/reason-code-history-[\d.]+\.zip) /.exec(String(line)) ?? []
      const files = new Map(
        Object.entries(unzipSync(readFileSync(path))).map(([name, bytes]) => [basename(name), bytes]),
      )
      const [, loader = ''] = /<script src="(reason-code-history-[^"]+\.js)">/.exec(text(files.get('gadget.xml'))) ?? []
      const named = [...text(files.get(loader)).matchAll(/[\w-]+-[\w-]{8}\.(?:js|css)/g)].map(([name]) => name)
      expect(named.length).toBeGreaterThan(1)
      expect(named.filter((name) => !files.has(name))).toEqual([])
    },
  )

  it('says in words what it cannot pack', () => {
    const { status, stderr } = spawnSync(process.execPath, ['src/gadget/build/package-main.ts', '--relay', 'http://x'])
    expect(status).toBe(1)
    expect(String(stderr)).not.toContain('    at ')
  })
})

describe('the snippet of the layout', () => {
  it('is XML with one gadget, and stands in the instructions as it is', () => {
    const tab = childOf(parseXml(layoutSnippet(null)), 'tab')
    const gadgets = childOf(childOf(childOf(tab, 'columns'), 'column'), 'gadgets')
    expect(textOf(gadgets, 'gadget')).toBe('/3rdpartygadget/files/reason-code-history/gadget.xml?gadgetHeight=640')
    const body = layoutSnippet(null).split('\n').slice(1).join('\n')
    expect(readFileSync('docs/install-gadget.md', 'utf8')).toContain(body)
  })
})
