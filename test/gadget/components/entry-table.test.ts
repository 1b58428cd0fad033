import { expect, fixture, html } from '@open-wc/testing'
import { describe, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import type { EntryTable } from '../../../src/gadget/components/entry-table.ts'
import '../../../src/gadget/components/entry-table.ts'
import { tokens } from '../../../src/gadget/styles/tokens.ts'
import { createFormats } from '../../../src/gadget/words/formats.ts'
import { at, cti, entriesOf, EVENING, finesse } from '../../history/heard.ts'
import { deepText, settled } from './deep.ts'

const MANY = entriesOf(
  Array.from({ length: 1000 }, (_, index) => [
    cti(index * 20, index % 2 === 0 ? 'NOT_READY' : 'READY', index % 2 === 0 ? 71 : 0),
    finesse(index * 20 + 0.1, index % 2 === 0 ? 'NOT_READY' : 'READY'),
  ]).flat(),
)

async function shown(width = 780): Promise<EntryTable> {
  const box = await fixture<HTMLElement>(html`<div></div>`)
  box.style.width = `${width}px`
  const style = document.createElement('style')
  style.textContent = tokens.cssText.replaceAll(':host', 'div')
  const table = document.createElement('rch-entry-table')
  Object.assign(table, {
    entries: MANY,
    until: EVENING,
    relayAwaySince: null,
    chosen: MANY.at(-1)?.from,
    density: 'comfortable',
    calls: [],
    systems: [],
    formats: createFormats('en-GB'),
  })
  table.addEventListener('rch-entry-chosen', (event) => (table.chosen = event.detail))
  box.append(style, table)
  await settled(table)
  return table
}

const rows = (table: EntryTable): HTMLElement[] => [
  ...(table.shadowRoot?.querySelectorAll<HTMLElement>('tbody tr') ?? []),
]
const indexes = (table: EntryTable): number[] => rows(table).map((row) => Number(row.ariaRowIndex))
const focused = (table: EntryTable): string => deepText(table.shadowRoot?.activeElement ?? null)
const timeOf = (index: number): string => createFormats('en-GB').millisecond(at(index * 20))

describe('the table of entries', () => {
  it('has only the rows in sight, of a thousand', async () => {
    const table = await shown()
    expect(table.shadowRoot?.querySelector('table')?.ariaRowCount).to.equal('1001')
    expect(rows(table).length).to.be.below(40)
    expect(deepText(rows(table)[0] ?? null)).to.contain(timeOf(999))
    table.scrollTop = 500 * 46
    await settled(table)
    const first = indexes(table).find((index) => index !== 2)
    expect(first, 'besides the row that Tab leads to').to.be.above(450)
    expect(rows(table).length).to.be.below(45)
  })

  it('shows the entry that is chosen elsewhere, wherever it is', async () => {
    const table = await shown()
    table.chosen = at(300 * 20)
    await settled(table)
    const chosen = rows(table).find((row) => row.ariaCurrent === 'true')
    expect(deepText(chosen ?? null)).to.contain(timeOf(300))
    const box = table.getBoundingClientRect()
    expect(chosen?.getBoundingClientRect().bottom ?? 0).to.be.at.most(box.bottom + 1)
    expect(chosen?.getBoundingClientRect().top ?? 0).to.be.at.least(box.top)
  })

  it('is ordered by the head that is clicked, and the other way round when clicked again', async () => {
    const table = await shown()
    const head = (): HTMLElement | null => table.shadowRoot?.querySelector<HTMLElement>('th.from') ?? null
    expect(head()?.ariaSort).to.equal('descending')
    head()?.querySelector('button')?.click()
    await settled(table)
    expect(head()?.ariaSort).to.equal('ascending')
    table.scrollTop = 0
    await settled(table)
    expect(deepText(rows(table).find((row) => row.ariaRowIndex === '2') ?? null)).to.contain(timeOf(0))
    table.shadowRoot?.querySelector<HTMLElement>('th.verdict button')?.click()
    await settled(table)
    expect(table.shadowRoot?.querySelector('th.verdict')?.ariaSort).to.equal('ascending')
    expect(head()?.ariaSort).to.equal('none')
  })

  it('is walked through by keys, and Enter chooses', async () => {
    const table = await shown()
    table.shadowRoot?.querySelector<HTMLElement>("td button[tabindex='0']")?.focus()
    expect(focused(table)).to.equal(timeOf(999))
    await userEvent.keyboard('{ArrowDown}{ArrowDown}')
    await settled(table)
    expect(focused(table)).to.equal(timeOf(997))
    await userEvent.keyboard('{End}')
    await settled(table)
    expect(focused(table)).to.equal(timeOf(0))
    await userEvent.keyboard('{Enter}')
    await settled(table)
    expect(table.chosen).to.equal(at(0))
    await userEvent.keyboard('{Home}')
    await settled(table)
    expect(focused(table)).to.equal(timeOf(999))
  })

  for (const width of [300, 780]) {
    it(`passes the accessibility check at ${width} px, and nothing runs out`, async () => {
      const table = await shown(width)
      await expect(table).to.be.accessible()
      expect(table.scrollWidth).to.be.at.most(width)
    })
  }
})
