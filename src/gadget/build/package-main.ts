/** `npm run package [-- --relay https://relay.example.com:8543]`: packs what was built for the administrators of Finesse servers. */
// oxlint-disable-next-line no-restricted-imports -- the packaging runs in Node, the gadget does not contain it
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
// oxlint-disable-next-line no-restricted-imports -- as above
import { fileURLToPath } from 'node:url'
// oxlint-disable-next-line no-restricted-imports -- as above
import { parseArgs } from 'node:util'
import { packageGadget } from './package.ts'

const root = new URL('../../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

try {
  const { values } = parseArgs({ options: { relay: { type: 'string' } } })
  const { version } = JSON.parse(read('package.json')) as { readonly version: string }
  const built = readdirSync(new URL('dist/gadget/', root)).toSorted()
  const { name, bytes } = packageGadget({
    version,
    gadget: new Map(built.map((file) => [file, readFileSync(new URL(`dist/gadget/${file}`, root))])),
    instructions: read('docs/install-gadget.md'),
    licence: read('LICENSE'),
    relay: values.relay ?? null,
  })
  const target = new URL(`dist/${name}`, root)
  writeFileSync(target, bytes)
  console.log(`${fileURLToPath(target)}  ${(bytes.length / 1024).toFixed(1)} KiB`)
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
