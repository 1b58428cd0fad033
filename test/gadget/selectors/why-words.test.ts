import { describe, expect, it } from 'vitest'
import { setByWords } from '../../../src/gadget/selectors/why-words.ts'

describe('who brought a stay about', () => {
  it('is the system, with what happened in words', () => {
    expect(setByWords({ kind: 'system', meaning: 'phone-failed', label: 'Phone Failure' })).toContain('the phone')
  })

  it('is the system also where a newer relay knows of what this gadget has no words for', () => {
    expect(setByWords({ kind: 'system', meaning: 'constructor', label: 'Battery Empty' })).toContain('Battery Empty')
  })
})
