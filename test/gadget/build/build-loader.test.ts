import { Script } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { buildLoader } from '../../../src/gadget/build/build-loader.ts'

describe('the loader', () => {
  it('is one classic script that names the built parts, and the same in any encoding', async () => {
    const code = await buildLoader({
      parts: ['main-12345678.js'],
      styles: 'styles-12345678.css',
      languages: { de: 'de-87654321.js' },
    })
    expect(() => new Script(code)).not.toThrow()
    expect(code).toContain('main-12345678.js')
    expect(code).toContain('de-87654321.js')
    expect(code).not.toMatch(/[^\0-\x7f]/)
    expect(code).not.toMatch(/\beval\b|new Function/)
  })
})
