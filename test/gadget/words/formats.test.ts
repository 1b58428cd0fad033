import { describe, expect, it } from 'vitest'
import { createFormats } from '../../../src/gadget/words/formats.ts'

const MOMENT = new Date(2026, 10, 27, 13, 8, 5).getTime()

describe('a moment', () => {
  it.each(['ja-JP', 'ar-SA'])('is put together without the comma of English in %s', (locale) => {
    const written = createFormats(locale).moment(MOMENT)
    expect(written).toMatch(/27.*13:08:05$/)
    expect(written).not.toContain(',')
  })

  it('is one of the Gregorian calendar in 0 to 9, as date fields have it, also where others are used', () => {
    expect(createFormats('fa-IR').day(MOMENT)).toContain('27')
  })
})
