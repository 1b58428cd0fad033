import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readText, textBytes } from '../../src/cti/text.ts'

const read = (bytes: readonly number[], dialect: 'uccx' | 'ucce' = 'uccx'): string =>
  readText(Uint8Array.from([0xaa, ...bytes, 0xbb]), 1, 1 + bytes.length, dialect)

const LETTER_A = 0x61

describe('a text', () => {
  it('ends at its first NUL, or without one at its end', () => {
    expect(read([])).toBe('')
    expect(read([0])).toBe('')
    expect(read([LETTER_A])).toBe('a')
    expect(read([LETTER_A, 0])).toBe('a')
    expect(read([LETTER_A, 0, LETTER_A, 0])).toBe('a')
    expect(read([0, LETTER_A])).toBe('')
  })

  it('is UTF-8 on UCCX and one byte per character on UCCE', () => {
    expect(read([0xc3, 0xa9, 0])).toBe('é')
    expect(read([0xe9, 0], 'ucce')).toBe('é')
    expect(read([LETTER_A, 0xc3, 0])).toBe('a\ufffd')
    expect(read([0xc3, 0xa9, 0, LETTER_A])).toBe('é')
  })

  it('is itself however many others came before it: 100,000 ids, and again', () => {
    const ids = Array.from({ length: 100_000 }, (_, id) => `${id % 7}agent${id}`)
    for (let round = 0; round < 2; round++) {
      expect(ids.filter((id) => read([...Buffer.from(id)]) !== id)).toEqual([])
    }
  })

  it.each(['uccx', 'ucce'] as const)('comes back as it was written, on %s', (dialect) => {
    const unit =
      dialect === 'uccx' ? 'grapheme' : fc.integer({ min: 1, max: 0xff }).map((code) => String.fromCharCode(code))
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 80 }), (text) => {
        const bytes = textBytes(text, dialect)
        expect(bytes && readText(bytes, 0, bytes.length, dialect)).toBe(text)
      }),
      { numRuns: 1000 },
    )
  })
})
