import { describe, expect, it } from 'vitest'
import { withNumbersInPlace } from '../../../src/gadget/build/lean-constants.ts'

describe('the numbers that a module names', () => {
  it('stand where they are used, also in one another', () => {
    const code =
      'const HOUR = 60 * 60_000\nconst DAY = 24 * HOUR\nexport const f = (a) => a > DAY && { b: -HOUR }[`${DAY}`]\n'
    expect(withNumbersInPlace(code).trim()).toBe(
      'export const f = (a) => a > (24 * (60 * 60_000)) && { b: -(60 * 60_000) }[`${(24 * (60 * 60_000))}`]',
    )
  })

  it('keep their names where these are the names of something else, or are told to others', () => {
    const code = 'const A = 1\nexport const B = 2\nf(a.A, { A: B }, a?.A, class { A = 3 })\n'
    expect(withNumbersInPlace(code).trim()).toBe(code.slice('const A = 1\n'.length).trim())
  })

  it('have their names with them where an object takes its own from them', () => {
    expect(withNumbersInPlace('const A = 1\nf({ A, b: A })\n').trim()).toBe('f({ A: 1, b: 1 })')
  })

  it('are left alone where they are no numbers alone, and so is every other name', () => {
    const code = "const A = f(1)\nconst b = 1\nlet C = 2\nconst D = '3', E = 4\nf(A, b, C, D, E)\n"
    expect(withNumbersInPlace(code)).toBe(code)
  })
})
