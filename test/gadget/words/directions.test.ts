import { str } from '@lit/localize'
import { describe, expect, it } from 'vitest'
import { withoutDirections } from '../../../src/gadget/words/directions.ts'
import { localised } from '../../../src/gadget/words/localise.ts'

describe('a name in a sentence', () => {
  it('does not turn the writing direction of what stands after it', () => {
    const texts = localised('test', { today: (name: string, count: number) => str`Today, ${name}: ${count}` })
    expect(texts.today('Lunch \u202Ehcnul', 3)).toBe('Today, Lunch hcnul: 3')
    expect(texts.today('\u2067\u2066never closed', 3)).toBe('Today, never closed: 3')
  })

  it('keeps the letters of every direction', () => {
    expect(withoutDirections('שיחה ABC استراحة')).toBe('שיחה ABC استراحة')
  })
})
