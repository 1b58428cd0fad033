import { expect } from '@open-wc/testing'
import { describe, it } from 'vitest'
import type { Column } from '../../../src/gadget/components/sortable-table.ts'
import '../../../src/gadget/components/sortable-table.ts'
import { alone, buttonOf } from './alone.ts'
import { deepText, settled } from './deep.ts'

type Row = { readonly reason: string; readonly count: number }

const COLUMNS: readonly Column<Row>[] = [
  { key: 'reason', heading: 'Reason', cell: ({ reason }) => reason, sortBy: ({ reason }) => reason, isNumber: false },
  { key: 'count', heading: 'Count', cell: ({ count }) => count, sortBy: ({ count }) => count, isNumber: true },
]
const ROWS: readonly Row[] = [
  { reason: 'LUNCH', count: 2 },
  { reason: '<b>=1+1</b>', count: 10 },
  { reason: 'IN MEETING', count: 9 },
]

const shown = (width = 700, columns = COLUMNS) =>
  alone('rch-sortable-table', { label: 'By reason', columns: columns as readonly Column<unknown>[], rows: ROWS }, width)

const cells = (table: Element, column: number): string[] =>
  [...(table.shadowRoot?.querySelectorAll(`tbody td:nth-child(${column})`) ?? [])].map((cell) => deepText(cell))
const sortOf = (table: Element): (string | null)[] =>
  [...(table.shadowRoot?.querySelectorAll('th') ?? [])].map((head) => head.getAttribute('aria-sort'))

describe('a table', () => {
  it('has its rows as they come, with what strangers wrote as text', async () => {
    const table = await shown()
    expect(cells(table, 1)).to.deep.equal(['LUNCH', '<b>=1+1</b>', 'IN MEETING'])
    await expect(table).to.be.accessible()
  })

  it('is ordered by the head that is clicked, of numbers the largest first, and the other way round again', async () => {
    const table = await shown()
    const click = async (head: string): Promise<void> => {
      buttonOf(table, head).click()
      await settled(table)
    }
    await click('Count')
    expect(cells(table, 2)).to.deep.equal(['10', '9', '2'])
    expect(sortOf(table)).to.deep.equal(['none', 'descending'])
    await click('Count')
    expect(cells(table, 2)).to.deep.equal(['2', '9', '10'])
    await click('Reason')
    expect(cells(table, 1).at(-1)).to.equal('LUNCH')
    expect(sortOf(table)).to.deep.equal(['ascending', 'none'])
  })

  it('can be used in a narrow column as well, also with long words', async () => {
    const table = await shown(
      250,
      COLUMNS.map((column) => ({ ...column, heading: `${column.heading} of stays without a reason in Finesse` })),
    )
    await expect(table).to.be.accessible()
    expect(table.scrollWidth).to.equal(250)
  })
})
