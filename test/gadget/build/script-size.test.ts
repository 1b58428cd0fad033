import { describe, expect, it } from 'vitest'
import { isOverBudget, shares, SIZE_BUDGET, sizeReport } from '../../../src/gadget/build/script-size.ts'

const modules = [
  { id: '/p/src/gadget/main.ts', renderedLength: 300 },
  { id: '/p/node_modules/lit-html/lit-html.js', renderedLength: 100 },
  { id: '/p/node_modules/@lit/reactive-element/a.js', renderedLength: 50 },
  { id: '/p/node_modules/a/node_modules/@lit/reactive-element/b.js', renderedLength: 50 },
  { id: '/p/node_modules/lit/index.js', renderedLength: 0 },
]

describe('the size of the built script', () => {
  it('is divided among the dependencies in proportion to their lengths, largest first', () => {
    expect(shares({ bytes: 4000, gzip: 1000, modules })).toEqual([
      { name: 'this project', modules: 1, gzip: 600 },
      { name: 'lit-html', modules: 1, gzip: 200 },
      { name: '@lit/reactive-element', modules: 2, gzip: 200 },
    ])
  })

  it('is reported with its exact total', () => {
    const lines = sizeReport({ bytes: 4096, gzip: 1024, modules }).split('\n')
    expect(lines.map((line) => line.trim().split(/ {2,}/))).toContainEqual(['total', '4', '1.0 KiB'])
  })

  it('may be the budget and not a byte more', () => {
    expect([isOverBudget(SIZE_BUDGET), isOverBudget(SIZE_BUDGET + 1)]).toEqual([false, true])
  })
})
