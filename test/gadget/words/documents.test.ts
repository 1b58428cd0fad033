import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const ROOT = new URL('../../../', import.meta.url)
const read = (file: string): string => readFileSync(new URL(file, ROOT), 'utf8')

/** All English texts, as they are written. */
const english = readdirSync(new URL('src/gadget/words/', ROOT), { recursive: true })
  .map(String)
  .filter((file) => /(?:^|\/)(?:en|faults)\.ts$/.test(file))
  .map((file) => read(`src/gadget/words/${file}`))
  .join('\n')

it.each([
  ['README.md', 'verdicts', 7],
  ['docs/install-gadget.md', 'faults', 8],
])('%s calls the %s as the gadget does', (file, _what, least) => {
  const named = [...read(file).matchAll(/^\| _(.+?)_ /gm)].map(([, text = '']) => text)
  expect(named.length).toBeGreaterThanOrEqual(least)
  expect(named.filter((text) => !english.includes(text))).toEqual([])
})
