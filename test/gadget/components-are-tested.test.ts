import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const SOURCES = 'src/gadget/components'
const TESTS = 'test/gadget/components'

const read = (folder: string, file: string): string => readFileSync(`${folder}/${file}`, 'utf8')

/** The files of the components that define an element. */
const defining = readdirSync(SOURCES).filter((file) => read(SOURCES, file).includes('customElements.define('))

/** The settings' button, dialog and saved views share a file of tests each. */
const TESTED_IN: Readonly<Record<string, string>> = {
  'settings-button.ts': 'settings.test.ts',
  'settings-dialog.ts': 'settings.test.ts',
  'views-dialog.ts': 'views.test.ts',
}

describe('every component that defines an element', () => {
  it.each(defining)('has tests in a browser, with the accessibility check: %s', (file) => {
    const test = read(TESTS, TESTED_IN[file] ?? file.replace(/\.ts$/, '.test.ts'))
    expect(test).toContain('to.be.accessible()')
  })
})
