import { str } from '@lit/localize'
import { describe, expect, it } from 'vitest'
import { setActiveLanguage } from '../../../src/gadget/words/active-language.ts'
import { withoutDirections } from '../../../src/gadget/words/directions.ts'
import { localised } from '../../../src/gadget/words/localise.ts'

describe('a name in a sentence', () => {
  it('does not turn the writing direction of what stands after it', () => {
    const texts = localised('test', { today: (name: string, count: number) => str`Today, ${name}: ${count}` })
    expect(texts.today('Lunch \u202Ehcnul', 3)).toBe('Today, Lunch hcnul: 3')
    expect(texts.today('\u2067\u2066never closed', 3)).toBe('Today, never closed: 3')
  })

  it('stands by itself where sentences run from right to left', () => {
    const texts = localised('test', { recorded: (label: string, code: number) => str`“${label}” (${code})` })
    setActiveLanguage('ar')
    expect(texts.recorded('Supervisor Initiated', 33)).toBe('“\u2068Supervisor Initiated\u2069” (33)')
    setActiveLanguage('en')
    expect(texts.recorded('Supervisor Initiated', 33)).toBe('“Supervisor Initiated” (33)')
  })

  it('keeps the letters of every direction', () => {
    expect(withoutDirections('שיחה ABC استراحة')).toBe('שיחה ABC استراحة')
  })
})
