import { describe, expect, it } from 'vitest'
import {
  FIRST_PAINT_BUDGET,
  LANGUAGE_BUDGET,
  type Part,
  shares,
  sizeFaults,
  sizeReport,
  totalsOf,
  WHOLE_BUDGET,
} from '../../../src/gadget/build/script-size.ts'

const part = (kind: Part['kind'], gzip: number, modules: Part['modules'] = []): Part => ({
  file: `${kind}.js`,
  kind,
  bytes: gzip * 3,
  gzip,
  modules,
})

describe('the size of the built gadget', () => {
  it('is divided among dependencies and folders in proportion to their lengths, file by file, largest first', () => {
    const first = part('first-paint', 1000, [
      { id: '/p/src/gadget/main.ts', renderedLength: 200 },
      { id: '/p/src/history/totals.ts', renderedLength: 100 },
      { id: '/p/node_modules/lit-html/lit-html.js', renderedLength: 100 },
      { id: '/p/node_modules/a/node_modules/@lit/reactive-element/b.js', renderedLength: 100 },
      { id: '/p/node_modules/lit/index.js', renderedLength: 0 },
    ])
    const later = part('on-demand', 400, [{ id: '/p/src/gadget/export/export-job.ts', renderedLength: 7 }])
    expect(shares([first, later])).toEqual([
      { name: 'src/gadget', modules: 1, gzip: 400 },
      { name: 'src/gadget/export', modules: 1, gzip: 400 },
      { name: 'src/history', modules: 1, gzip: 200 },
      { name: 'lit-html', modules: 1, gzip: 200 },
      { name: '@lit/reactive-element', modules: 1, gzip: 200 },
    ])
  })

  it('counts what is loaded on demand only in the whole, and a language’s texts in neither', () => {
    const parts = [part('first-paint', 10), part('first-paint', 5), part('on-demand', 20), part('language', 40)]
    expect(totalsOf(parts)).toEqual({ firstPaint: 15, whole: 35 })
  })

  it('may be each budget and not a byte more', () => {
    expect(sizeFaults([part('first-paint', FIRST_PAINT_BUDGET), part('language', LANGUAGE_BUDGET)])).toEqual([])
    expect(sizeFaults([part('first-paint', FIRST_PAINT_BUDGET + 1)])).toEqual([
      `Before the first paint: ${FIRST_PAINT_BUDGET + 1} bytes gzip, and the budget is ${FIRST_PAINT_BUDGET}.`,
    ])
    expect(sizeFaults([part('first-paint', 1), part('on-demand', WHOLE_BUDGET)])).toEqual([
      `Everything: ${WHOLE_BUDGET + 1} bytes gzip, and the budget is ${WHOLE_BUDGET}.`,
    ])
    expect(sizeFaults([part('language', LANGUAGE_BUDGET + 1)])).toHaveLength(1)
  })

  it('is reported file by file, with both totals against their budgets', () => {
    const lines = sizeReport([part('on-demand', 2048), part('first-paint', 1024)]).split('\n')
    const cells = lines.map((line) => line.trim().split(/ {2,}/))
    expect(cells).toContainEqual(['first-paint.js', 'first paint', '1.0 KiB'])
    expect(cells).toContainEqual(['on-demand.js', 'on demand', '2.0 KiB'])
    expect(lines).toContain(
      `  Before the first paint 1.0 KiB of ${FIRST_PAINT_BUDGET / 1024}.0 KiB; everything 3.0 KiB of ${(WHOLE_BUDGET / 1024).toFixed(1)} KiB.`,
    )
  })
})
